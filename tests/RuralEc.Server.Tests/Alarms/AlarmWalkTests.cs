using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RuralEc.Gs1;
using RuralEc.Server.Security;
using Xunit;

namespace RuralEc.Server.Tests.Alarms;

/// <summary>An alarm from the first warm reading to its end, and what people do about it.</summary>
public class AlarmWalkTests
{
    public static TheoryData<Database> Everywhere => Databases.All;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task An_alarm_begins_gets_worse_and_clears_by_rule_and_its_history_says_so(Database database)
    {
        await using var store = await ColdStore.OnAsync(database);
        var room = await store.RoomAsync("A1");
        await store.PlaceAsync(room);

        // Litchi: 8 °C for 30 minutes is a warning; the room's own 8 °C for 10 minutes and litchi's 10 °C for 30 an
        // excursion; 15 °C for an hour is critical.
        await store.PassAsync(15, ("A1", 9));
        var alarm = Assert.Single(await store.UntilAsync(a => a.Count == 1))!;
        Assert.Equal("excursion", ColdStore.Text(alarm, "severity"));
        Assert.Equal(1, alarm["items"]!.GetValue<int>());
        await store.PassAsync(65, ("A1", 16));
        alarm = Assert.Single(
            await store.UntilAsync(a => a.Count == 1 && ColdStore.Text(a[0], "severity") == "critical")
        );
        Assert.Equal(16, alarm!["peakCelsius"]!.GetValue<double>());
        Assert.Equal(15, alarm["limitCelsius"]!.GetValue<double>());
        Assert.Equal(16, alarm["now"]!["celsius"]!.GetValue<double>());

        // It is back, but has to stay back as long as the limits allow it to be beyond: an hour.
        await store.PassAsync(55, ("A1", 4));
        Assert.Single(await store.AlarmsAsync());
        await store.PassAsync(10, ("A1", 4));
        Assert.Empty(await store.UntilAsync(a => a.Count == 0));

        var details = await store.DetailsAsync(ColdStore.IdOf(alarm));
        Assert.Equal(
            ["opened", "severity_changed", "cleared"],
            details["entries"]!.AsArray().Select(e => ColdStore.Text(e, "kind"))
        );
        Assert.Equal(ColdStore.Pallet, Assert.Single(details["itemUris"]!.AsArray())!.GetValue<string>());
        store.Server.AssertCleanLog();
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Late_readings_join_two_alarms_into_one_and_keep_the_history_of_both(Database database)
    {
        await using var store = await ColdStore.OnAsync(database);
        await store.RoomAsync("A1");
        var start = store.Clock.GetUtcNow().AddHours(-1);
        (DateTimeOffset, double)[] Warm(int from, int to) =>
            [.. Enumerable.Range(from, to - from).Select(i => (start.AddMinutes(5 * i), 9.0))];

        await store.SayAsync("A1", Warm(0, 3));
        await store.SayAsync(
            "A1",
            (start.AddMinutes(15), 4.0),
            (start.AddMinutes(20), 4.0),
            (start.AddMinutes(25), 4.0)
        );
        await store.SayAsync("A1", Warm(8, 11));
        var two = await store.UntilAsync(a => a.Count == 2, "");
        Assert.Equal([true, false], two.Select(a => a!["clearedAt"] is null));

        // The other logger of the room, late, was warm all the time.
        await store.AddLoggerAsync("A2", two[0]!["assetId"]!.GetValue<Guid>());
        await store.SayAsync("A2", Warm(1, 11));
        var one = Assert.Single(await store.UntilAsync(a => a.Count == 1, ""));
        Assert.Equal(two[1]!["id"]!.GetValue<Guid>(), ColdStore.IdOf(one));
        Assert.Null(one!["clearedAt"]);
        var gone = await store.DetailsAsync(ColdStore.IdOf(two[0]));
        Assert.NotNull(gone["alarm"]!["retractedAt"]);
        var last = gone["entries"]!.AsArray()[^1];
        Assert.Equal("retracted", ColdStore.Text(last, "kind"));
        Assert.Equal(ColdStore.IdOf(one), last!["otherAlarmId"]!.GetValue<Guid>());
        var kept = await store.DetailsAsync(ColdStore.IdOf(one));
        Assert.Contains("continued", kept["entries"]!.AsArray().Select(e => ColdStore.Text(e, "kind")));
        store.Server.AssertCleanLog();
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task A_node_without_power_is_one_alarm_and_each_logger_leaves_it_when_heard(Database database)
    {
        await using var store = await ColdStore.OnAsync(database);
        string[] loggers = ["N1", "N2", "N3", "N4"];
        foreach (var logger in loggers)
        {
            await store.RoomAsync(logger, ColdStore.Node);
        }

        await store.PassAsync(5, [.. loggers.Select(l => (l, 4.0))]);
        store.Clock.Advance(TimeSpan.FromMinutes(15));
        var open = await store.UntilAsync(a => a.Count == 1 && a[0]!["members"]!.GetValue<int>() == 4);
        var dark = Assert.Single(open)!;
        Assert.Equal("node_dark", ColdStore.Text(dark, "kind"));
        Assert.Equal(ColdStore.Node.ToString(), ColdStore.Text(dark, "nodeGln"));
        Assert.Null(dark["assetId"]);

        foreach (var logger in loggers[..3])
        {
            await store.SayAsync(logger, 5);
        }

        await store.UntilAsync(a => a.Count == 1 && a[0]!["openMembers"]!.GetValue<int>() == 1);
        await store.SayAsync(loggers[3], 5);
        Assert.Empty(await store.UntilAsync(a => a.Count == 0));
        var details = await store.DetailsAsync(ColdStore.IdOf(dark));
        Assert.Equal(4, details["members"]!.AsArray().Count);
        Assert.All(details["members"]!.AsArray(), m => Assert.NotNull(m!["clearedAt"]));
        store.Server.AssertCleanLog();
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Rooms_of_a_node_that_go_warm_together_are_one_alarm(Database database)
    {
        await using var store = await ColdStore.OnAsync(database);
        string[] loggers = ["N1", "N2", "N3"];
        foreach (var logger in loggers)
        {
            await store.RoomAsync(logger, ColdStore.Node);
        }

        await store.PassAsync(15, [.. loggers.Select(l => (l, 12.0))]);
        var open = await store.UntilAsync(a => a.Count == 1 && ColdStore.Text(a[0], "kind") == "node_warm");
        var storm = Assert.Single(open)!;
        Assert.Equal(3, storm["members"]!.GetValue<int>());
        var members = (await store.DetailsAsync(ColdStore.IdOf(storm)))["members"]!.AsArray();
        Assert.All(members, m => Assert.Equal(12, m!["peakCelsius"]!.GetValue<double>()));

        await store.PassAsync(15, [.. loggers.Select(l => (l, 4.0))]);
        Assert.Empty(await store.UntilAsync(a => a.Count == 0));
        store.Server.AssertCleanLog();
    }

    [Fact]
    public async Task A_low_battery_is_an_alarm_until_it_is_well_above()
    {
        await using var store = await ColdStore.OnAsync(Database.Sqlite);
        await store.RoomAsync("A1");

        await store.SayChargeAsync("A1", 14);
        var alarm = Assert.Single(await store.UntilAsync(a => a.Count == 1))!;
        Assert.Equal("battery", ColdStore.Text(alarm, "kind"));
        Assert.Equal(14, alarm["batteryPercent"]!.GetValue<double>());
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        await store.SayChargeAsync("A1", 18);
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(await store.AlarmsAsync());
        await store.SayChargeAsync("A1", 95);
        Assert.Empty(await store.UntilAsync(a => a.Count == 0));
    }

    [Fact]
    public async Task A_logger_that_uploads_in_batches_is_silent_by_its_own_rule()
    {
        await using var store = await ColdStore.OnAsync(Database.Sqlite);
        await store.RoomAsync("A1");
        using var set = await store.Manager.PutAsJsonAsync(
            "/api/loggers/A1/watch",
            new { silentAfterSeconds = 7200 },
            Ct
        );
        Assert.Equal(HttpStatusCode.NoContent, set.StatusCode);
        await store.SayAsync("A1", 4);

        for (var minutes = 0; minutes < 119; minutes++)
        {
            store.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Empty(await store.AlarmsAsync());
        store.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("silence", ColdStore.Text(Assert.Single(await store.UntilAsync(a => a.Count == 1)), "kind"));
    }

    [Fact]
    public async Task A_logger_that_is_taken_away_leaves_no_alarm_open()
    {
        await using var store = await ColdStore.OnAsync(Database.Sqlite);
        await store.RoomAsync("A1");
        await store.PassAsync(15, ("A1", 12));
        await store.UntilAsync(a => a.Count == 1);
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        var mountings = (await store.Manager.GetFromJsonAsync<JsonArray>("/api/mountings?device=A1", Ct))!;

        await store.PostAsync(
            $"/api/mountings/{ColdStore.IdOf(mountings[0])}/end",
            new { to = store.Clock.GetUtcNow() }
        );

        Assert.Empty(await store.UntilAsync(a => a.Count == 0));
        Assert.Equal(
            store.Clock.GetUtcNow().Date,
            Assert.Single(await store.AlarmsAsync("?open=false"))!["clearedAt"]!.GetValue<DateTimeOffset>().Date
        );
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Both_desks_acknowledge_for_themselves_and_nobody_clears_by_hand(Database database)
    {
        await using var store = await ColdStore.OnAsync(database);
        using var officer = await store.Server.SignedInAsync(Roles.Officer);
        using var stranger = await store.Server.SignedInAsync(Roles.Manager, Gln.Parse("9521234100010"));
        using var auditor = await store.Server.SignedInAsync(Roles.Auditor);
        await store.RoomAsync("A1");
        await store.PassAsync(15, ("A1", 12));
        var id = ColdStore.IdOf(Assert.Single(await store.UntilAsync(a => a.Count == 1)));
        var entry = Guid.CreateVersion7();
        var acknowledge = new { id = entry, comment = "压缩机跳闸，已复位" };
        var path = $"/api/alarms/{id}/acknowledgements";

        Assert.Equal(HttpStatusCode.NotFound, await store.PostAsync(path, acknowledge, stranger));
        Assert.Equal(HttpStatusCode.Forbidden, await store.PostAsync(path, acknowledge, auditor));
        Assert.Equal(HttpStatusCode.Created, await store.PostAsync(path, acknowledge));
        Assert.Equal(HttpStatusCode.OK, await store.PostAsync(path, acknowledge));
        Assert.Equal(HttpStatusCode.Conflict, await store.PostAsync(path, new { id = entry, comment = "别的" }));

        Assert.True((await store.AlarmsAsync())[0]!["handling"]!["acknowledged"]!.GetValue<bool>());
        Assert.Empty(await store.AlarmsAsync("?open=true&unacknowledged=true"));
        Assert.Single(await store.AlarmsAsync("?open=true&unacknowledged=true", officer));
        Assert.Null((await store.AlarmsAsync("?open=true", officer))[0]!["handling"]);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/api/alarms/{id}", Ct)).StatusCode);
        Assert.Empty(await store.AlarmsAsync("", stranger));

        // Still warm: acknowledged or not, it lasts. Worse, and the acknowledgement holds no more.
        Assert.Single(await store.AlarmsAsync());
        var details = await store.DetailsAsync(id, officer);
        var said = details["entries"]!.AsArray().Single(e => ColdStore.Text(e, "kind") == "acknowledged");
        Assert.Equal("压缩机跳闸，已复位", ColdStore.Text(said, "text"));
        Assert.Equal("party", ColdStore.Text(said, "side"));
        store.Server.AssertCleanLog();
    }

    [Fact]
    public async Task What_got_worse_after_the_acknowledgement_needs_another_one()
    {
        await using var store = await ColdStore.OnAsync(Database.Sqlite);
        var room = await store.RoomAsync("A1");
        await store.PlaceAsync(room);
        await store.PassAsync(15, ("A1", 16));
        var id = ColdStore.IdOf(Assert.Single(await store.UntilAsync(a => a.Count == 1)));
        await store.PostAsync($"/api/alarms/{id}/acknowledgements", new { id = Guid.CreateVersion7() });
        await store.PostAsync(
            $"/api/alarms/{id}/snoozes",
            new { id = Guid.CreateVersion7(), until = store.Clock.GetUtcNow().AddHours(8) }
        );
        Assert.NotNull((await store.AlarmsAsync())[0]!["handling"]!["snoozedUntil"]);

        await store.PassAsync(60, ("A1", 16));

        var worse = Assert.Single(await store.UntilAsync(a => ColdStore.Text(a[0], "severity") == "critical"))!;
        Assert.False(worse["handling"]!["acknowledged"]!.GetValue<bool>());
        Assert.Null(worse["handling"]!["snoozedUntil"]);
    }

    [Fact]
    public async Task An_alarm_is_assigned_to_somebody_of_ones_own_desk_only()
    {
        await using var store = await ColdStore.OnAsync(Database.Sqlite);
        using var colleague = await store.Server.SignedInAsync(Roles.Clerk);
        using var stranger = await store.Server.SignedInAsync(Roles.Clerk, Gln.Parse("9521234100010"));
        async Task<string> NameOf(HttpClient who) =>
            ColdStore.Text(await who.GetFromJsonAsync<JsonObject>("/api/account/me", Ct), "userName");
        await store.RoomAsync("A1");
        await store.PassAsync(15, ("A1", 12));
        var id = ColdStore.IdOf(Assert.Single(await store.UntilAsync(a => a.Count == 1)));
        var path = $"/api/alarms/{id}/assignments";
        var name = await NameOf(colleague);

        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            await store.PostAsync(path, new { id = Guid.CreateVersion7(), to = await NameOf(stranger) })
        );
        Assert.Equal(
            HttpStatusCode.Created,
            await store.PostAsync(path, new { id = Guid.CreateVersion7(), to = name })
        );

        Assert.Single(await store.AlarmsAsync($"?open=true&assignedTo={name}"));
        Assert.Empty(await store.AlarmsAsync("?open=true&assignedTo=nobody"));
    }

    [Fact]
    public async Task The_list_pages_by_urgency_and_by_time()
    {
        await using var store = await ColdStore.OnAsync(Database.Sqlite);
        await store.RoomAsync("A1");
        var litchi = await store.RoomAsync("A2");
        await store.PlaceAsync(litchi);
        await store.PassAsync(75, ("A1", 12), ("A2", 16));
        var open = await store.UntilAsync(a => a.Count == 2 && ColdStore.Text(a[0], "severity") == "critical");

        var next = await store.AlarmsAsync($"?open=true&after={ColdStore.IdOf(open[0])}");

        Assert.Equal(ColdStore.IdOf(open[1]), ColdStore.IdOf(Assert.Single(next)));
        Assert.Empty(await store.AlarmsAsync($"?open=true&after={ColdStore.IdOf(open[1])}"));
        Assert.Single(await store.AlarmsAsync("?severity=critical"));
        Assert.Equal(2, (await store.AlarmsAsync("?kind=temperature")).Count);
        using var wrong = await store.Manager.GetAsync("/api/alarms?kind=warm", Ct);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }
}
