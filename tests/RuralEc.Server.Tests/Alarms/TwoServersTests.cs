using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RuralEc.ColdChain.Alarms;
using RuralEc.Server.Mqtt;
using RuralEc.Server.Security;
using RuralEc.Server.Tests.Mqtt;
using Xunit;

namespace RuralEc.Server.Tests.Alarms;

/// <summary>Two processes on one database judge the same room at the same time: people hear of it once.</summary>
public class TwoServersTests
{
    private const int Loggers = 8;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_episode_is_one_alarm_and_one_notice_whoever_saw_which_reading()
    {
        await using var receiver = await WebhookReceiver.OnAsync();
        await using var broker = await Mosquitto.StartAsync();
        await using var first = await Server.OnAsync(
            Database.Postgres,
            services => services.AddSingleton(new MqttOptions { ClientId = "one" }),
            broker.Url
        );
        await using var second = await first.TwinAsync(new MqttOptions { ClientId = "two" }, broker.Url);
        using var manager = await first.SignedInAsync(Roles.Manager);
        await NoticeContacts.AllowAsync(first, receiver.Address);
        await PostAsync(manager, "/api/alarm-contacts", NoticeContacts.Webhook(receiver.Address.ToString()));
        var room = Guid.CreateVersion7();
        await PostAsync(
            manager,
            "/api/assets",
            new
            {
                id = room,
                kind = "cold_room",
                name = "冷间",
                districtCode = "440118",
                maxCelsius = 8.0,
            }
        );
        // Recent enough that nobody waits for the rest of a backlog.
        var begins = TimeProvider.System.GetUtcNow().AddMinutes(-18);
        var loggers = new List<Device>();
        for (var i = 0; i < Loggers; i++)
        {
            var device = await Device.RegisteredAsync(first, manager, $"DL-{i}", mqttPort: broker.Port);
            await device.ConnectAsync();
            loggers.Add(device);
            await PostAsync(
                manager,
                "/api/mountings",
                new
                {
                    id = Guid.CreateVersion7(),
                    device = $"DL-{i}",
                    assetId = room,
                    from = begins.AddHours(-1),
                }
            );
        }

        // 24 readings of each, warm from the fourth on; the broker deals them out to the two servers.
        for (var n = 0; n < 24; n++)
        {
            var at = begins.AddSeconds(45 * n).ToUnixTimeMilliseconds();
            await Task.WhenAll(
                loggers.Select(
                    (device, i) =>
                        device.PublishAsync(
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $$"""{"b":1,"s":{{n + 1}},"t":{{at}},"v":{{(n < 3 ? 4.0 : 9.0 + (0.1 * i))}}}"""
                            )
                        )
                )
            );
        }

        foreach (var device in loggers)
        {
            await Eventually.Async(() => device.StoredAsync(manager), stored => stored.Count == 24);
            await device.DisposeAsync();
        }

        var (alarms, opened) = await Eventually.Async(
            async () =>
            {
                await using var scope = first.Service<IServiceScopeFactory>().CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<DbContext>();
                return (
                    await db.Set<Alarm>().Where(a => a.Kind == AlarmKind.Temperature).ToListAsync(Ct),
                    await db.Set<AlarmEntry>().CountAsync(e => e.Kind == AlarmEntryKind.Opened, Ct)
                );
            },
            found => found.Item1 is [{ PeakCelsius: > 9.65 }]
        );
        var alarm = Assert.Single(alarms);
        Assert.True(alarm.IsOpen);
        Assert.Equal(begins.AddSeconds(45 * 3).ToUnixTimeMilliseconds(), alarm.OnsetAt.ToUnixTimeMilliseconds());
        Assert.Equal(9.7, alarm.PeakCelsius!.Value, 6);
        Assert.Equal(1, opened);
        var hooks = await Eventually.Async(() => Task.FromResult(receiver.Hooks), hooks => hooks.Count > 0);
        first.AssertCleanLog();
        second.AssertCleanLog();
        var hook = Assert.Single(hooks);
        Assert.Equal(alarm.Id.ToString(), hook.Json["alarm"]!["id"]!.GetValue<string>());
    }

    private static async Task PostAsync(HttpClient by, string path, object body)
    {
        using var answer = await by.PostAsJsonAsync(path, body, Ct);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }
}
