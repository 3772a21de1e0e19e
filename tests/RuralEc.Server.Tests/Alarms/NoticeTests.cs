using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RuralEc.Server.Alarms;
using RuralEc.Server.Security;
using SmtpServer.Protocol;
using Xunit;

namespace RuralEc.Server.Tests.Alarms;

/// <summary>Who is told of an alarm, when, and how often: through a real mail server and a real webhook receiver.</summary>
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

    // The test vector of the specification (github.com/standard-webhooks/standard-webhooks, its reference libraries' tests).
    [Fact]
    public void The_signature_is_that_of_standard_webhooks() =>
        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            WebhookSignature.Of(
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                DateTimeOffset.FromUnixTimeSeconds(1614265330),
                "{\"test\": 2432232314}"
            )
        );

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("127.9.9.9", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("64:ff9b::808:808", true)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2001::1", false)]
    public void Only_addresses_on_the_internet_are_public(string address, bool isPublic) =>
        Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));

    private static void AssertSigned(WebhookReceiver.Hook hook, string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var signed = Encoding.UTF8.GetBytes($"{hook.Id}.{hook.Timestamp}.{hook.Body}");
        using var hmac = new HMACSHA256(key);
        Assert.Equal("v1," + Convert.ToBase64String(hmac.ComputeHash(signed)), hook.Signature);
        Assert.Equal(hook.Id, ColdStore.Text(hook.Json, "id"));
    }

    private static async Task AllowAsync(ColdStore store, Uri address)
    {
        using var administrator = await store.Server.SignedInAsync(Roles.Administrator);
        using var answer = await administrator.PutAsync($"/api/alarm-hosts/{address.Authority}", null, Ct);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    private static async Task<string> AddWebhookAsync(ColdStore store, Uri address, object? more = null)
    {
        using var answer = await store.Manager.PostAsJsonAsync(
            "/api/alarm-contacts",
            Webhook(address.ToString(), more),
            Ct
        );
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return ColdStore.Text(await answer.Content.ReadFromJsonAsync<JsonObject>(Ct), "secret");
    }

    private static async Task AddEmailAsync(ColdStore store, string address, string language = "zh") =>
        Assert.Equal(
            HttpStatusCode.Created,
            await store.PostAsync(
                "/api/alarm-contacts",
                new
                {
                    id = Guid.CreateVersion7(),
                    name = "值班室",
                    channel = "email",
                    target = address,
                    language,
                }
            )
        );

    private static JsonObject Webhook(string target, object? more = null)
    {
        var contact = new JsonObject
        {
            ["id"] = Guid.CreateVersion7(),
            ["name"] = "WMS",
            ["channel"] = "webhook",
            ["target"] = target,
        };
        foreach (
            var (name, value) in JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(more ?? new { }))!.AsObject()
        )
        {
            contact[name] = value?.DeepClone();
        }

        return contact;
    }

    private static void UseMail(IServiceCollection services, MailServer mail) =>
        services.Configure<SmtpOptions>(smtp =>
        {
            (smtp.Host, smtp.Port, smtp.Security) = ("127.0.0.1", mail.Port, SmtpSecurity.None);
            (smtp.UserName, smtp.Password) = ("alarm", "open sesame");
            smtp.From = "RuralEc <alarm@example.cn>";
        });

    /// <summary>Lets the clock run until it is so: retries come minutes later.</summary>
    private static async Task UntilAsync(ColdStore store, Func<bool> done, int patience = 600)
    {
        for (var tries = 0; !done() && tries < patience; tries++)
        {
            store.Clock.Advance(TimeSpan.FromSeconds(tries < patience / 2 ? 1 : 0));
            await Task.Delay(20, Ct);
        }

        Assert.True(done());
    }
}
