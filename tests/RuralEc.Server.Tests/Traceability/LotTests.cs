using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RuralEc.Server.Security;
using Xunit;

namespace RuralEc.Server.Tests.Traceability;

public class LotTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_grading_that_does_not_balance_is_refused_with_the_numbers(Database database)
    {
        await using var day = await SampleDay.OnAsync(database);
        await day.AcceptedAsync("/api/harvests", day.Harvest());
        await day.AcceptedAsync("/api/precoolings", day.Precooling());

        var grading = day.Grading(firstKg: 5100);
        var problem = await SampleDay.RefusedAsync(
            await day.PostAsync("/api/gradings", grading),
            HttpStatusCode.UnprocessableEntity,
            "mass-balance"
        );
        Assert.Equal(300, problem["unexplainedKg"]!.GetValue<decimal>());
        Assert.Equal(12090, await day.InStockAsync(SampleDay.Bulk, SampleDay.Number));

        grading["lossKg"] = 300;
        grading["lossReason"] = "雨淋裂果";
        await day.AcceptedAsync("/api/gradings", grading);
        Assert.Equal(0, await day.InStockAsync(SampleDay.Bulk, SampleDay.Number));
    }

    [Fact]
    public async Task What_is_not_there_cannot_be_taken()
    {
        await using var day = await SampleDay.OnAsync(Database.Sqlite);
        await day.GradedAsync();

        var problem = await SampleDay.RefusedAsync(
            await day.PostAsync("/api/packings", day.Packing(SampleDay.BoxOfFirst, "1", 5405, 2162)),
            HttpStatusCode.UnprocessableEntity,
            "not-enough-stock"
        );

        Assert.Equal(5400, problem["available"]!.GetValue<decimal>());
        Assert.Equal("/input/quantity", problem["pointer"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_grade_cannot_be_packed_as_a_higher_one()
    {
        await using var day = await SampleDay.OnAsync(Database.Sqlite);
        await day.GradedAsync();

        await SampleDay.RefusedAsync(
            await day.PostAsync("/api/packings", day.Packing(SampleDay.BoxOfExtra, "2", 2400, 960)),
            HttpStatusCode.UnprocessableEntity,
            "grade-too-high"
        );
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Packings_at_once_never_take_more_than_there_is(Database database)
    {
        await using var day = await SampleDay.OnAsync(database);
        await day.GradedAsync();

        // Eight times 1,000 kg out of 5,400: at most five fit.
        var answers = await Task.WhenAll(
            Enumerable
                .Range(1, 8)
                .Select(run => day.Packing(SampleDay.BoxOfFirst, "1", 1000, 400, $"RUN-{run}"))
                .ToList()
                .Select(packing => day.PostAsync("/api/packings", packing))
        );

        var accepted = answers.Count(a => a.StatusCode == HttpStatusCode.Created);
        Assert.InRange(accepted, 1, 5);
        Assert.All(
            answers,
            a =>
                Assert.Contains(
                    a.StatusCode,
                    (HttpStatusCode[])
                        [HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity]
                )
        );
        Assert.Equal(5400 - (1000 * accepted), await day.InStockAsync(SampleDay.Bulk, $"{SampleDay.Number}-1"));
    }

    [Fact]
    public async Task Later_runs_of_the_day_add_to_the_same_lot()
    {
        await using var day = await SampleDay.OnAsync(Database.Sqlite);
        await day.GradedAsync();

        await day.AcceptedAsync("/api/packings", day.Packing(SampleDay.BoxOfFirst, "1", 2700, 1080));
        await day.AcceptedAsync("/api/packings", day.Packing(SampleDay.BoxOfFirst, "1", 2700, 1080));

        Assert.Equal(2160, await day.InStockAsync(SampleDay.BoxOfFirst, SampleDay.Number));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Repacking_boxes_of_two_plots_keeps_how_much_of_each(Database database)
    {
        await using var day = await SampleDay.OnAsync(database);
        await day.PackedAsync();
        await SecondPlotAsync(day);

        await day.AcceptedAsync(
            "/api/repackings",
            new JsonObject
            {
                ["id"] = day.NewId(),
                ["place"] = SampleDay.Packhouse,
                ["at"] = "2026-06-27T09:00:00+08:00",
                ["inputs"] = new JsonArray(
                    SampleDay.Amount(SampleDay.BoxOfSecond, SampleDay.Number, 864),
                    SampleDay.Amount(SampleDay.BoxOfSecond, "2606260904", 96)
                ),
                ["gtin"] = SampleDay.BoxOfSecond,
                ["lot"] = "MIX-1",
                ["boxes"] = 960,
            }
        );

        var mixed = await day.LotAsync(SampleDay.BoxOfSecond, "MIX-1");
        Assert.Equal(960, mixed["lot"]!["inStock"]!.GetValue<decimal>());
        Assert.Null(mixed["lot"]!["plotId"]);
        Assert.Equal(
            new Dictionary<string, decimal> { [SampleDay.Number] = 864, ["2606260904"] = 96 },
            mixed["parents"]!
                .AsArray()
                .ToDictionary(p => p!["lot"]!.GetValue<string>(), p => p!["quantity"]!.GetValue<decimal>())
        );
        Assert.Equal(96, await day.InStockAsync(SampleDay.BoxOfSecond, SampleDay.Number));
    }

    [Fact]
    public async Task A_lot_is_split_and_merged_again()
    {
        await using var day = await SampleDay.OnAsync(Database.Sqlite);
        await day.PackedAsync();

        await day.AcceptedAsync(
            "/api/splits",
            new JsonObject
            {
                ["id"] = day.NewId(),
                ["place"] = SampleDay.Packhouse,
                ["at"] = "2026-06-27T08:00:00+08:00",
                ["gtin"] = SampleDay.BoxOfFirst,
                ["lot"] = SampleDay.Number,
                ["parts"] = new JsonArray(
                    new JsonObject { ["lot"] = "A", ["quantity"] = 960 },
                    new JsonObject { ["lot"] = "B", ["quantity"] = 1000 }
                ),
            }
        );
        await day.AcceptedAsync(
            "/api/merges",
            new JsonObject
            {
                ["id"] = day.NewId(),
                ["place"] = SampleDay.Packhouse,
                ["at"] = "2026-06-27T09:00:00+08:00",
                ["inputs"] = new JsonArray(
                    SampleDay.Amount(SampleDay.BoxOfFirst, "A", 960),
                    SampleDay.Amount(SampleDay.BoxOfFirst, "B", 40)
                ),
                ["lot"] = "AB",
            }
        );

        Assert.Equal(200, await day.InStockAsync(SampleDay.BoxOfFirst, SampleDay.Number));
        Assert.Equal(960, await day.InStockAsync(SampleDay.BoxOfFirst, "B"));
        Assert.Equal(1000, await day.InStockAsync(SampleDay.BoxOfFirst, "AB"));
        Assert.Equal(2, (await day.LotAsync(SampleDay.BoxOfFirst, "AB"))["parents"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("quantity", "0.5", "whole-boxes")]
    [InlineData("quantity", "2161", "not-enough-stock")]
    public async Task A_part_must_be_whole_boxes_that_are_there(string field, string value, string kind)
    {
        await using var day = await SampleDay.OnAsync(Database.Sqlite);
        await day.PackedAsync();
        var part = new JsonObject { ["lot"] = "A", [field] = JsonNode.Parse(value) };

        await SampleDay.RefusedAsync(
            await day.PostAsync(
                "/api/splits",
                new JsonObject
                {
                    ["id"] = day.NewId(),
                    ["place"] = SampleDay.Packhouse,
                    ["at"] = "2026-06-27T08:00:00+08:00",
                    ["gtin"] = SampleDay.BoxOfFirst,
                    ["lot"] = SampleDay.Number,
                    ["parts"] = new JsonArray(part),
                }
            ),
            HttpStatusCode.UnprocessableEntity,
            kind
        );
    }

    [Fact]
    public async Task A_held_lot_is_refused_until_it_is_released()
    {
        await using var day = await SampleDay.OnAsync(Database.Sqlite);
        await day.GradedAsync();
        using var officer = await day.Server.SignedInAsync(Roles.Officer);
        var packing = day.Packing(SampleDay.BoxOfFirst, "1", 5400, 2160);

        using var held = await officer.PostAsJsonAsync("/api/holds", Hold(day, "抽检不合格"), Ct);
        Assert.Equal(HttpStatusCode.Created, held.StatusCode);
        var problem = await SampleDay.RefusedAsync(
            await day.PostAsync("/api/packings", packing),
            HttpStatusCode.UnprocessableEntity,
            "lot-held"
        );
        Assert.Contains("抽检不合格", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);

        using var released = await officer.PostAsJsonAsync("/api/releases", Hold(day, "复检合格"), Ct);
        Assert.Equal(HttpStatusCode.Created, released.StatusCode);
        await day.AcceptedAsync("/api/packings", packing);
    }

    [Fact]
    public async Task Lots_are_listed_page_by_page_without_gaps()
    {
        await using var day = await SampleDay.OnAsync(Database.Sqlite);
        await day.PackedAsync();
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await day.Clerk.GetFromJsonAsync<JsonObject>($"/api/lots?take=2&cursor={cursor}", Ct);
            seen.AddRange(page!["lots"]!.AsArray().Select(l => $"{l!["gtin"]}/{l["lot"]}"));
            cursor = page["next"]?.GetValue<string>();
        } while (cursor is not null);

        Assert.Equal(7, seen.Count); // one harvested, three graded, three packed
        Assert.Equal(7, seen.Distinct().Count());
    }

    private static JsonObject Hold(SampleDay day, string reason) =>
        new()
        {
            ["id"] = day.NewId(),
            ["gtin"] = SampleDay.Bulk,
            ["lot"] = $"{SampleDay.Number}-1",
            ["at"] = "2026-06-26T16:35:00+08:00",
            ["reason"] = reason,
        };

    /// <summary>96 boxes of the second grade from plot P-09, lot 2606260904.</summary>
    private static async Task SecondPlotAsync(SampleDay day)
    {
        const string number = "2606260904";
        var plot = await day.AcceptedAsync("/api/plots", day.Plot("9521234100096", 9));
        var harvest = day.Harvest(number, plot["id"]!.GetValue<Guid>());
        harvest["quantityKg"] = 240;
        harvest["crates"] = 16;
        harvest["place"] = SampleDay.Packhouse;
        await day.AcceptedAsync("/api/harvests", harvest);
        await day.AcceptedAsync(
            "/api/gradings",
            new JsonObject
            {
                ["id"] = day.NewId(),
                ["place"] = SampleDay.Packhouse,
                ["at"] = "2026-06-26T16:35:00+08:00",
                ["inputs"] = new JsonArray(SampleDay.Amount(SampleDay.Bulk, number, 240)),
                ["outputs"] = new JsonArray(new JsonObject { ["grade"] = "second", ["quantityKg"] = 240 }),
            }
        );
        var packing = day.Packing(SampleDay.BoxOfSecond, "2", 240, 96, number);
        packing["input"] = SampleDay.Amount(SampleDay.Bulk, $"{number}-2", 240);
        await day.AcceptedAsync("/api/packings", packing);
    }
}
