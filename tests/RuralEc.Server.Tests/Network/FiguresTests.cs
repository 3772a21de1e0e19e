using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using RuralEc.Logistics;
using RuralEc.Server.Tests.Alarms;
using RuralEc.Server.Tests.Mqtt;
using RuralEc.Server.Tests.Traceability;
using Xunit;
using static RuralEc.Server.Tests.Traceability.BoxedHarvest;
using Roles = RuralEc.Server.Security.Roles;

namespace RuralEc.Server.Tests.Network;

/// <summary>Figures and the problem report through their doors, with values worked out by hand.</summary>
public class FiguresTests
{
    private const string Days = "fromDay=2026-06-26&toDay=2026-06-27";
    private const string PageDays = "from=2026-06-26&to=2026-06-27";

    private static readonly DateTimeOffset Leaves = new(2026, 6, 27, 5, 30, 0, TimeSpan.FromHours(8));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Figures_of_events_add_up_by_hand(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);
        var shipment = await TripAsync(server, harvest, boxesOnPallet: 120);
        var handover = await PostAsync(harvest.Operating, "/api/handovers", Handover(shipment));
        object[] came =
        [
            new
            {
                gtin = Gtin,
                lot = Lot,
                sscc = "095212340000000013",
                quantity = 118,
            },
        ];
        await PostAsync(
            harvest.Operating,
            $"/api/handovers/{handover["id"]}/decision",
            Decision("accept_with_reserve", "少两箱", came)
        );
        using var officer = await server.SignedInAsync(Roles.Officer);

        var figures = await FiguresAsync(officer, "district=440118");

        // 400 kg of litchi and 400 kg of rice were harvested; two boxes of 2.5 kg did not arrive.
        Is(figures, "loss", 5 / 800.0, 5, 800);

        // 240 of the 250 minutes from the truck's departure to the decision were seen: 12 °C for four hours is an
        // excursion but not critical, and 96 % is enough.
        Is(figures, "temperature_cover", 0.96, 240, 250);
        Is(figures, "broken_chain", 0, 0, 1);
        Is(figures, "subjects", 1, 1, null);
        Is(figures, "trace_complete", 1, 1, 1);

        // Litchi needs a certificate, and this lot has none.
        Is(figures, "certificate_rate", 0, 0, 1);
        Assert.Null(figures["recall_response"]!["value"]);
        Assert.Null(figures["parcels_in_per_day"]!["value"]);

        // Nobody reported and no node named its brands: that is not 0 of 285 villages.
        Assert.Null(figures["village_reach"]!["value"]);
        Assert.Null(figures["brand_cover"]!["value"]);

        // Nothing of it was on record at the end of June, for it was recorded today.
        var early = await FiguresAsync(officer, "district=440118&asOf=2026-06-30");
        Assert.All(["loss", "subjects", "trace_complete", "certificate_rate"], c => Assert.Null(early[c]!["value"]));

        // Of the neighbour nothing is seen, and the neighbour sees nothing.
        using var neighbour = await server.SignedInAsync(Roles.Officer, null, "440117");
        Assert.Null((await FiguresAsync(neighbour, "district=440118"))["subjects"]!["value"]);
        using var clerk = await server.SignedInAsync(Roles.Clerk);
        using var refused = await clerk.GetAsync("/api/indicators", Ct);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_way_that_nobody_watched_breaks_the_chain_and_a_certificate_counts(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);
        await PostAsync(
            harvest.Manager,
            "/api/certificates",
            new
            {
                id = Guid.CreateVersion7(),
                gtin = Gtin,
                lot = Lot,
                place = Packhouse,
                at = "2026-06-26T15:00:00+08:00",
                quantity = Boxes,
                bases = new[] { "quality_control" },
                testedItems = Array.Empty<object>(),
                collected = Array.Empty<object>(),
            }
        );
        await TripAsync(server, harvest, boxesOnPallet: 40);
        using var officer = await server.SignedInAsync(Roles.Officer);

