using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RuralEc.ColdChain;
using RuralEc.Server.Mqtt;
using RuralEc.Server.Security;
using RuralEc.Server.Storage.Readings;
using Xunit;

namespace RuralEc.Server.Tests.Mqtt;

/// <summary>Devices behind a broker outside: what <c>/a</c> says is stored is stored, whatever breaks in between.</summary>
public class ExternalBrokerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_reading_is_stored_and_answered_by_its_numbers(Database database)
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var server = await Server.OnAsync(database, mqtt: broker.Url);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await ConnectedAsync(server, manager, broker, "DL-7");
        await UntilHeardAsync(device, manager);

        await device.PublishAsync(
            """[{"n":"boot","v":2},{"n":"seq","v":7},{"bt":1782423000,"n":"t","u":"Cel","v":4.1},{"n":"t","u":"Cel","t":60,"v":4.2}]"""
        );

        var answer = await AnswerAsync(device, a => a["b"]?.GetValue<int>() == 2);
        Assert.Equal((7, 8), (answer["s"]!.GetValue<int>(), answer["e"]!.GetValue<int>()));
        var stored = await device.StoredAsync(manager);
        Assert.Equal(
            [7, 8],
            stored.Where(r => r!["boot"]!.GetValue<int>() == 2).Select(r => r!["seq"]!.GetValue<int>())
        );
    }

    [Fact]
    public async Task What_is_no_reading_is_a_dead_letter_and_holds_up_nothing()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var server = await Server.OnAsync(Database.Sqlite, mqtt: broker.Url);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await ConnectedAsync(server, manager, broker, "DL-7");
        await UntilHeardAsync(device, manager);

        // More than the broker may leave unacknowledged.
        for (var i = 0; i < 1100; i++)
        {
            await device.PublishAsync("no reading");
        }

        await device.PublishAsync("""{"b":2,"s":1,"v":4.1}""");

        await AnswerAsync(device, a => a["b"]?.GetValue<int>() == 2);
        Assert.NotNull((await AnswerAsync(device, a => a["refused"] is not null))["refused"]);
        Assert.NotEmpty(await device.DeadLettersAsync(manager));
    }

    [Fact]
    public async Task Settings_wait_at_the_broker_for_a_device_that_is_away()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var server = await Server.OnAsync(Database.Sqlite, mqtt: broker.Url);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await ConnectedAsync(server, manager, broker, "DL-7");
        await UntilHeardAsync(device, manager);
        const string Path = "/api/loggers/DL-7/settings";
        using var set = await manager.PostAsJsonAsync(
            Path,
            new { id = Guid.CreateVersion7(), intervalSeconds = 120 },
            Ct
        );
        Assert.True(set.IsSuccessStatusCode);

        var topic = $"re/1/{Device.Party}/DL-7/c";
        await device.SubscribeAsync(topic);
        await Eventually.Async(
            () => Task.FromResult(device.Heard.Where(h => h.Topic == topic).ToList()),
            heard => heard.Count == 1
        );
        await device.PublishAsync("""{"ver":1,"ok":1}""", "cr");

        await Eventually.Async(
            async () => (await manager.GetFromJsonAsync<JsonArray>(Path, Ct))!,
            list => list[0]!["appliedIntervalSeconds"]?.GetValue<int>() == 120
        );
    }

    [Fact]
    public async Task A_siren_behind_the_broker_hears_of_alarms()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var server = await Server.OnAsync(Database.Sqlite, mqtt: broker.Url);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var siren = await ConnectedAsync(server, manager, broker, "SIREN-1");
        await UntilHeardAsync(siren, manager);
        var topic = $"re/1/{Device.Party}/SIREN-1/n";
        await siren.SubscribeAsync(topic);
        var contact = new
        {
            id = Guid.CreateVersion7(),
            name = "声光报警器",
            channel = "mqtt",
            target = "SIREN-1",
        };
        using var added = await manager.PostAsJsonAsync("/api/alarm-contacts", contact, Ct);
        added.EnsureSuccessStatusCode();

        using var tried = await manager.PostAsync($"/api/alarm-contacts/{contact.id}/trial", null, Ct);

        Assert.True((await tried.Content.ReadFromJsonAsync<JsonObject>(Ct))!["sent"]!.GetValue<bool>());
        var heard = await Eventually.Async(
            () => Task.FromResult(siren.Heard.Where(h => h.Topic == topic).ToList()),
            notices => notices.Count > 0
        );
        Assert.Equal("test", JsonNode.Parse(Assert.Single(heard).Payload)!["change"]!.GetValue<string>());
    }

    [Fact]
    public async Task Nothing_is_taken_from_a_stranger_or_for_another_party()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var server = await Server.OnAsync(Database.Sqlite, mqtt: broker.Url);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await ConnectedAsync(server, manager, broker, "DL-7");
        await UntilHeardAsync(device, manager);

        await device.PublishToAsync("re/1/9521234100999/DL-7/r", """{"b":2,"s":1,"v":4.1}""");
        await device.PublishToAsync("re/1/9521234100003/DL-8/r", """{"b":2,"s":1,"v":4.1}""");
        await device.PublishAsync("""{"b":2,"s":2,"v":4.1}""");
        await AnswerAsync(device, a => a["b"]?.GetValue<int>() == 2 && a["s"]!.GetValue<int>() == 2);

        Assert.DoesNotContain(
            await device.StoredAsync(manager),
            r => r!["seq"]!.GetValue<int>() == 1 && r["boot"]!.GetValue<int>() == 2
        );
        var letter = Assert.Single(await device.DeadLettersAsync(manager));
        Assert.Equal("not_authorized", letter!["kind"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_message_whose_commit_failed_comes_again_over_a_new_connection()
    {
        await using var broker = await Mosquitto.StartAsync();
        var file = Path.Combine(Directory.CreateTempSubdirectory("ruralec-broker-").FullName, "readings.db");
        using var disk = new SqliteReadingStore(file);
        var store = new StoreThatFails(disk);
        await using var server = await Server.OnAsync(
            Database.Sqlite,
            services => services.AddSingleton<IReadingStore>(store),
            broker.Url
        );
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await ConnectedAsync(server, manager, broker, "DL-7");
        await UntilHeardAsync(device, manager);

        store.FailNext = 1;
        await device.PublishAsync("""{"b":2,"s":1,"v":4.1}""");
        await AnswerAsync(device, a => a["b"]?.GetValue<int>() == 2);

        Assert.Equal(0, store.FailNext);
        Assert.Single(await device.StoredAsync(manager), r => r!["boot"]!.GetValue<int>() == 2);
    }

    [Fact]
    public async Task What_came_while_the_server_was_away_is_there_when_it_is_back()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var server = await Server.OnAsync(Database.Sqlite, mqtt: broker.Url);
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await ConnectedAsync(server, manager, broker, "DL-7");
        await UntilHeardAsync(device, manager);
        var client = server.Service<BrokerClient>();

        await client.StopAsync(Ct);
        await device.PublishAsync("""{"b":2,"s":1,"v":4.1}""");
        await device.PublishAsync("""{"b":2,"s":2,"v":4.2}""");
        Assert.DoesNotContain(await device.StoredAsync(manager), r => r!["boot"]!.GetValue<int>() == 2);
        await client.StartAsync(Ct);

        await AnswerAsync(device, a => a["b"]?.GetValue<int>() == 2 && a["e"]!.GetValue<int>() == 2);
        Assert.Equal(2, (await device.StoredAsync(manager)).Count(r => r!["boot"]!.GetValue<int>() == 2));
    }

    [Fact]
    public async Task Two_servers_on_one_database_share_the_messages_and_one_may_stop_and_come_back()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var first = await Server.OnAsync(
            Database.Postgres,
            services => services.AddSingleton(new MqttOptions { ClientId = "one" }),
            broker.Url
        );
        using var manager = await first.SignedInAsync(Roles.Manager);
        await using var device = await ConnectedAsync(first, manager, broker, "DL-7");
        await UntilHeardAsync(device, manager);
        await using (var second = await first.TwinAsync(new MqttOptions { ClientId = "two" }, broker.Url))
        {
            await UntilHeardAsync(device, manager);
            for (var seq = 1; seq <= 200; seq++)
            {
                await device.PublishAsync($$"""{"b":2,"s":{{seq}},"t":{{1_782_423_000_000 + seq}},"v":4.1}""");
            }
        }

        // What the broker had given the second one waits for it, by its name.
        await using var again = await first.TwinAsync(new MqttOptions { ClientId = "two" }, broker.Url);
        var stored = await Eventually.Async(
            async () => (await device.StoredAsync(manager)).Where(r => r!["boot"]!.GetValue<int>() == 2).ToList(),
            list => list.Count >= 200
        );
        Assert.Equal(Enumerable.Range(1, 200), stored.Select(r => r!["seq"]!.GetValue<int>()).Order());
    }

    [Theory]
    [InlineData("mqtt://broker.example", "broker.example", 1883, false, null, null)]
    [InlineData("mqtts://broker.example", "broker.example", 8883, true, null, null)]
    [InlineData("mqtt://re:p%40ss@10.1.2.3:2883", "10.1.2.3", 2883, false, "re", "p@ss")]
    public void An_address_says_how_to_sign_in(
        string url,
        string host,
        int port,
        bool tls,
        string? user,
        string? password
    ) => Assert.Equal(new(host, port, tls, user, password), ExternalBroker.Parse(url));

    [Theory]
    [InlineData("broker.example:1883")]
    [InlineData("http://broker.example")]
    [InlineData("mqtt://")]
    [InlineData("")]
    public void What_is_no_address_is_none(string url) => Assert.Null(ExternalBroker.Parse(url));

    private static async Task<Device> ConnectedAsync(Server server, HttpClient manager, Mosquitto broker, string name)
    {
        var device = await Device.RegisteredAsync(server, manager, name, mqttPort: broker.Port);
        await device.ConnectAsync();
        await device.SubscribeAsync($"re/1/{Device.Party}/{name}/a");
        return device;
    }

    /// <summary>The server subscribes a moment after it has started; before, a broker keeps nothing for it.</summary>
    private static async Task UntilHeardAsync(Device device, HttpClient manager)
    {
        var seq = 0;
        var stored = await Eventually.Async(
            async () =>
            {
                seq++;
                await device.PublishAsync($$"""{"b":1,"s":{{seq}},"t":1782420000000,"v":4}""");
                return await device.StoredAsync(manager);
            },
            list => list.Count > 0
        );
        Assert.NotEmpty(stored);
    }

    private static async Task<JsonObject> AnswerAsync(Device device, Func<JsonObject, bool> which)
    {
        var answers = await Eventually.Async(
            () =>
                Task.FromResult(device.Heard.Select(h => JsonNode.Parse(h.Payload)!.AsObject()).Where(which).ToList()),
            list => list.Count > 0
        );
        Assert.NotEmpty(answers);
        return answers[^1];
    }
}
