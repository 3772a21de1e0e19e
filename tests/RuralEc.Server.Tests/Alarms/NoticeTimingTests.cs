using Xunit;
using static RuralEc.Server.Tests.Alarms.NoticeContacts;

namespace RuralEc.Server.Tests.Alarms;

/// <summary>Who is told of an alarm when, and how often.</summary>
public class NoticeTimingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Quiet_hours_hold_what_is_not_critical_until_the_morning()
    {
        await using var receiver = await WebhookReceiver.OnAsync();
        await using var store = await ColdStore.OnAsync(Database.Sqlite);
        await AllowAsync(store, receiver.Address);
        await AddWebhookAsync(
            store,
            receiver.Address,
            new
            {
                quietFrom = "22:00",
                quietTo = "06:00",
                quietSeverity = "excursion",
            }
        );
        var litchi = await store.RoomAsync("A1");
        await store.RoomAsync("A2");
        await store.PlaceAsync(litchi);

        // Midnight: both rooms are too warm; one becomes critical after an hour, the other never does.
        await store.PassAsync(80, ("A1", 16), ("A2", 9));
        await UntilAsync(store, () => receiver.Hooks.Count > 0);
        Assert.Equal(["critical"], receiver.Hooks.Select(h => ColdStore.Text(h.Json["alarm"], "severity")));

        await store.PassAsync(290, ("A1", 16), ("A2", 9));
        await UntilAsync(store, () => receiver.Hooks.Count > 1);
        Assert.Equal(
            ["critical", "excursion"],
            receiver.Hooks.Select(h => ColdStore.Text(h.Json["alarm"], "severity"))
        );
        Assert.Equal(22, store.Clock.GetUtcNow().Hour);
    }

    [Fact]
    public async Task Nobody_answers_so_it_is_said_again_and_to_the_second_in_line()
    {
        await using var first = await WebhookReceiver.OnAsync();
        await using var second = await WebhookReceiver.OnAsync();
        await using var store = await ColdStore.OnAsync(Database.Sqlite);
        await AllowAsync(store, first.Address);
        await AllowAsync(store, second.Address);
        await AddWebhookAsync(store, first.Address, new { repeatMinutes = 30 });
        await AddWebhookAsync(store, second.Address, new { afterMinutes = 20 });
        await store.RoomAsync("A1");

        await store.PassAsync(15, ("A1", 9));
        await UntilAsync(store, () => first.Hooks.Count == 1);
        Assert.Empty(second.Hooks);
        await store.PassAsync(25, ("A1", 9));
        await UntilAsync(store, () => second.Hooks.Count == 1);
        await store.PassAsync(15, ("A1", 9));
        await UntilAsync(store, () => first.Hooks.Count == 2);
        Assert.Equal(["opened", "reminder"], first.Hooks.Select(h => h.Change));

        var alarm = ColdStore.IdOf(Assert.Single(await store.AlarmsAsync()));
        await store.PostAsync($"/api/alarms/{alarm}/acknowledgements", new { id = Guid.CreateVersion7() });
        await store.PassAsync(65, ("A1", 9));
        Assert.Equal(2, first.Hooks.Count);
        Assert.Single(second.Hooks);
    }

    [Fact]
    public async Task One_that_hangs_keeps_nobody_else_waiting()
    {
        await using var receiver = await WebhookReceiver.OnAsync();
        await using var store = await ColdStore.OnAsync(Database.Sqlite);
        await using var absent = await Mqtt.Device.RegisteredAsync(store.Server, store.Manager, "SIREN-1");
        await AllowAsync(store, receiver.Address);
        await store.PostAsync(
            "/api/alarm-contacts",
            new
            {
                id = Guid.CreateVersion7(),
                name = "声光报警器",
                channel = "mqtt",
                target = "SIREN-1",
            }
        );
        await store.RoomAsync("A1");
        await store.RoomAsync("A2");
        await store.PassAsync(15, ("A1", 12), ("A2", 4));
        await store.UntilAsync(a => a.Count == 1);

        // The siren is being waited for while the second alarm is told to somebody who was added meanwhile.
        await AddWebhookAsync(store, receiver.Address);
        await store.PassAsync(15, ("A1", 12), ("A2", 12));
        await UntilAsync(store, () => receiver.Hooks.Count == 2);
    }

    [Fact]
    public async Task A_planned_window_delays_the_message_to_its_end_and_hides_nothing()
    {
        await using var receiver = await WebhookReceiver.OnAsync();
        await using var store = await ColdStore.OnAsync(Database.Sqlite);
        await AllowAsync(store, receiver.Address);
        await AddWebhookAsync(store, receiver.Address);
        var defrosted = await store.RoomAsync("A1");
        var broken = await store.RoomAsync("A2");
        foreach (var room in new[] { defrosted, broken })
        {
            await store.PostAsync(
                "/api/alarm-windows",
                new
                {
                    id = Guid.CreateVersion7(),
                    kind = "defrost",
                    from = store.Clock.GetUtcNow(),
                    lengthMinutes = 60,
                    assetId = room,
                }
            );
        }

        await store.PassAsync(20, ("A1", 9), ("A2", 9));
        var held = await store.UntilAsync(a => a.Count == 2);
        Assert.All(held, a => Assert.Equal("defrost", ColdStore.Text(a, "windowKind")));
        await store.PassAsync(30, ("A1", 4), ("A2", 9));
        Assert.Empty(receiver.Hooks);
        await store.PassAsync(20, ("A1", 4), ("A2", 9));
        await UntilAsync(store, () => receiver.Hooks.Count == 1);

        Assert.Equal("A2", receiver.Hooks.Single().Json["alarm"]!["device"]!.GetValue<string>());
        Assert.Single(await store.AlarmsAsync("?open=false"));
    }

    [Fact]
    public async Task Two_hundred_silent_loggers_are_one_message()
    {
        await using var receiver = await WebhookReceiver.OnAsync();
        await using var store = await ColdStore.OnAsync(Database.Sqlite);
        await AllowAsync(store, receiver.Address);
        await AddWebhookAsync(store, receiver.Address);
        string[] loggers = [.. Enumerable.Range(1, 40).Select(i => $"N{i}")];
        foreach (var logger in loggers)
        {
            await store.RoomAsync(logger, ColdStore.Node);
        }

        await store.PassAsync(5, [.. loggers.Select(l => (l, 4.0))]);
        store.Clock.Advance(TimeSpan.FromMinutes(15));
        await store.UntilAsync(a => a.Count == 1 && a[0]!["members"]!.GetValue<int>() == loggers.Length);
        await UntilAsync(store, () => receiver.Hooks.Count > 0);
        await store.PassAsync(30);

        Assert.Equal("node_dark", ColdStore.Text(Assert.Single(receiver.Hooks).Json["alarm"], "kind"));
    }

    [Fact]
    public async Task An_episode_that_was_over_when_its_readings_came_is_told_once_as_past()
    {
        await using var receiver = await WebhookReceiver.OnAsync();
        await using var store = await ColdStore.OnAsync(Database.Sqlite);
        await AllowAsync(store, receiver.Address);
        await AddWebhookAsync(store, receiver.Address);
        await store.RoomAsync("T1");
        var start = store.Clock.GetUtcNow().AddMinutes(-90);

        await store.SayAsync(
            "T1",
            [.. Enumerable.Range(0, 18).Select(i => (start.AddMinutes(5 * i), i is > 3 and < 9 ? 12.0 : 4.0))]
        );

        await UntilAsync(store, () => receiver.Hooks.Count > 0);
        Assert.Equal("past", Assert.Single(receiver.Hooks).Change);
    }
}