        var figures = await FiguresAsync(officer, "district=440118");

        Is(figures, "broken_chain", 1, 1, 1);
        Is(figures, "certificate_rate", 1, 1, 1);

        // What has not arrived says nothing of receipts.
        Assert.Null(figures["trace_complete"]!["value"]);
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_time_to_the_first_action_runs_from_when_the_alarm_was_known(Database database)
    {
        await using var store = await ColdStore.OnAsync(database);
        await store.RoomAsync("A1");
        await store.PassAsync(15, ("A1", 9));
        var alarm = Assert.Single(await store.UntilAsync(a => a.Count == 1))!;
        var opened = alarm["openedAt"]!.GetValue<DateTimeOffset>();
        store.Clock.Advance(opened.AddMinutes(6) - store.Clock.GetUtcNow());
        await store.PostAsync(
            $"/api/alarms/{ColdStore.IdOf(alarm)}/acknowledgements",
            new { id = Guid.CreateVersion7(), comment = "已复位" }
        );
        using var officer = await store.Server.SignedInAsync(Roles.Officer);

        var figures = await FiguresAsync(officer, "district=440118", "fromDay=2046-06-27&toDay=2046-06-27");

        Is(figures, "first_action", 6, 1, 1, 0.01);
        Is(figures, "first_action_p95", 6, 1, 1, 0.01);
        store.Server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_officer_reads_figures_goes_down_to_the_records_and_takes_them_along(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);
        await TripAsync(server, harvest, boxesOnPallet: 40);
        await ReportedAsync(server);
        using var officer = await server.BrowserAsync(Roles.Officer);

        var page = await PageAsync(officer, $"/officer/figures?{PageDays}");
        Assert.Contains("增城区", page, StringComparison.Ordinal);
        Assert.Contains("没有召回记录", page, StringComparison.Ordinal);

        // Three nodes in operation, two days each; two reports came.
        Assert.Contains("日报已报 2 / 应报 6", page, StringComparison.Ordinal);
        Assert.Contains("60 / 80", page, StringComparison.Ordinal);
        Assert.Contains("75 %", page, StringComparison.Ordinal);
        Assert.Contains("各镇街对比", page, StringComparison.Ordinal);
        Assert.Contains("1 家", page, StringComparison.Ordinal);

        var drill = await PageAsync(officer, $"/officer/figures/direct_delivery?{PageDays}");
        Assert.Contains("仙村镇服务站", drill, StringComparison.Ordinal);
        Assert.Contains("<svg", drill, StringComparison.Ordinal);
        Assert.Contains("2026-06-26", drill, StringComparison.Ordinal);
        Assert.Contains(
            Lot,
            await PageAsync(officer, $"/officer/figures/broken_chain?{PageDays}"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "竹园村",
            await PageAsync(officer, $"/officer/figures/village_reach?{PageDays}"),
            StringComparison.Ordinal
        );
        using var unknown = await officer.GetAsync("/officer/figures/nothing", Ct);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);

        var wrong = await PageAsync(officer, "/officer/figures?from=2026-13-01&to=x&district=44");
        Assert.Contains("范围或日期有误", wrong, StringComparison.Ordinal);

        var csv = await officer.GetStringAsync($"/api/indicators/export?district=440118&{Days}&format=csv", Ct);
        var delivered = csv.Split("\r\n").Single(l => l.StartsWith("direct_delivery,", StringComparison.Ordinal));
        Assert.Contains(",440118,,2026-06-26,2026-06-27,", delivered, StringComparison.Ordinal);
        Assert.Contains(",0.75,share,60,80,1,", delivered, StringComparison.Ordinal);
        Assert.Contains("recall_response", csv, StringComparison.Ordinal);

        using var book = new ZipArchive(
            await officer.GetStreamAsync(
                $"/api/indicators/parcels_in_per_day/sources/export?district=440118&{Days}&format=xlsx",
                Ct
            )
        );
        await using var sheet = await book.GetEntry("xl/worksheets/sheet1.xml")!.OpenAsync(Ct);
        var rows = (await XDocument.LoadAsync(sheet, LoadOptions.None, Ct))
            .Descendants()
            .Where(e => e.Name.LocalName == "row")
            .ToList();
        Assert.Equal(3, rows.Count);
        Assert.Contains(rows.SelectMany(r => r.Descendants()), v => v.Value == "100");
        server.AssertCleanLog();
    }

