using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RuralEc.Gs1;
using RuralEc.Server.Security;
using RuralEc.Server.Tests.Mqtt;
using Xunit;

namespace RuralEc.Server.Tests.Readings;

/// <summary>Roll-ups through HTTP.</summary>
public class RollupDoorTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 25, 15, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Hours_and_days_of_a_logger_are_told_to_whom_it_belongs(Database database)
    {
        await using var server = await Server.OnAsync(database);
        using var manager = await server.SignedInAsync(Roles.Manager);
        using var stranger = await server.SignedInAsync(Roles.Manager, Gln.Parse("9521234100010"));
        await using var device = await Device.ConnectedAsync(server, manager, "T1");
        // Five minutes apart from 15:30 to 16:55 UTC; the last half hour is warmer.
        for (var i = 0; i < 18; i++)
        {
            var at = Start.AddMinutes(30 + (5 * i)).ToUnixTimeMilliseconds();
            await device.PublishAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $$"""{"b":1,"s":{{i + 1}},"t":{{at}},"v":{{(i < 12 ? 4 : 7)}}}"""
                )
            );
        }

        var hours = (await manager.GetFromJsonAsync<JsonArray>(Rollups("hour", Start.AddMinutes(1)), Ct))!;
        Assert.Equal([Start, Start.AddHours(1)], hours.Select(h => h!["from"]!.GetValue<DateTimeOffset>()));
        Assert.Equal([6, 12], hours.Select(h => h!["count"]!.GetValue<int>()));
        Assert.Equal([4, 5.5], hours.Select(h => h!["mean"]!.GetValue<double>()));
        Assert.Equal([1800, 3600], hours.Select(h => h!["coveredSeconds"]!.GetValue<int>()));

        // In China the day ends at 16:00 UTC.
        var days = (await manager.GetFromJsonAsync<JsonArray>(Rollups("day", Start), Ct))!;
        Assert.Equal([6, 12], days.Select(d => d!["count"]!.GetValue<int>()));
        Assert.Equal("2026-06-26T00:00:00+08:00", days[1]!["from"]!.GetValue<string>());

        using var other = await stranger.GetAsync(Rollups("hour", Start), Ct);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        foreach (
            var wrong in new[]
            {
                Rollups("week", Start),
                Rollups("hour", Start.AddDays(-100)),
                Rollups("hour", Start.AddDays(9)),
            }
        )
        {
            using var refused = await manager.GetAsync(wrong, Ct);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        server.AssertCleanLog();
    }

    private static string Rollups(string step, DateTimeOffset from) =>
        $"/api/loggers/T1/rollups?quantity=temperature&step={step}&from={from:yyyy-MM-ddTHH:mm:ssZ}&to={Start.AddHours(2):yyyy-MM-ddTHH:mm:ssZ}";
}
