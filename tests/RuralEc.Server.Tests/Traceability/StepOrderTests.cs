using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RuralEc.Server.Security;
using Xunit;

namespace RuralEc.Server.Tests.Traceability;

/// <summary>Nothing happens to goods before they are there.</summary>
public class StepOrderTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_step_before_its_lot_was_made_is_refused_and_stores_nothing(Database database)
    {
        await using var day = await SampleDay.OnAsync(database);
        await day.PackedAsync(); // boxes from 16:40 on
        using var manager = await day.Server.SignedInAsync(Roles.Manager);
        (string Path, JsonObject Body)[] early =
        [
            ("/api/holds", Hold("2025-06-26T18:00:00+08:00")),
            ("/api/splits", Split("2026-06-26T10:00:00+08:00")),
        ];

        foreach (var (path, body) in early)
        {
            var problem = await SampleDay.RefusedAsync(
                await manager.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken),
                HttpStatusCode.UnprocessableEntity,
                "before-lot"
            );
            Assert.Equal("/at", problem["pointer"]!.GetValue<string>());
            Assert.Contains("2026-06-26 16:40", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        }

        var lot = await day.LotAsync(SampleDay.BoxOfFirst, SampleDay.Number);
        Assert.Equal(["packing"], lot["steps"]!.AsArray().Select(s => s!["kind"]!.GetValue<string>()));
        Assert.False(lot["lot"]!["held"]!.GetValue<bool>());

        // Labels are often printed before the boxes are packed.
        await day.AcceptedAsync("/api/label-runs", Of("2026-06-26T13:00:00+08:00", "count", 10));

        // Clocks of two devices may differ by some minutes.
        using var held = await manager.PostAsJsonAsync(
            "/api/holds",
            Hold("2026-06-26T16:37:00+08:00"),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.Created, held.StatusCode);

        day.Server.AssertCleanLog();

        JsonObject Hold(string at)
        {
            var hold = Of(at, "reason", "等待复检");
            hold.Remove("place");
            return hold;
        }

        JsonObject Split(string at) =>
            Of(at, "parts", new JsonArray(new JsonObject { ["lot"] = "S-1", ["quantity"] = 10 }));

        JsonObject Of(string at, string name, JsonNode value) =>
            new()
            {
                ["id"] = day.NewId(),
                ["gtin"] = SampleDay.BoxOfFirst,
                ["lot"] = SampleDay.Number,
                ["place"] = SampleDay.Packhouse,
                ["at"] = at,
                [name] = value,
            };
    }

    [Fact]
    public async Task A_place_in_a_division_that_does_not_exist_is_refused()
    {
        await using var day = await SampleDay.OnAsync(Database.Sqlite);
        var plot = day.Plot("9521234100096", 9);
        plot["divisionCode"] = "440118110"; // Zengcheng's towns end at 107

        var problem = await SampleDay.RefusedAsync(
            await day.PostAsync("/api/plots", plot),
            HttpStatusCode.UnprocessableEntity,
            "unknown-division"
        );

        Assert.Equal("/divisionCode", problem["pointer"]!.GetValue<string>());
        plot["divisionCode"] = "440118107";
        await day.AcceptedAsync("/api/plots", plot);
    }
}
