using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace RuralEc.Server.Tests.Crash;

/// <summary>
/// Ten times, or as often as <c>RURALEC_KILLS</c> says, the server is killed in the middle of its work: what it
/// acknowledged is there, and nothing twice.
/// </summary>
public class KillTests
{
    private static readonly int Kills = int.TryParse(
        Environment.GetEnvironmentVariable("RURALEC_KILLS"),
        CultureInfo.InvariantCulture,
        out var kills
    )
        ? kills
        : 10;

    private const int Loggers = 8;
    internal const string Party = "9521234100003";
    internal const string Password = "correct horse battery";
    private const string Bulk = "09521234500049";
    private static readonly Random Moments = new(20260626);

    [Theory]
    [InlineData(true, Database.Sqlite)]
    [InlineData(false, Database.Sqlite)]
    [InlineData(true, Database.Postgres)]
    [InlineData(false, Database.Postgres)]
    public async Task Every_acknowledged_reading_survives_being_killed(bool lane, Database kind)
    {
        var ct = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("ruralec-kill-");
        await using var database = await Databases.CreateAsync(kind);
        var postgres = kind == Database.Postgres ? database.ConnectionString : null;
        await ServerProcess.AddPersonAsync(folder, "manager", Password, "manager", Party, postgres);
        var loggers = await FirstStartAsync(folder, RegisterLoggersAsync, postgres);

        for (var kill = 0; kill < Kills; kill++)
        {
            using var server = await ServerProcess.StartAsync(folder, lane, postgres);
            var publishing = Task.WhenAll(loggers.Select(logger => logger.PublishAsync(server.MqttPort)));
            await WaitForAsync(() => loggers.Sum(l => l.Acknowledged.Count) >= (kill + 1) * 200, publishing);
            await Task.Delay(Moments.Next(30), ct);
            server.Kill();
            await Assert.ThrowsAnyAsync<Exception>(() => publishing);
        }

        using var last = await ServerProcess.StartAsync(folder, lane, postgres);
        var manager = await SignInAsync(last, "manager");
        foreach (var logger in loggers)
        {
            var stored = await logger.StoredAsync(manager);
            Assert.Equal(stored.Count, stored.Distinct().Count());
            Assert.Empty(logger.Acknowledged.Keys.Except(stored));
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Every_answered_harvest_survives_being_killed()
    {
        var ct = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("ruralec-kill-");
        await ServerProcess.AddPersonAsync(folder, "admin", Password, "administrator", null);
        await ServerProcess.AddPersonAsync(folder, "manager", Password, "manager", Party);
        var plot = Guid.CreateVersion7();
        await FirstStartAsync(folder, manager => PrepareFarmAsync(manager, plot), "admin");
        var answered = new ConcurrentDictionary<int, bool>();
        var sent = 0;

        for (var kill = 0; kill < Kills; kill++)
        {
            using var server = await ServerProcess.StartAsync(folder);
            var manager = await SignInAsync(server, "manager");
            var registering = Task.Run(
                async () =>
                {
                    while (true)
                    {
                        var number = answered.ContainsKey(sent) || sent == 0 ? ++sent : sent;
                        using var answer = await manager.PostAsJsonAsync("/api/harvests", Harvest(plot, number), ct);
                        Assert.True(
                            answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.OK,
                            $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync(ct)}"
                        );
                        answered[number] = true;
                    }
                },
                ct
            );
            await WaitForAsync(() => answered.Count >= (kill + 1) * 8, registering);
            await Task.Delay(Moments.Next(30), ct);
            server.Kill();
            await Assert.ThrowsAnyAsync<Exception>(() => registering);
        }

        using var last = await ServerProcess.StartAsync(folder);
        var reader = await SignInAsync(last, "manager");
        foreach (var number in answered.Keys)
        {
            var lot = await reader.GetFromJsonAsync<JsonObject>($"/api/lots/{Bulk}/{LotOf(number)}", ct);
            var stock = lot!["stock"]!.AsArray();
            Assert.Equal(1500m, stock.Sum(s => s!["quantity"]!.GetValue<decimal>()));
            Assert.Single(lot["steps"]!.AsArray());
        }

        folder.Delete(recursive: true);
    }

    private static object Harvest(Guid plot, int number) =>
        new
        {
            id = new Guid(number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1),
            plotId = plot,
            gtin = Bulk,
            lot = LotOf(number),
            startedAt = "2026-06-26T05:30:00+08:00",
            endedAt = "2026-06-26T09:30:00+08:00",
            quantityKg = 1500,
        };

    private static string LotOf(int number) => string.Create(CultureInfo.InvariantCulture, $"K{number:D5}");

    internal static async Task<T> FirstStartAsync<T>(
        DirectoryInfo folder,
        Func<HttpClient, Task<T>> prepare,
        string? postgres = null
    )
    {
        using var server = await ServerProcess.StartAsync(folder, postgres: postgres);
        return await prepare(await SignInAsync(server, "manager"));
    }

    private static async Task FirstStartAsync(
        DirectoryInfo folder,
        Func<HttpClient, Task> prepare,
        string administrator
    )
    {
        using var server = await ServerProcess.StartAsync(folder);
        var admin = await SignInAsync(server, administrator);
        using var party = await admin.PostAsJsonAsync(
            "/api/parties",
            new
            {
                gln = Party,
                kind = "cooperative",
                name = "示例合作社",
                nameEn = "Example",
                districtCode = "440118",
                uscc = "93440118MA5FAKE013",
            },
            TestContext.Current.CancellationToken
        );
        Assert.True(
            party.IsSuccessStatusCode,
            await party.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        );
        await prepare(await SignInAsync(server, "manager"));
    }

    private static async Task<List<UnkillableLogger>> RegisterLoggersAsync(HttpClient manager)
    {
        var loggers = new List<UnkillableLogger>();
        for (var i = 0; i < Loggers; i++)
        {
            loggers.Add(await UnkillableLogger.RegisteredAsync(manager, $"DL-{i}", Party));
        }

        return loggers;
    }

    private static async Task PrepareFarmAsync(HttpClient manager, Guid plot)
    {
        var ct = TestContext.Current.CancellationToken;
        using var product = await manager.PostAsJsonAsync(
            "/api/products",
            new
            {
                gtin = Bulk,
                name = "荔枝（散装）",
                nameEn = "Lychee",
                variety = "桂味",
                productClass = "litchi",
            },
            ct
        );
        Assert.True(product.IsSuccessStatusCode, await product.Content.ReadAsStringAsync(ct));
        using var registered = await manager.PostAsJsonAsync(
            "/api/plots",
            new
            {
                id = plot,
                gln = "9521234100010",
                number = 7,
                name = "P-07",
                productClass = "litchi",
                variety = "桂味",
                divisionCode = "440118107",
                shape = new { type = "Point", coordinates = new[] { 113.7, 23.19 } },
                areaMu = 10,
            },
            ct
        );
        Assert.True(registered.IsSuccessStatusCode, await registered.Content.ReadAsStringAsync(ct));
    }

    internal static async Task<HttpClient> SignInAsync(ServerProcess server, string name)
    {
        var ct = TestContext.Current.CancellationToken;
        using var answer = await server.Http.PostAsJsonAsync(
            "/api/account/token",
            new { userName = name, password = Password },
            ct
        );
        var token = await answer.Content.ReadFromJsonAsync<JsonObject>(ct);
        return new HttpClient
        {
            BaseAddress = server.Http.BaseAddress,
            DefaultRequestHeaders = { Authorization = new("Bearer", token!["accessToken"]!.GetValue<string>()) },
        };
    }

    internal static async Task WaitForAsync(Func<bool> condition, Task working)
    {
        var deadline = TimeSpan.FromSeconds(60);
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (!condition())
        {
            if (working.IsFaulted)
            {
                await working;
            }

            Assert.True(waited.Elapsed < deadline, "The server did not keep up.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
