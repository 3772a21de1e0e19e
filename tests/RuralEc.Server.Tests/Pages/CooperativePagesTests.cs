using System.Globalization;
using System.Net;
using RuralEc.Server.Security;
using Xunit;

namespace RuralEc.Server.Tests.Pages;

/// <summary>The day of a co-operative's clerk, form by form, without script.</summary>
public class CooperativePagesTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_harvest_goes_through_all_forms_to_the_warehouse(Database database)
    {
        await using var village = await Village.OnAsync(database);
        var clerk = village.Clerk;

        var lot = await village.HarvestAsync("100");
        await Village.DoneAsync(
            clerk.SubmitAsync(
                lot + "/precool",
                "step",
                ("method", "IceWater"),
                ("pulpBeforeCelsius", "27.5"),
                ("pulpAfterCelsius", "7.5"),
                ("startedAt", Village.ChinaNow(-1)),
                ("endedAt", Village.ChinaNow(0)),
                ("shrinkKg", "1")
            )
        );
        await Village.DoneAsync(
            clerk.SubmitAsync(
                lot + "/grade",
                "step",
                ("inputs/0/quantity", "99"),
                ("outputs/1/quantityKg", "90"),
                ("cullsKg", "9"),
                ("at", Village.ChinaNow(0))
            )
        );
        await Village.DoneAsync(
            clerk.SubmitAsync(
                lot + "-1/pack",
                "step",
                ("gtin", Village.Box),
                ("input/quantity", "90"),
                ("boxes", "36"),
                ("lot", lot.Split('/')[^1]),
                ("at", Village.ChinaNow(0))
            )
        );
        var boxes = $"/coop/lots/{Village.Box}/{lot.Split('/')[^1]}";
        await Village.DoneAsync(clerk.SubmitAsync(boxes + "/labels", "step", ("count", "36")));
        await Village.DoneAsync(clerk.SubmitAsync(boxes + "/labels", "activate"));
        await Village.DoneAsync(
            clerk.SubmitAsync(boxes + "/certificate", "step", ("bases", "QualityControl"), ("quantity", "36"))
        );
        await Village.DoneAsync(
            clerk.SubmitAsync(
                boxes + "/palletise",
                "step",
                ("contents/0/quantity", "20"),
                ("sscc", "095212340000000013")
            )
        );
        await Village.DoneAsync(
            clerk.SubmitAsync(
                boxes + "/ship",
                "step",
                ("pallets", "095212340000000013"),
                ("goods/0/quantity", "6"),
                ("toParty", Village.Warehouse),
                ("at", Village.ChinaNow(0))
            )
        );

        var page = await PageAsync(clerk, boxes);
        Assert.Contains("10 箱", page, StringComparison.Ordinal);
        Assert.Contains("开具合格证", page, StringComparison.Ordinal);
        using var warehouse = await village.WarehouseOperatorAsync();
        await ReceiveAsync(warehouse);
        var node = await PageAsync(warehouse, "/node");
        Assert.Contains("桂味一级 2.5 kg", node, StringComparison.Ordinal);
        Assert.Contains("26 箱", node, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_harvest_inside_a_safety_interval_names_the_day_from_which_it_is_allowed(Database database)
    {
        await using var village = await Village.OnAsync(database);
        var today = DateOnly.Parse(Village.ChinaNow(0)[..10], CultureInfo.InvariantCulture);
        var plot = await village.PlotAsync();
        await Village.DoneAsync(
            village.Clerk.SubmitAsync(
                $"/coop/farm-log?plot={plot}",
                "farm-log",
                ("kind", "Pesticide"),
                ("inputName", "凯润"),
                ("activeIngredient", "吡唑醚菌酯"),
                ("dose", "２５"),
                ("doseUnit", "mL/亩"),
                ("appliedFrom", $"{today:yyyy-MM-dd}"),
                ("appliedTo", $"{today:yyyy-MM-dd}"),
                ("operator", "黄小荔")
            )
        );

        var page = await Village.RefusedAsync(
            await village.Clerk.SubmitAsync(
                "/coop/harvest",
                "harvest",
                ("plotId", plot),
                ("quantityKg", "1215.5"),
                ("startedAt", Village.ChinaNow(0)),
                ("endedAt", Village.ChinaNow(0))
            )
        );

        // Reference: 14 days for pyraclostrobin on litchi.
        Assert.Contains($"{today.AddDays(14):yyyy-MM-dd}起方可采收", page, StringComparison.Ordinal);
        Assert.Contains("value=\"1215.5\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    // Written up on the next day.
    [InlineData(-24 * 60)]
    public async Task A_double_tap_is_one_harvest(int minutes)
    {
        await using var village = await Village.OnAsync(Database.Sqlite);
        var ct = TestContext.Current.CancellationToken;
        (string, string)[] fields =
        [
            ("plotId", await village.PlotAsync()),
            ("quantityKg", "100"),
            ("startedAt", Village.ChinaNow(minutes - 60)),
            ("endedAt", Village.ChinaNow(minutes - 1)),
            ("id", "0197a000-0000-7000-8000-000000000001"),
        ];

        // The suggested lot number travels with the form, so both taps say the same.
        var form = await village.Clerk.GetStringAsync("/coop/harvest", ct);
        var suggested = $"suggested/{fields[0].Item2}";
        var lot = form.Split($"name=\"{suggested}\" value=\"")[1].Split('"')[0];
        var first = await Village.DoneAsync(
            village.Clerk.SubmitAsync("/coop/harvest", "harvest", [.. fields, (suggested, lot)])
        );
        var second = await Village.DoneAsync(
            village.Clerk.SubmitAsync("/coop/harvest", "harvest", [.. fields, (suggested, lot)])
        );

        Assert.Equal(first, second);
        Assert.Contains("100 kg", await PageAsync(village.Clerk, first), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_grading_that_does_not_balance_is_refused_and_keeps_what_was_entered()
    {
        await using var village = await Village.OnAsync(Database.Sqlite);
        var lot = await village.HarvestAsync("100");

        var page = await Village.RefusedAsync(
            await village.Clerk.SubmitAsync(
                lot + "/grade",
                "step",
                ("inputs/0/quantity", "100"),
                ("outputs/0/quantityKg", "50"),
                ("outputs/2/quantityKg", "30"),
                ("cullsKg", "十"),
                ("at", Village.ChinaNow(0))
            )
        );
        Assert.Contains("应为数字", page, StringComparison.Ordinal);
        Assert.Contains("value=\"十\"", page, StringComparison.Ordinal);

        page = await Village.RefusedAsync(
            await village.Clerk.SubmitAsync(
                lot + "/grade",
                "step",
                ("inputs/0/quantity", "100"),
                ("outputs/0/quantityKg", "50"),
                ("outputs/2/quantityKg", "30"),
                ("cullsKg", "10"),
                ("at", Village.ChinaNow(0))
            )
        );
        Assert.Contains("缺少10公斤", page, StringComparison.Ordinal);
        Assert.Contains("value=\"30\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Script_in_a_text_is_text()
    {
        await using var village = await Village.OnAsync(Database.Sqlite);

        using var answer = await village.SubmitPlotAsync(8, "9521234100027", "<script>alert(1)</script>");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("113.78012, 23.29105", "WGS84")]
    [InlineData("113.78557 23.28842", "GCJ-02")]
    [InlineData("113.79210，23.29430", "BD-09")]
    [InlineData("113.780, 23.291\n113.782, 23.291\n113.782, 23.293\n113.780, 23.293", "WGS84")]
    public async Task A_plot_is_a_point_or_an_outline_in_any_of_three_systems(string shape, string crs)
    {
        await using var village = await Village.OnAsync(Database.Sqlite);

        await village.AddPlotAsync(8, "9521234100027", shape, crs);

        Assert.Contains("P-08", await PageAsync(village.Clerk, "/coop/plots"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("23.29105, 113.78012", "经度和纬度似乎写反了")]
    [InlineData("113.78", "第 1 行不是")]
    [InlineData("113.780, 23.291\n113.782, 23.291", "请给一个点")]
    public async Task A_shape_that_cannot_be_is_explained(string shape, string why)
    {
        await using var village = await Village.OnAsync(Database.Sqlite);

        var page = await Village.RefusedAsync(await village.SubmitPlotAsync(8, "9521234100027", shape));

        Assert.Contains(why, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_co_operative_sees_nothing_of_a_lot()
    {
        await using var village = await Village.OnAsync(Database.Sqlite);
        var lot = await village.HarvestAsync("100");
        using var other = await village.BrowserAsync(Roles.Clerk, Village.Warehouse);

        foreach (var page in (string[])["", "/precool", "/grade", "/ship"])
        {
            using var answer = await other.GetAsync(lot + page, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    private static async Task ReceiveAsync(HttpClient warehouse)
    {
        var list = await PageAsync(warehouse, "/node/handovers");
        var shipment = "/node/handovers/" + list.Split("/node/handovers/")[1].Split('"')[0];
        (string, string)[] measured =
        [
            ("kind", "Inbound"),
            ("place", Village.Warehouse),
            ("plannedMinCelsius", "3"),
            ("plannedMaxCelsius", "8"),
            ("surfaceCelsius/0", "5.1"),
            ("surfaceCelsius/1", "5.4"),
            ("packagingState", "完好"),
            ("handedOverBy", "司机老何"),
            ("measuredAt", Village.ChinaNow(0)),
        ];
        var refused = await Village.RefusedAsync(await warehouse.SubmitAsync(shipment, "measure", measured));
        Assert.Contains("至少测 3 点", refused, StringComparison.Ordinal);
        await Village.DoneAsync(warehouse.SubmitAsync(shipment, "measure", [.. measured, ("surfaceCelsius/2", "5.2")]));
        var form = await PageAsync(warehouse, shipment);
        var lines = Enumerable
            .Range(0, 2)
            .Select(row => $"lines/{row}/quantity")
            .Select(name => (name, form.Split($"name=\"{name}\"")[1].Split("value=\"")[1].Split('"')[0]));
        await Village.DoneAsync(
            warehouse.SubmitAsync(shipment, "decide", [("decision", "Accept"), ("receivedBy", "仓管"), .. lines])
        );
    }

    private static async Task<string> PageAsync(HttpClient browser, string path) =>
        WebUtility.HtmlDecode(await browser.GetStringAsync(path, TestContext.Current.CancellationToken));
}
