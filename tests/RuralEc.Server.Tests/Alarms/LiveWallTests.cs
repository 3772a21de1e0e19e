using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using RuralEc.Gs1;
using RuralEc.Server.Security;
using Xunit;

namespace RuralEc.Server.Tests.Alarms;

/// <summary>The live wall: how assets do now, told as they change.</summary>
public class LiveWallTests
{
    public static TheoryData<Database> Everywhere => Databases.All;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task It_begins_with_all_and_goes_on_with_what_changed(Database database)
    {
        await using var store = await ColdStore.OnAsync(database);
        var warm = await store.RoomAsync("A1");
        var cool = await store.RoomAsync("A2");
        await store.PassAsync(45, ("A2", 3), ("A2", 4));
        await using var wall = await store.Manager.GetStreamAsync("/api/assets/live/changes", Ct);
        await using var events = SseParser
            .Create(wall, (_, data) => JsonNode.Parse(data)!.AsArray())
            .EnumerateAsync(Ct)
            .GetAsyncEnumerator(Ct);

        var first = await NextAsync(events, store);
        Assert.Equal([(warm, "silent"), (cool, "fine")], first.Select(a => (ColdStore.IdOf(a), State(a))));
        var logger = first[1]!["loggers"]![0]!;
        Assert.Equal("A2", ColdStore.Text(logger, "device"));
        Assert.Equal(4, logger["celsius"]!.GetValue<double>());

        await store.SayAsync("A1", 5);
        var spoke = Assert.Single(await NextAsync(events, store))!;
        Assert.Equal((warm, "fine"), (ColdStore.IdOf(spoke), State(spoke)));

        // Ten minutes above the room's 8 °C.
        await store.PassAsync(15, ("A1", 9), ("A2", 4));
        JsonNode told;
        do
        {
            told = (await NextAsync(events, store))[0]!;
        } while (State(told) == "fine");
        Assert.Equal((warm, "excursion"), (ColdStore.IdOf(told), State(told)));
        Assert.Equal(9, told["loggers"]![0]!["celsius"]!.GetValue<double>());
        store.Server.AssertCleanLog();
    }

    [Fact]
    public async Task It_says_how_a_temperature_moves_and_shows_nobody_elses_rooms()
    {
        await using var store = await ColdStore.OnAsync(Database.Sqlite);
        await store.RoomAsync("A1");
        // 2 K in the last half hour.
        await store.SayAsync("A1", (Ago(store, 30), 3.0), (Ago(store, 0), 5.0));

        var room = Assert.Single(await LiveAsync(store.Manager))!;
        Assert.Equal(4, room["loggers"]![0]!["kelvinPerHour"]!.GetValue<double>(), 6);
        using var stranger = await store.Server.SignedInAsync(Roles.Manager, Gln.Parse("9521234100010"));
        Assert.Empty(await LiveAsync(stranger));
        using var browser = await store.Server.BrowserAsync(Roles.Operator, Mqtt.Device.Party);
        var page = System.Net.WebUtility.HtmlDecode(await browser.GetStringAsync("/wall", Ct));
        Assert.Contains("5.0\u00a0°C", page, StringComparison.Ordinal);
        Assert.Contains("↗ 每小时 +4 K", page, StringComparison.Ordinal);
        store.Server.AssertCleanLog();
    }

    /// <summary>The next event; the clock goes on meanwhile.</summary>
    private static async Task<JsonArray> NextAsync(IAsyncEnumerator<SseItem<JsonArray>> events, ColdStore store)
    {
        var next = events.MoveNextAsync().AsTask();
        for (var tries = 0; !next.IsCompleted && tries < 500; tries++)
        {
            store.Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(20, Ct);
        }

        Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(10), Ct));
        Assert.Equal("assets", events.Current.EventType);
        return events.Current.Data;
    }

    private static async Task<JsonArray> LiveAsync(HttpClient by) =>
        JsonNode.Parse(await by.GetStringAsync("/api/assets/live", Ct))!.AsArray();

    private static DateTimeOffset Ago(ColdStore store, int minutes) => store.Clock.GetUtcNow().AddMinutes(-minutes);

    private static string State(JsonNode? asset) => ColdStore.Text(asset, "state");
}