    [Fact]
    public async Task Pages_are_in_the_reader_s_language_for_those_who_watch_alone()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        using var auditor = await server.BrowserAsync(Roles.Auditor);
        auditor.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");

        var page = await PageAsync(auditor, "/officer/figures");
        Assert.Contains("Network figures", page, StringComparison.Ordinal);
        Assert.Contains("Districts compared", page, StringComparison.Ordinal);
        Assert.Contains("No recall on record", page, StringComparison.Ordinal);
        var report = await PageAsync(auditor, "/officer/network-report?district=440118");
        Assert.Contains("Problems of the rural logistics network", report, StringComparison.Ordinal);

        using var manager = await server.BrowserAsync(Roles.Manager);
        using var denied = await manager.GetAsync("/officer/figures", Ct);
        Assert.NotEqual(HttpStatusCode.OK, denied.StatusCode);
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_report_tells_problems_by_rule_and_is_a_sound_document(Database database)
    {
        await using var server = await Server.OnAsync(database);
        await BoxedHarvest.OnAsync(server);
        await ReportedAsync(server);
        using var officer = await server.BrowserAsync(Roles.Officer);

        var page = await PageAsync(officer, $"/officer/network-report?district=440118&{PageDays}");
        Assert.Contains("增城区农村物流体系问题分析报告", page, StringComparison.Ordinal);

        // The station handed over 3 of 4 on time, and one run of two came back empty.
        Assert.Contains("3 / 4", page, StringComparison.Ordinal);
        Assert.Contains("1 / 2", page, StringComparison.Ordinal);

        // Both harvests were on plots of 派潭镇, 800 kg, and no node says that it has a cold room.
        Assert.Contains("<td data-label=\"期内采收（吨）\">0.8</td>", page, StringComparison.Ordinal);
        Assert.Contains("没有导入镇街边界", page, StringComparison.Ordinal);
        Assert.Contains("示例数据", page, StringComparison.Ordinal);
        Assert.Contains("<svg", page, StringComparison.Ordinal);

        var octets = await officer.GetByteArrayAsync($"/api/network-report?district=440118&{Days}", Ct);
        using var file = new MemoryStream(octets);
        using var document = WordprocessingDocument.Open(file, false);
        var faults = new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2010).Validate(document, Ct);
        Assert.Empty(faults.Select(f => $"{f.Path?.XPath}: {f.Description}"));
        var text = document.MainDocumentPart!.Document!.InnerText;
        Assert.Contains("增城区农村物流体系问题分析报告", text, StringComparison.Ordinal);
        Assert.Contains("3 / 4", text, StringComparison.Ordinal);

