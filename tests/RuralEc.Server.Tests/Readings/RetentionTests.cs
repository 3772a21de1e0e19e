using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Retention;
using RuralEc.Server.Security;
using RuralEc.Server.Storage.Readings;
using RuralEc.Server.Tests.Mqtt;
using RuralEc.Server.Tests.Traceability;
using Xunit;

namespace RuralEc.Server.Tests.Readings;

/// <summary>Raw readings stay as long as goods, the law or an officer ask for, and no longer.</summary>
public class RetentionTests
{
    private const string Pallet = "https://id.gs1.org/00/095212340000000013";
    private const string Other = "https://id.gs1.org/00/095212340000000020";

    private static readonly DateTimeOffset Start = new(2026, 6, 26, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Goods leave in the middle of an hour, which stays as a whole.</summary>
    private static readonly DateTimeOffset Arrives = Start.AddHours(10);
    private static readonly DateTimeOffset Leaves = Start.AddHours(20.5);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Raw_readings_go_after_90_days_3_years_with_goods_5_years_once_held(Database database)
    {
        var clock = new FakeTimeProvider(Start.AddDays(2));
        await using var server = await OnAsync(database, clock);
        using var manager = await server.SignedInAsync(Roles.Manager);
        using var officer = await server.SignedInAsync(Roles.Officer);
        var held = await RoomAsync(server, manager, "HELD");
        var goods = await RoomAsync(server, manager, "GOODS");
        await RoomAsync(server, manager, "EMPTY");
        await PlaceAsync(server, manager, Pallet, held);
        await PlaceAsync(server, manager, Other, goods);
        Assert.Equal((48, 48, 48), await RawAsync());

        await using var speaks = await Device.ConnectedAsync(server, manager, "SPEAKS");
        Task SweepAtAsync(DateTimeOffset time) => SweepAsync(server, clock, speaks, time);

        await SweepAtAsync(Start.AddDays(89));
        Assert.Equal((48, 48, 48), await RawAsync());

        // The hours from 10 to 20 stay where goods were.
        await SweepAtAsync(Start.AddDays(93));
        Assert.Equal((11, 11, 0), await RawAsync());
        Assert.Equal((48, 48, 48), (await HoursAsync("HELD"), await HoursAsync("GOODS"), await HoursAsync("EMPTY")));
        var id = await HoldAsync(officer, new { itemUri = Pallet });

        await SweepAtAsync(Leaves.AddYears(3).AddHours(-1));
        Assert.Equal((11, 11, 0), await RawAsync());
        await SweepAtAsync(Leaves.AddYears(3).AddHours(1));
        Assert.Equal((11, 0, 0), await RawAsync());

        // A hold that was released keeps for its years all the same, and one that lasts for longer.
        await ReleaseAsync(officer, id);
        var again = await HoldAsync(officer, new { itemUri = Pallet });
        await SweepAtAsync(Leaves.AddYears(6));
        Assert.Equal((11, 0, 0), await RawAsync());
        await ReleaseAsync(officer, again);
        await SweepAtAsync(Leaves.AddYears(6).AddDays(1));
        Assert.Equal((0, 0, 0), await RawAsync());
        Assert.Equal(48, await HoursAsync("HELD"));
        server.AssertCleanLog();

        async Task<(int Held, int Goods, int Empty)> RawAsync() =>
            (await CountAsync(manager, "HELD"), await CountAsync(manager, "GOODS"), await CountAsync(manager, "EMPTY"));

        async Task<int> HoursAsync(string device) =>
            (
                await manager.GetFromJsonAsync<JsonArray>(
                    $"/api/loggers/{device}/rollups?quantity=temperature&step=hour&from=2026-06-01T00:00:00Z&to=2026-08-01T00:00:00Z",
                    Ct
                )
            )!.Sum(h => h!["count"]!.GetValue<int>());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_hold_on_a_lot_covers_the_pallet_it_went_on_and_one_on_an_asset_only_its_time(Database database)
    {
        var clock = new FakeTimeProvider(Start.AddDays(2));
        await using var server = await OnAsync(database, clock);
        var harvest = await BoxedHarvest.OnAsync(server);
        using var officer = await server.SignedInAsync(Roles.Officer);
        await harvest.ShipAsync();
        var room = await RoomAsync(server, harvest.Manager, "PALLET");
        var empty = await RoomAsync(server, harvest.Manager, "EMPTY");
        await PlaceAsync(server, harvest.Manager, Pallet, room);

        await HoldAsync(officer, new { itemUri = $"https://id.gs1.org/01/{BoxedHarvest.Gtin}/10/{BoxedHarvest.Lot}" });
        await HoldAsync(
            officer,
            new
            {
                assetId = empty,
                from = Start.AddHours(5),
                to = Start.AddHours(6),
            }
        );
        await using var speaks = await Device.ConnectedAsync(server, harvest.Manager, "SPEAKS");
        await SweepAsync(server, clock, speaks, Start.AddYears(4));

        // Eleven hours of the pallet, and the hours from 5 to 6.
        Assert.Equal(
            (11, 2),
            (await CountAsync(harvest.Manager, "PALLET"), await CountAsync(harvest.Manager, "EMPTY"))
        );
    }

    [Fact]
    public async Task A_hold_that_was_released_keeps_five_years_from_when_the_goods_left()
    {
        var clock = new FakeTimeProvider(Start.AddDays(2));
        await using var server = await OnAsync(Database.Sqlite, clock);
        using var manager = await server.SignedInAsync(Roles.Manager);
        using var officer = await server.SignedInAsync(Roles.Officer);
        await PlaceAsync(server, manager, Pallet, await RoomAsync(server, manager, "HELD"));
        await ReleaseAsync(officer, await HoldAsync(officer, new { itemUri = Pallet }));
        await using var speaks = await Device.ConnectedAsync(server, manager, "SPEAKS");

        await SweepAsync(server, clock, speaks, Leaves.AddYears(5).AddHours(-1));
        Assert.Equal(11, await CountAsync(manager, "HELD"));
        await SweepAsync(server, clock, speaks, Leaves.AddYears(5).AddHours(1));
        Assert.Equal(0, await CountAsync(manager, "HELD"));
    }

    [Fact]
    public async Task A_clock_of_the_server_that_is_years_ahead_removes_nothing()
    {
        var clock = new FakeTimeProvider(Start.AddDays(2));
        await using var server = await OnAsync(Database.Sqlite, clock);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await RoomAsync(server, manager, "EMPTY");
        await using var speaks = await Device.ConnectedAsync(server, manager, "SPEAKS");

        // All are silent, and then one speaks whose clock is right.
        clock.AdjustTime(Start.AddYears(10));
        await SweepAsync(server);
        Assert.Equal(48, await CountAsync(manager, "EMPTY"));
        await SpeakAsync(speaks, Start.AddDays(3));
        await SweepAsync(server);
        Assert.Equal(48, await CountAsync(manager, "EMPTY"));
    }

    [Fact]
    public async Task Only_officers_of_the_district_hold_and_release_and_their_reasons_stay()
    {
        var clock = new FakeTimeProvider(Start.AddDays(2));
        await using var server = await OnAsync(Database.Sqlite, clock);
        using var manager = await server.SignedInAsync(Roles.Manager);
        using var officer = await server.SignedInAsync(Roles.Officer);
        using var elsewhere = await server.SignedInAsync(Roles.Officer, null, "440117");
        using var auditor = await server.SignedInAsync(Roles.Auditor);
        var room = await RoomAsync(server, manager, "T1");
        await PlaceAsync(server, manager, Pallet, room);
        var id = Guid.CreateVersion7();
        var hold = new
        {
            id,
            reason = "案 118",
            itemUri = Pallet,
        };

        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(manager, "", hold));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(elsewhere, "", hold));
        Assert.Equal(HttpStatusCode.Created, await PostAsync(officer, "", hold));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(officer, "", hold));
        Assert.Equal(
            HttpStatusCode.Conflict,
            await PostAsync(
                officer,
                "",
                new
                {
                    id,
                    reason = "x",
                    itemUri = Pallet,
                }
            )
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            await PostAsync(
                officer,
                "",
                new
                {
                    id,
                    reason = "x",
                    itemUri = Other,
                }
            )
        );
        foreach (
            var wrong in new object[]
            {
                new { id, reason = "x" },
                new
                {
                    id,
                    reason = "x",
                    itemUri = Pallet,
                    assetId = room,
                },
                new
                {
                    id,
                    reason = "x",
                    itemUri = "https://example.com/1",
                },
                new
                {
                    id,
                    reason = "x",
                    assetId = room,
                    from = Start,
                    to = Start,
                },
            }
        )
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, await PostAsync(officer, "", wrong));
        }

        Assert.Empty((await elsewhere.GetFromJsonAsync<JsonArray>("/api/legal-holds", Ct))!);
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(elsewhere, $"/{id}/release", new { reason = "x" }));
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(officer, $"/{id}/release", new { reason = "已结案" }));
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(officer, $"/{id}/release", new { reason = "已结案" }));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(officer, $"/{id}/release", new { reason = "other" }));

        Assert.Empty((await auditor.GetFromJsonAsync<JsonArray>("/api/legal-holds", Ct))!);
        var past = Assert.Single((await auditor.GetFromJsonAsync<JsonArray>("/api/legal-holds?past=true", Ct))!)!;
        Assert.Equal(
            ("案 118", "officer-2", "已结案", "officer-2"),
            (Text("reason"), Text("setBy"), Text("releaseReason"), Text("releasedBy"))
        );
        server.AssertCleanLog();

        string Text(string name) => past[name]!.GetValue<string>();
    }

    [Fact]
    public async Task The_worker_sweeps_by_itself()
    {
        var clock = new FakeTimeProvider(Start.AddDays(100));
        await using var server = await OnAsync(Database.Sqlite, clock);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await RoomAsync(server, manager, "EMPTY");
        await using var speaks = await Device.ConnectedAsync(server, manager, "SPEAKS");
        await SpeakAsync(speaks, clock.GetUtcNow());

        await Eventually.Async(
            async () =>
            {
                clock.Advance(TimeSpan.FromHours(6));
                return await server.Service<IReadingStore>().RangeAsync("EMPTY", null, Start, Start.AddDays(2), 1, Ct);
            },
            readings => readings.Count == 0
        );
        server.AssertCleanLog();
    }

    private static Task<Server> OnAsync(Database database, FakeTimeProvider clock) =>
        Server.OnAsync(
            database,
            services =>
            {
                services.AddSingleton<TimeProvider>(clock);
                // Years pass within one test.
                services.Configure<BearerTokenOptions>(
                    IdentityConstants.BearerScheme,
                    bearer => bearer.BearerTokenExpiration = TimeSpan.FromDays(9999)
                );
            }
        );

    private static async Task SweepAsync(Server server)
    {
        if (server.Service<IReadingStore>() is SqliteReadingStore file)
        {
            await file.PackAsync(Ct);
        }

        await using var scope = server.Service<IServiceScopeFactory>().CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<RetentionSweep>().RunAsync(Ct);
    }

    /// <summary>A sweep at a time that a logger confirms.</summary>
    private static async Task SweepAsync(Server server, FakeTimeProvider clock, Device speaks, DateTimeOffset time)
    {
        clock.AdjustTime(time);
        await SpeakAsync(speaks, time);
        await SweepAsync(server);
    }

    private static async Task SpeakAsync(Device logger, DateTimeOffset time)
    {
        var (number, at) = (time.ToUnixTimeSeconds() - 1_700_000_000, time.ToUnixTimeMilliseconds());
        await logger.PublishAsync(
            string.Create(CultureInfo.InvariantCulture, $$"""{"b":1,"s":{{number}},"t":{{at}},"v":4}""")
        );
    }

    private static async Task<int> CountAsync(HttpClient manager, string device) =>
        (
            await manager.GetFromJsonAsync<JsonObject>(
                $"/api/readings?device={device}&from=2026-06-01T00:00:00Z&to=2026-08-01T00:00:00Z",
                Ct
            )
        )!["readings"]!
            .AsArray()
            .Count;

    /// <summary>A cold room with a logger that reported 48 hours, once each.</summary>
    private static async Task<Guid> RoomAsync(Server server, HttpClient manager, string device)
    {
        await using var logger = await Device.ConnectedAsync(server, manager, device);
        for (var hour = 0; hour < 48; hour++)
        {
            var at = Start.AddHours(hour).AddMinutes(15).ToUnixTimeMilliseconds();
            await logger.PublishAsync(
                string.Create(CultureInfo.InvariantCulture, $$"""{"b":1,"s":{{hour + 1}},"t":{{at}},"v":4}""")
            );
        }

        var room = Guid.CreateVersion7();
        await CreatedAsync(
            manager,
            "/api/assets",
            new
            {
                id = room,
                kind = "cold_room",
                name = device,
                districtCode = "440118",
            }
        );
        await CreatedAsync(
            manager,
            "/api/mountings",
            new
            {
                id = Guid.CreateVersion7(),
                device,
                assetId = room,
                from = Start,
            }
        );
        return room;
    }

    private static async Task PlaceAsync(Server server, HttpClient manager, string itemUri, Guid assetId)
    {
        await server.PackedAsync(itemUri);
        var id = Guid.CreateVersion7();
        await CreatedAsync(
            manager,
            "/api/placements",
            new
            {
                id,
                itemUri,
                assetId,
                from = Arrives,
                productClass = "litchi",
            }
        );
        using var end = await manager.PostAsJsonAsync($"/api/placements/{id}/end", new { to = Leaves }, Ct);
        Assert.Equal(HttpStatusCode.NoContent, end.StatusCode);
    }

    private static async Task<Guid> HoldAsync(HttpClient officer, object what)
    {
        var hold = System.Text.Json.JsonSerializer.SerializeToNode(what)!.AsObject();
        var id = Guid.CreateVersion7();
        hold["id"] = id;
        hold["reason"] = "案 118";
        Assert.Equal(HttpStatusCode.Created, await PostAsync(officer, "", hold));
        return id;
    }

    private static async Task ReleaseAsync(HttpClient officer, Guid id) =>
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(officer, $"/{id}/release", new { reason = "已结案" }));

    private static async Task<HttpStatusCode> PostAsync(HttpClient caller, string path, object body)
    {
        using var answer = await caller.PostAsJsonAsync("/api/legal-holds" + path, body, Ct);
        return answer.StatusCode;
    }

    private static async Task CreatedAsync(HttpClient caller, string path, object body)
    {
        using var answer = await caller.PostAsJsonAsync(path, body, Ct);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }
}
