using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RuralEc.Gs1;
using RuralEc.Server.Security;
using Xunit;

namespace RuralEc.Server.Tests.Traceability;

public class HarvestTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_sample_harvest_walks_from_plot_to_box(Database database)
    {
        await using var day = await SampleDay.OnAsync(database);

        await day.PackedAsync();

        var lot = await day.LotAsync(SampleDay.BoxOfFirst, SampleDay.Number);
        Assert.Equal(2160, lot["lot"]!["inStock"]!.GetValue<decimal>());
        Assert.Equal("H87", lot["lot"]!["uom"]!.GetValue<string>());
        Assert.Equal("first", lot["lot"]!["grade"]!.GetValue<string>());
        Assert.Equal("2026-06-26", lot["lot"]!["harvestedOn"]!.GetValue<string>());
        Assert.Equal("2026-07-21", lot["lot"]!["bestBefore"]!.GetValue<string>()); // 25 days at 4 °C
        var parent = Assert.Single(lot["parents"]!.AsArray())!;
        Assert.Equal($"{SampleDay.Number}-1", parent["lot"]!.GetValue<string>());
        Assert.Equal(5400, parent["quantity"]!.GetValue<decimal>());

        var harvest = await day.LotAsync(SampleDay.Bulk, SampleDay.Number);
        Assert.Equal(0, harvest["lot"]!["inStock"]!.GetValue<decimal>());
        Assert.Equal(
            ["harvest", "precooling", "grading"],
            harvest["steps"]!.AsArray().Select(s => s!["kind"]!.GetValue<string>())
        );
        Assert.Equal(
            [3000m, 5400m, 2400m],
            harvest["children"]!.AsArray().Select(c => c!["quantity"]!.GetValue<decimal>()).OrderBy(Rank)
        );
        Assert.Equal("7.5", harvest["steps"]![1]!["facts"]!["pulpAfterCelsius"]!.GetValue<string>());

        static int Rank(decimal kg) =>
            kg == 3000 ? 0
            : kg == 5400 ? 1
            : 2;
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_harvest_inside_the_safety_interval_is_refused_and_seen_by_the_officer(Database database)
    {
        await using var day = await SampleDay.OnAsync(database);
        await day.AcceptedAsync("/api/farm-log", day.Spray("2026-06-18"));
        var harvest = day.Harvest();

        var problem = await SampleDay.RefusedAsync(
            await day.PostAsync("/api/harvests", harvest),
            HttpStatusCode.UnprocessableEntity,
            "inside-safety-interval"
        );
        using var again = await day.PostAsync("/api/harvests", harvest);

        Assert.Equal("2026-07-02", problem["allowedFrom"]!.GetValue<string>());
        Assert.Contains("2026-07-02", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        using var officer = await day.Server.SignedInAsync(Roles.Officer, null, "440118");
        var seen = await officer.GetFromJsonAsync<JsonArray>("/api/harvest-refusals", Ct);
        var attempt = Assert.Single(seen!)!; // the repeat is the same attempt
        Assert.Equal("2026-07-02", attempt["allowedFrom"]!.GetValue<string>());
        Assert.Equal("吡唑醚菌酯", attempt["activeIngredient"]!.GetValue<string>());
        using var elsewhere = await day.Server.SignedInAsync(Roles.Officer, null, "440117");
        Assert.Empty((await elsewhere.GetFromJsonAsync<JsonArray>("/api/harvest-refusals", Ct))!);
    }

    [Fact]
    public async Task A_correction_of_the_log_changes_what_is_allowed()
    {
        await using var day = await SampleDay.OnAsync(Database.Sqlite);
        var wrong = await day.AcceptedAsync("/api/farm-log", day.Spray("2026-06-18"));
        var wrongId = wrong["id"]!.GetValue<Guid>();

        await day.AcceptedAsync("/api/farm-log", day.Spray("2026-06-12", supersedes: wrongId));
        await day.AcceptedAsync("/api/harvests", day.Harvest());

        var log = await day.Clerk.GetFromJsonAsync<JsonArray>($"/api/plots/{SampleDay.PlotId}/farm-log", Ct);
        Assert.Equal(2, log!.Count);
        Assert.NotNull(log.Single(e => e!["id"]!.GetValue<Guid>() == wrongId)!["supersededBy"]);
        using var twice = await day.PostAsync("/api/farm-log", day.Spray("2026-06-10", supersedes: wrongId));
        Assert.Equal(HttpStatusCode.Conflict, twice.StatusCode);
    }

    [Fact]
    public async Task A_spray_that_comes_to_light_later_names_the_lots_inside_its_interval()
    {
        await using var day = await SampleDay.OnAsync(Database.Sqlite);
        await day.AcceptedAsync("/api/harvests", day.Harvest());

        var entry = await day.AcceptedAsync("/api/farm-log", day.Spray("2026-06-18"));

        Assert.Single(entry["lotsInside"]!.AsArray());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_same_harvest_sent_twice_is_one(Database database)
    {
        await using var day = await SampleDay.OnAsync(database);
        var harvest = day.Harvest();
        using var first = await day.PostAsync("/api/harvests", harvest);

        using var second = await day.PostAsync("/api/harvests", harvest);
        harvest["quantityKg"] = 12151;
        var other = await day.PostAsync("/api/harvests", harvest);
        var sameNumber = await day.PostAsync("/api/harvests", day.Harvest());

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal($"/api/lots/{SampleDay.Bulk}/{SampleDay.Number}", first.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(Ct), await second.Content.ReadAsStringAsync(Ct));
        await SampleDay.RefusedAsync(other, HttpStatusCode.Conflict, "id-taken");
        await SampleDay.RefusedAsync(sameNumber, HttpStatusCode.Conflict, "lot-taken");
        Assert.Equal(12150, await day.InStockAsync(SampleDay.Bulk, SampleDay.Number));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_same_harvest_sent_ten_times_at_once_is_one(Database database)
    {
        await using var day = await SampleDay.OnAsync(database);
        var harvest = day.Harvest();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => day.PostAsync("/api/harvests", harvest.DeepClone()))
        );

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Created);
        Assert.Equal(9, answers.Count(a => a.StatusCode == HttpStatusCode.OK));
        Assert.Equal(12150, await day.InStockAsync(SampleDay.Bulk, SampleDay.Number));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Another_cooperative_finds_nothing(Database database)
    {
        await using var day = await SampleDay.OnAsync(database);
        await day.AcceptedAsync("/api/harvests", day.Harvest());
        using var stranger = await day.Server.SignedInAsync(Roles.Clerk, Gln.Parse("9521234200000"));

        using var lot = await stranger.GetAsync($"/api/lots/{SampleDay.Bulk}/{SampleDay.Number}", Ct);
        using var plot = await stranger.GetAsync($"/api/plots/{SampleDay.PlotId}", Ct);
        using var log = await stranger.GetAsync($"/api/plots/{SampleDay.PlotId}/farm-log", Ct);
        using var harvest = await stranger.PostAsJsonAsync("/api/harvests", day.Harvest("2606260714"), Ct);
        using var precooling = await stranger.PostAsJsonAsync("/api/precoolings", day.Precooling(), Ct);
        using var grading = await stranger.PostAsJsonAsync("/api/gradings", day.Grading(), Ct);
        using var spray = await stranger.PostAsJsonAsync("/api/farm-log", day.Spray("2026-06-12"), Ct);

        Assert.All(
            [lot, plot, log, harvest, precooling, grading, spray],
            answer => Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode)
        );
        var lots = await stranger.GetFromJsonAsync<JsonObject>("/api/lots", Ct);
        Assert.Empty(lots!["lots"]!.AsArray());
        Assert.Empty((await stranger.GetFromJsonAsync<JsonArray>("/api/plots", Ct))!);
    }

    [Theory]
    [InlineData("quantityKg", "-1", HttpStatusCode.BadRequest)]
    [InlineData("quantityKg", "1e9", HttpStatusCode.BadRequest)]
    [InlineData("quantityKg", "\"12150\"", HttpStatusCode.BadRequest)]
    [InlineData("quantityKg", "0.0001", HttpStatusCode.BadRequest)]
    [InlineData("gtin", "\"09521234500048\"", HttpStatusCode.BadRequest)]
    [InlineData("lot", "\"含中文的批次号\"", HttpStatusCode.BadRequest)]
    [InlineData("lot", "\"123456789012345678901\"", HttpStatusCode.BadRequest)]
    [InlineData("lot", "null", HttpStatusCode.BadRequest)]
    [InlineData("startedAt", "\"2026-06-26T05:30:00\"", HttpStatusCode.BadRequest)]
    [InlineData("startedAt", "\"2036-06-26T05:30:00+08:00\"", HttpStatusCode.UnprocessableEntity)]
    [InlineData("startedAt", "\"1980-06-26T05:30:00+08:00\"", HttpStatusCode.UnprocessableEntity)]
    [InlineData("plotId", "\"00000000-0000-0000-0000-000000000000\"", HttpStatusCode.BadRequest)]
    [InlineData("gtin", "\"09521234500018\"", HttpStatusCode.UnprocessableEntity)] // a box is no bulk
    [InlineData("colour", "\"red\"", HttpStatusCode.BadRequest)]
    public async Task Bad_fields_are_refused_and_nothing_is_stored(string field, string json, HttpStatusCode expected)
    {
        await using var day = await SampleDay.OnAsync(Database.Sqlite);
        var harvest = day.Harvest();
        harvest[field] = JsonNode.Parse(json);

        using var answer = await day.PostAsync("/api/harvests", harvest);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var lots = await day.Clerk.GetFromJsonAsync<JsonObject>("/api/lots", Ct);
        Assert.Empty(lots!["lots"]!.AsArray());
        day.Server.AssertCleanLog();
    }

    [Fact]
    public async Task The_suggested_number_is_the_next_free_run_of_plot_and_day()
    {
        await using var day = await SampleDay.OnAsync(Database.Sqlite);
        await day.AcceptedAsync("/api/harvests", day.Harvest());

        var suggested = await day.Clerk.GetFromJsonAsync<JsonObject>(
            $"/api/harvests/suggested-lot?plotId={SampleDay.PlotId}&day=2026-06-26",
            Ct
        );

        Assert.Equal("2606260714", suggested!["lot"]!.GetValue<string>());
    }
}