        // Three nodes are drawn on each of two maps, at the least.
        Assert.True(document.MainDocumentPart.Document.OuterXml.Split("prst=\"ellipse\"").Length - 1 >= 6);
        using var foreign = await officer.GetAsync("/api/network-report?district=440117", Ct);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        server.AssertCleanLog();
    }

    /// <summary>Three nodes of 增城区, marked as invented, two of which reported one day.</summary>
    private static async Task ReportedAsync(Server server)
    {
        using var administrator = await server.SignedInAsync(Roles.Administrator);
        foreach (
            var node in DemonstrationNodes.All.Where(n =>
                n.Gln.ToString() is "9521234100034" or "9521234100058" or "9521234100065"
            )
        )
        {
            await PostAsync(
                administrator,
                "/api/nodes",
                new
                {
                    gln = node.Gln.ToString(),
                    kind = node.Kind switch
                    {
                        NodeKind.DistrictCenter => "district_center",
                        NodeKind.TownStation => "town_station",
                        _ => "village_point",
                    },
                    name = node.Name,
                    operatorGln = node.OperatorGln.ToString(),
                    divisionCode = node.DivisionCode,
                    longitude = node.Longitude,
                    latitude = node.Latitude,
                    parentGln = node.ParentGln?.ToString(),
                    state = "active",
                    demonstration = true,
                }
            );
        }

        await PostAsync(
            administrator,
            "/api/daily-reports",
            new
            {
                gln = "9521234100058",
                day = "2026-06-26",
                figures = new
                {
                    parcelsIn = 100,
                    parcelsOut = 40,
                    villageParcelsAddressed = 80,
                    villageParcelsDelivered = 60,
                    handoversDue = 4,
                    handoversOnTime = 3,
                    runs = 2,
                    emptyReturns = 1,
                },
            }
        );
        await PostAsync(
            administrator,
            "/api/daily-reports",
            new
            {
                gln = "9521234100065",
                day = "2026-06-26",
                figures = new { parcelsIn = 20 },
            }
        );
    }

    /// <summary>Four hours at 12 °C in a truck with the pallet, a reading every five minutes; other boxes go loose.</summary>
    private static async Task<JsonObject> TripAsync(Server server, BoxedHarvest harvest, int boxesOnPallet)
    {
        await using var device = await Device.ConnectedAsync(server, harvest.Manager, "T1");
        var (truck, placement) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await PostAsync(
            harvest.Manager,
            "/api/assets",
            new
            {
                id = truck,
                kind = "truck",
                name = "冷藏车",
                districtCode = "440118",
            }
        );
        await PostAsync(
            harvest.Manager,
            "/api/mountings",
            new
            {
                id = Guid.CreateVersion7(),
                device = "T1",
                assetId = truck,
                from = Leaves.AddHours(-1),
            }
        );
        await harvest.PackPalletAsync(
            new
            {
                gtin = Gtin,
                lot = Lot,
                quantity = boxesOnPallet,
            }
        );
        var shipment = await PostAsync(
            harvest.Manager,
            "/api/shipments",
            Shipment(Boxes - boxesOnPallet, ["095212340000000013"])
        );
        await PostAsync(
            harvest.Manager,
            "/api/placements",
            new
            {
                id = placement,
                itemUri = "https://id.gs1.org/00/095212340000000013",
                assetId = truck,
                from = Leaves,
                productClass = "litchi",
            }
        );
        await PostAsync(harvest.Manager, $"/api/placements/{placement}/end", new { to = Leaves.AddHours(4) });
        var values = Enumerable.Range(0, 49).Select(i => $$"""{"n":"t","t":{{i * 300}},"v":12}""");
        await device.PublishAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""[{"n":"boot","v":1},{"n":"seq","v":1},{"bt":{{Leaves.ToUnixTimeSeconds()}},"bu":"Cel"},{{string.Join(',', values)}}]"""
            )
        );
        return shipment;
    }

    private static async Task<Dictionary<string, JsonNode?>> FiguresAsync(
        HttpClient by,
        string scope,
        string days = Days
    ) =>
        (await by.GetFromJsonAsync<JsonObject>($"/api/indicators?{scope}&{days}", Ct))!["indicators"]!
            .AsArray()
            .ToDictionary(i => i!["code"]!.GetValue<string>());

    private static void Is(
        Dictionary<string, JsonNode?> figures,
        string code,
        double value,
        double numerator,
        double? denominator,
        double tolerance = 1e-6
    )
    {
        var figure = figures[code]!;
        Assert.Equal(value, figure["value"]!.GetValue<double>(), tolerance);
        Assert.Equal(numerator, figure["numerator"]!.GetValue<double>(), tolerance);
        Assert.Equal(denominator, figure["denominator"]?.GetValue<double>());
    }

    private static async Task<string> PageAsync(HttpClient browser, string path) =>
        WebUtility.HtmlDecode(await browser.GetStringAsync(path, Ct));
}
