using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RuralEc.Gs1;
using RuralEc.Server.Security;
using Xunit;

namespace RuralEc.Server.Tests.Alarms;

/// <summary>A server with a clock of its own and the cold rooms of one party, whose loggers speak over MQTT.</summary>
internal sealed class ColdStore : IAsyncDisposable
{
    public const string Pallet = "https://id.gs1.org/00/095212340000000013";
    public static readonly Gln Node = Gln.Parse("9521234100041");

    // A browser keeps no cookie that ends in its past, and its clock is the real one.
    private static readonly DateTimeOffset Begins = new(2046, 6, 26, 16, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, Mqtt.Device> _loggers = [];

    private ColdStore(Server server, FakeTimeProvider clock, HttpClient manager) =>
        (Server, Clock, Manager) = (server, clock, manager);

    public Server Server { get; }
    public FakeTimeProvider Clock { get; }
    public HttpClient Manager { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>At midnight in China.</summary>
    public static async Task<ColdStore> OnAsync(Database database, Action<IServiceCollection>? replace = null)
    {
        var clock = new FakeTimeProvider(Begins);
        var server = await Server.OnAsync(database, services => Prepare(services, clock, replace));
        return new(server, clock, await server.SignedInAsync(Roles.Manager));
    }

    /// <summary>The same after a stop and a start of the server, at the same moment of the clock.</summary>
    public async Task<ColdStore> RestartedAsync(Action<IServiceCollection>? replace = null)
    {
        var server = await Server.RestartedAsync(services => Prepare(services, Clock, replace));
        return new(server, Clock, await server.SignedInAsync(Roles.Manager, Gln.Parse("9521234100003")));
    }

    private static void Prepare(IServiceCollection services, TimeProvider clock, Action<IServiceCollection>? replace)
    {
        services.AddSingleton(clock);
        // A night passes within one test.
        services.Configure<BearerTokenOptions>(
            IdentityConstants.BearerScheme,
            bearer => bearer.BearerTokenExpiration = TimeSpan.FromDays(30)
        );
        replace?.Invoke(services);
    }

    /// <summary>A cold room with a logger that measures every five minutes.</summary>
    public async Task<Guid> RoomAsync(string device, Gln? node = null, TimeSpan? mountedFor = null)
    {
        _loggers[device] = await Mqtt.Device.ConnectedAsync(Server, Manager, device);
        var asset = Guid.CreateVersion7();
        await PostAsync(
            "/api/assets",
            new
            {
                id = asset,
                kind = "cold_room",
                name = "冷间 " + device,
                districtCode = "440118",
                nodeGln = node?.ToString(),
                minCelsius = 0.0,
                maxCelsius = 8.0,
            }
        );
        await MountAsync(device, asset, mountedFor);
        return asset;
    }

    /// <summary>Another logger in a room that is there.</summary>
    public async Task AddLoggerAsync(string device, Guid asset, TimeSpan? mountedFor = null)
    {
        _loggers[device] = await Mqtt.Device.ConnectedAsync(Server, Manager, device);
        await MountAsync(device, asset, mountedFor);
    }

    public async Task PlaceAsync(Guid asset, string item = Pallet)
    {
        await Server.PackedAsync(item);
        await PostAsync(
            "/api/placements",
            new
            {
                id = Guid.CreateVersion7(),
                itemUri = item,
                assetId = asset,
                from = Clock.GetUtcNow().AddHours(-1),
                productClass = "litchi",
            }
        );
    }

    /// <summary>One temperature of this moment.</summary>
    public Task SayAsync(string device, double celsius) => SayAsync(device, (Clock.GetUtcNow(), celsius));

    /// <summary>Temperatures of other moments, received now.</summary>
    public Task SayAsync(string device, params (DateTimeOffset At, double Celsius)[] samples) =>
        _loggers[device]
            .PublishAsync(
                $"[{string.Join(',', samples.Select(s => string.Create(CultureInfo.InvariantCulture, $$"""{"n":"t","u":"Cel","t":{{s.At.ToUnixTimeSeconds()}},"v":{{s.Celsius}}}""")))}]"
            );

    /// <summary>A charge in % of this moment.</summary>
    public Task SayChargeAsync(string device, double percent) =>
        _loggers[device].PublishAsync(string.Create(CultureInfo.InvariantCulture, $$"""{"v":4,"bat":{{percent}}}"""));

    /// <summary>Goes on in steps of five minutes; each logger says its temperature at each step.</summary>
    public async Task PassAsync(int minutes, params (string Device, double Celsius)[] loggers)
    {
        for (var passed = 0; passed < minutes; passed += 5)
        {
            Clock.Advance(TimeSpan.FromMinutes(5));
            foreach (var (device, celsius) in loggers)
            {
                await SayAsync(device, celsius);
            }
        }
    }

    public async Task<JsonArray> AlarmsAsync(string query = "?open=true", HttpClient? by = null) =>
        (await (by ?? Manager).GetFromJsonAsync<JsonArray>("/api/alarms" + query, Ct))!;

    /// <summary>The alarms once they are as expected. Meanwhile two rounds of the watch pass by the clock, and no more.</summary>
    public async Task<JsonArray> UntilAsync(Func<JsonArray, bool> expected, string query = "?open=true")
    {
        var seconds = 0;
        return await Mqtt.Eventually.Async(
            async () =>
            {
                var alarms = await AlarmsAsync(query);
                if (!expected(alarms))
                {
                    Clock.Advance(TimeSpan.FromSeconds(seconds++ < 45 ? 1 : 0));
                    await Task.Delay(20, Ct);
                }

                return alarms;
            },
            expected
        );
    }

    public async Task<JsonObject> DetailsAsync(Guid alarm, HttpClient? by = null) =>
        (await (by ?? Manager).GetFromJsonAsync<JsonObject>($"/api/alarms/{alarm}", Ct))!;

    public async Task<System.Net.HttpStatusCode> PostAsync(string path, object body, HttpClient? by = null)
    {
        using var answer = await (by ?? Manager).PostAsJsonAsync(path, body, Ct);
        if ((int)answer.StatusCode >= 500)
        {
            Assert.Fail(await answer.Content.ReadAsStringAsync(Ct));
        }

        return answer.StatusCode;
    }

    private Task<System.Net.HttpStatusCode> MountAsync(string device, Guid asset, TimeSpan? mountedFor) =>
        PostAsync(
            "/api/mountings",
            new
            {
                id = Guid.CreateVersion7(),
                device,
                assetId = asset,
                from = Clock.GetUtcNow() - (mountedFor ?? TimeSpan.FromHours(2)),
            }
        );

    public static Guid IdOf(JsonNode? alarm) => alarm!["id"]!.GetValue<Guid>();

    public static string Text(JsonNode? node, string member) => node![member]!.GetValue<string>();

    public async ValueTask DisposeAsync()
    {
        Manager.Dispose();
        foreach (var logger in _loggers.Values)
        {
            await logger.DisposeAsync();
        }

        await Server.DisposeAsync();
    }
}
