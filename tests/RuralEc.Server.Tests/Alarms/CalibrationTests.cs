using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RuralEc.Gs1;
using RuralEc.Server.Security;
using Xunit;

namespace RuralEc.Server.Tests.Alarms;

/// <summary>A logger is calibrated again: what it measured since is read anew, what it measured before is not.</summary>
public class CalibrationTests
{
    public static TheoryData<Database> Everywhere => Databases.All;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task What_was_measured_since_is_judged_again_and_nothing_before(Database database)
    {
        await using var store = await ColdStore.OnAsync(database);
        var room = await store.RoomAsync("A1");
        await store.PlaceAsync(room);
        await store.PassAsync(15, ("A1", 9));
        Assert.Single(await store.UntilAsync(a => a.Count == 1));
        await store.PassAsync(30, ("A1", 4));
        await store.UntilAsync(a => a.Count == 0);
        var calibratedAt = store.Clock.GetUtcNow().AddSeconds(1);
        await store.PassAsync(20, ("A1", 9));
        Assert.Single(await store.UntilAsync(a => a.Count == 1));

        // It showed 2 K too much since then: 7 °C is within the limits of the room.
        var calibration = Calibration(calibratedAt, -2);
        Assert.Equal(HttpStatusCode.NoContent, await store.PostAsync("/api/loggers/A1/calibrations", calibration));
        Assert.Equal(HttpStatusCode.NoContent, await store.PostAsync("/api/loggers/A1/calibrations", calibration));
        await store.UntilAsync(a => a.Count == 0);
        var before = Assert.Single(await store.AlarmsAsync("?open=false"))!;
        Assert.Equal(9, before["peakCelsius"]!.GetValue<double>());

        var logger = (await store.Manager.GetFromJsonAsync<JsonObject>("/api/loggers/A1", Ct))!;
        Assert.Equal(7, logger["celsius"]!.GetValue<double>());
        Assert.Equal("2047-06-25", ColdStore.Text(logger, "calibrationDueOn"));
        var story = (
            await store.Manager.GetFromJsonAsync<JsonObject>(
                $"/api/temperature-stories?itemUri={ColdStore.Pallet}&from=2046-06-26T15:00:00Z&to={store.Clock.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'}&productClass=litchi",
                Ct
            )
        )!;
        Assert.Equal([9, 9, 9, 4, 4, 4, 4, 4, 4, 7, 7, 7], Celsius(story).Take(12));
        Assert.Equal("in_date", ColdStore.Text(story, "calibration"));
        var kept = (await store.Manager.GetFromJsonAsync<JsonArray>("/api/loggers/A1/calibrations", Ct))!;
        Assert.Equal(["RWD2026-10482 广州计量院", null], kept.Select(c => c!["certificate"]?.GetValue<string>()));
        store.Server.AssertCleanLog();
    }

    [Fact]
    public async Task It_is_refused_from_the_future_overdue_at_once_or_for_a_strangers_logger()
    {
        await using var store = await ColdStore.OnAsync(Database.Sqlite);
        await store.RoomAsync("A1");
        var now = store.Clock.GetUtcNow();

        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            await store.PostAsync("/api/loggers/A1/calibrations", Calibration(now.AddHours(1), 0))
        );
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            await store.PostAsync("/api/loggers/A1/calibrations", Calibration(now.AddYears(2), 0))
        );
        using var stranger = await store.Server.SignedInAsync(Roles.Manager, Gln.Parse("9521234100010"));
        Assert.Equal(
            HttpStatusCode.NotFound,
            await store.PostAsync("/api/loggers/A1/calibrations", Calibration(now, 0), stranger)
        );
        var only = Assert.Single(
            (await store.Manager.GetFromJsonAsync<JsonArray>("/api/loggers/A1/calibrations", Ct))!
        );
        Assert.Null(only!["calibratedAt"]);
    }

    [Fact]
    public async Task A_manager_records_it_on_the_loggers_page()
    {
        await using var store = await ColdStore.OnAsync(Database.Sqlite);
        await store.RoomAsync("A1");
        using var browser = await store.Server.BrowserAsync(Roles.Manager, Mqtt.Device.Party);

        using var tooMuch = await browser.SubmitAsync("/devices/A1", "calibration", Form("-12"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, tooMuch.StatusCode);
        using var recorded = await browser.SubmitAsync("/devices/A1", "calibration", Form("-0.2"));
        Assert.Equal("/devices/A1?done=calibrated", recorded.Headers.Location!.PathAndQuery);
        var page = WebUtility.HtmlDecode(await browser.GetStringAsync("/devices/A1", Ct));
        Assert.Contains("RWD2026-10482", page, StringComparison.Ordinal);
        Assert.Contains("-0.2 K", page, StringComparison.Ordinal);
        store.Server.AssertCleanLog();
    }

    private static (string, string)[] Form(string offset) =>
        [
            ("certificate", "RWD2026-10482"),
            ("calibratedAt", "2046-06-26T09:00"),
            ("dueOn", "2047-06-25"),
            ("offsetKelvin", offset),
        ];

    private static object Calibration(DateTimeOffset at, double offsetKelvin) =>
        new
        {
            id = Guid.CreateVersion7(at),
            calibratedAt = at,
            offsetKelvin,
            certificate = "RWD2026-10482 广州计量院",
            dueOn = "2047-06-25",
        };

    private static IEnumerable<double> Celsius(JsonObject story) =>
        story["series"]!.AsArray().Select(p => p!["celsius"]!.GetValue<double>());
}
