using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using RuralEc.Server.Security;
using SmtpServer.Protocol;
using Xunit;
using static RuralEc.Server.Tests.Alarms.NoticeContacts;

namespace RuralEc.Server.Tests.Alarms;

/// <summary>By which ways people are told of an alarm: through a real mail server, webhook receiver and MQTT client.</summary>
public class NoticeTests
{
    public static TheoryData<Database> Everywhere => Databases.All;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task A_webhook_tells_each_change_once_signed_and_tries_again_until_it_is_taken(Database database)
    {
        await using var receiver = await WebhookReceiver.OnAsync();
        await using var store = await ColdStore.OnAsync(database);
        await AllowAsync(store, receiver.Address);
        var secret = await AddWebhookAsync(store, receiver.Address);
        await store.RoomAsync("A1");
        receiver.Answer = HttpStatusCode.ServiceUnavailable;

        await store.PassAsync(15, ("A1", 12));
        await UntilAsync(store, () => receiver.Hooks.Count >= 2);
        receiver.Answer = HttpStatusCode.NoContent;
        var refused = receiver.Hooks.Count;
        await UntilAsync(store, () => receiver.Hooks.Count > refused);
        await store.PassAsync(15, ("A1", 4));
        await UntilAsync(store, () => receiver.Hooks.Last().Change == "cleared");

        var taken = receiver.Hooks.Skip(refused).ToList();
        Assert.Equal(["opened", "cleared"], taken.Select(h => h.Change));
        Assert.Single(receiver.Hooks.Take(refused + 1).Select(h => (h.Id, h.Body)).Distinct());
        Assert.All(receiver.Hooks, hook => AssertSigned(hook, secret));
        var opened = taken[0].Json;
        Assert.Equal("A1", opened["alarm"]!["device"]!.GetValue<string>());
        Assert.Equal($"https://t.example.cn/alarms/{ColdStore.IdOf(opened["alarm"])}", ColdStore.Text(opened, "link"));
        var history = await store.DetailsAsync(ColdStore.IdOf(opened["alarm"]));
        Assert.Equal(2, history["entries"]!.AsArray().Count(e => ColdStore.Text(e, "kind") == "delivered"));
        store.Server.AssertCleanLog();
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task A_letter_says_what_where_since_when_how_bad_and_what_to_do(Database database)
    {
        await using var mail = MailServer.On();
        await using var store = await ColdStore.OnAsync(database, services => UseMail(services, mail));
        await AddEmailAsync(store, "duty@example.cn");
        await AddEmailAsync(store, "night@example.com", language: "en");
        var room = await store.RoomAsync("A1");
        await store.PlaceAsync(room);

        await store.PassAsync(15, ("A1", 12));
        await UntilAsync(store, () => mail.Letters.Count == 2);

        var chinese = mail.Letters.Single(l => l.To.Mailboxes.Single().Address == "duty@example.cn");
        Assert.StartsWith("【告警】 冷间 A1 温度过高，最高 12.0\u00a0°C", chinese.Subject, StringComparison.Ordinal);
        foreach (
            var part in new[]
            {
                "在哪里：冷间 A1",
                "限值 8.0\u00a0°C",
                "06-27 00:05 起",
                "095212340000000013",
                "怎么做：",
                "https://t.example.cn/alarms/",
            }
        )
        {
            Assert.Contains(part, chinese.TextBody, StringComparison.Ordinal);
        }

        var english = mail.Letters.Single(l => l != chinese);
        Assert.StartsWith("[Alarm] 冷间 A1 Too warm, up to 12.0\u00a0°C", english.Subject, StringComparison.Ordinal);
        Assert.Contains("What to do: ", english.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("怎么做", english.TextBody, StringComparison.Ordinal);
        Assert.Equal("alarm@example.cn", english.From.Mailboxes.Single().Address);
        store.Server.AssertCleanLog();
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task A_restart_loses_no_notice_tells_none_twice_and_keeps_the_acknowledgement(Database database)
    {
        await using var receiver = await WebhookReceiver.OnAsync();
        await using var before = await ColdStore.OnAsync(database);
        await AllowAsync(before, receiver.Address);
        await AddWebhookAsync(before, receiver.Address, new { repeatMinutes = 30 });
        await before.RoomAsync("A1");
        await before.RoomAsync("A2");
        await before.PassAsync(15, ("A1", 12), ("A2", 4));
        await UntilAsync(before, () => receiver.Hooks.Count == 1);
        var acknowledged = ColdStore.IdOf(Assert.Single(await before.AlarmsAsync()));
        await before.PostAsync($"/api/alarms/{acknowledged}/acknowledgements", new { id = Guid.CreateVersion7() });
        receiver.Answer = HttpStatusCode.BadGateway;
        await before.PassAsync(15, ("A1", 12), ("A2", 12));
        await UntilAsync(before, () => receiver.Hooks.Count >= 2);
        var open = await before.AlarmsAsync();

        await using var after = await before.RestartedAsync();
        receiver.Answer = HttpStatusCode.OK;
        var refused = receiver.Hooks.Count;
        await UntilAsync(after, () => receiver.Hooks.Count > refused);
        for (var second = 0; second < 120; second++)
        {
            after.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5, Ct);
        }

        // The waiting one arrived, once; nothing of the acknowledged one came again, and both are as they were.
        Assert.Equal(refused + 1, receiver.Hooks.Count);
        Assert.Single(receiver.Hooks.Skip(1).Select(h => h.Id).Distinct());
        Assert.Equal("A2", receiver.Hooks.Last().Json["alarm"]!["device"]!.GetValue<string>());
        Assert.Equal(open.Select(ColdStore.IdOf), (await after.AlarmsAsync()).Select(ColdStore.IdOf));
        Assert.True((await after.DetailsAsync(acknowledged))["alarm"]!["handling"]!["acknowledged"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_siren_hears_of_alarms_on_its_own_topic_once_it_is_there()
    {
        await using var store = await ColdStore.OnAsync(Database.Sqlite);
        await using var siren = await Mqtt.Device.RegisteredAsync(store.Server, store.Manager, "SIREN-1");
        using var stranger = await store.Server.SignedInAsync(Roles.Manager, RuralEc.Gs1.Gln.Parse("9521234100010"));
        var contact = new
        {
            id = Guid.CreateVersion7(),
            name = "声光报警器",
            channel = "mqtt",
            target = "SIREN-1",
        };
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            await store.PostAsync("/api/alarm-contacts", contact, stranger)
        );
        Assert.Equal(HttpStatusCode.Created, await store.PostAsync("/api/alarm-contacts", contact));
        await store.RoomAsync("A1");
        await store.PassAsync(15, ("A1", 12));
        await store.UntilAsync(a => a.Count == 1);

        await siren.ConnectAsync();
        var topic = $"re/1/{Mqtt.Device.Party}/SIREN-1/n";
        Assert.Equal(MQTTnet.MqttClientSubscribeResultCode.GrantedQoS1, await siren.SubscribeAsync(topic));
        Assert.Equal(
            MQTTnet.MqttClientSubscribeResultCode.NotAuthorized,
            await siren.SubscribeAsync($"re/1/{Mqtt.Device.Party}/A1/n")
        );
        await UntilAsync(store, () => siren.Heard.Count > 0, patience: 1500);

        var heard = Assert.Single(siren.Heard);
        Assert.Equal(topic, heard.Topic);
        Assert.Equal("opened", ColdStore.Text(JsonNode.Parse(heard.Payload), "change"));
        var alarm = ColdStore.IdOf((await store.AlarmsAsync())[0]);
        var told = await Mqtt.Eventually.Async(
            async () =>
                (await store.DetailsAsync(alarm))["entries"]!
                    .AsArray()
                    .Any(e => ColdStore.Text(e, "kind") == "delivered"),
            delivered => delivered
        );
        Assert.True(told);
    }

    [Fact]
    public async Task The_inside_of_the_network_is_out_of_reach_until_an_administrator_allows_the_host()
    {
        await using var receiver = await WebhookReceiver.OnAsync();
        await using var store = await ColdStore.OnAsync(Database.Sqlite);
        foreach (
            var target in new[]
            {
                receiver.Address.ToString(),
                "https://127.0.0.1/hook",
                "https://[::1]/hook",
                "https://169.254.169.254/latest/meta-data",
                "https://user:secret@example.com/",
                "http://example.com/",
                "file:///etc/passwd",
            }
        )
        {
            Assert.Equal(
                HttpStatusCode.UnprocessableEntity,
                await store.PostAsync("/api/alarm-contacts", Webhook(target))
            );
        }

        // A name is looked up only when it is sent to, and then it must not lead inside.
        var localhost = Webhook("https://localhost:1/hook");
        Assert.Equal(HttpStatusCode.Created, await store.PostAsync("/api/alarm-contacts", localhost));
        var contacts = await store.Manager.GetFromJsonAsync<JsonArray>("/api/alarm-contacts", Ct);
        using var trial = await store.Manager.PostAsync(
            $"/api/alarm-contacts/{ColdStore.IdOf(contacts![0])}/trial",
            null,
            Ct
        );
        var answer = await trial.Content.ReadFromJsonAsync<JsonObject>(Ct);
        Assert.False(answer!["sent"]!.GetValue<bool>());
        Assert.Contains("no public address", ColdStore.Text(answer, "error"), StringComparison.Ordinal);

        // Allowed is the host that was allowed, and no redirect from it leads on.
        await AllowAsync(store, receiver.Address);
        var elsewhere = Webhook(new Uri(receiver.Address, "/elsewhere").ToString());
        Assert.Equal(HttpStatusCode.Created, await store.PostAsync("/api/alarm-contacts", elsewhere));
        var id = (await store.Manager.GetFromJsonAsync<JsonArray>("/api/alarm-contacts", Ct))!
            .Select(ColdStore.IdOf)
            .Max();
        using var redirected = await store.Manager.PostAsync($"/api/alarm-contacts/{id}/trial", null, Ct);
        Assert.Equal("HTTP 302", ColdStore.Text(await redirected.Content.ReadFromJsonAsync<JsonObject>(Ct), "error"));
        Assert.Empty(receiver.Hooks);
    }

    [Fact]
    public async Task A_letter_waits_for_the_mail_server_and_a_refused_address_is_given_up()
    {
        await using var mail = MailServer.On();
        await using var store = await ColdStore.OnAsync(Database.Sqlite, services => UseMail(services, mail));
        await AddEmailAsync(store, "duty@example.cn");
        await store.RoomAsync("A1");
        mail.Answer = new SmtpResponse(SmtpReplyCode.ServiceUnavailable, "greylisted");

        await store.PassAsync(15, ("A1", 12));
        var contact = await Mqtt.Eventually.Async(
            async () =>
            {
                store.Clock.Advance(TimeSpan.FromSeconds(1));
                return (await store.Manager.GetFromJsonAsync<JsonArray>("/api/alarm-contacts", Ct))![0]!;
            },
            c => c["lastError"] is not null
        );
        Assert.Contains("greylisted", ColdStore.Text(contact, "lastError"), StringComparison.Ordinal);
        mail.Answer = SmtpResponse.Ok;
        await UntilAsync(store, () => mail.Letters.Count == 1);
    }

    [Fact]
    public async Task Without_a_mail_server_there_are_no_letters_to_promise()
    {
        await using var store = await ColdStore.OnAsync(Database.Sqlite);

        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            await store.PostAsync(
                "/api/alarm-contacts",
                new
                {
                    id = Guid.CreateVersion7(),
                    name = "x",
                    channel = "email",
                    target = "a@example.cn",
                }
            )
        );
    }

    private static void AssertSigned(WebhookReceiver.Hook hook, string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var signed = Encoding.UTF8.GetBytes($"{hook.Id}.{hook.Timestamp}.{hook.Body}");
        using var hmac = new HMACSHA256(key);
        Assert.Equal("v1," + Convert.ToBase64String(hmac.ComputeHash(signed)), hook.Signature);
        Assert.Equal(hook.Id, ColdStore.Text(hook.Json, "id"));
    }
}
