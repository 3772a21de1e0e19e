using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RuralEc.Gs1;
using RuralEc.Server.Security;
using Xunit;

namespace RuralEc.Server.Tests.Traceability;

/// <summary>
/// A co-operative with one packed lot of 120 boxes of 桂味 一级, and the parties to whom it goes: the start of every
/// story about labels, pallets, certificates and handovers.
/// </summary>
internal sealed class BoxedHarvest
{
    public const string Gtin = "09521234500018";
    public const string RiceGtin = "09521234500056";
    public const string Lot = "2606260713";
    public const string Packhouse = "9521234100027";
    public const string Warehouse = "9521234100041";
    public const string Market = "9521234100089";
    public const int Boxes = 120;

    public static readonly Gln Cooperative = Gln.Parse("9521234100003");
    public static readonly Gln Operator = Gln.FromPrefix("9521234", 20001);
    public static readonly Gln Buyer = Gln.FromPrefix("9521234", 20002);
    public static readonly Gln Carrier = Gln.FromPrefix("9521234", 20003);
    public static readonly Gln OtherCooperative = Gln.FromPrefix("9521234", 20004);

    public required Server Server { get; init; }
    public required HttpClient Manager { get; init; }
    public required HttpClient Operating { get; init; }
    public required HttpClient Driving { get; init; }

    /// <summary>Registers everybody and takes one harvest to its boxes.</summary>
    public static async Task<BoxedHarvest> OnAsync(Server server)
    {
        var administrator = await server.SignedInAsync(Roles.Administrator);
        await RegisterAsync(administrator, Cooperative, "cooperative", "增城仙村示例荔枝专业合作社");
        await RegisterAsync(administrator, OtherCooperative, "cooperative", "从化示例合作社");
        await RegisterAsync(administrator, Operator, "node_operator", "增城公共仓");
        await RegisterAsync(administrator, Buyer, "buyer", "江南市场批发商");
        await RegisterAsync(administrator, Carrier, "carrier", "示例冷链运输");
        var manager = await server.SignedInAsync(Roles.Manager, Cooperative);
        await ProductAsync(manager, "09521234500049", "桂味散装", "litchi", null, null);
        await ProductAsync(manager, Gtin, "桂味一级2.5公斤箱", "litchi", "first", 2.5m);
        await ProductAsync(manager, RiceGtin, "增城丝苗米", "rice", null, null);
        await HarvestAsync(manager, "litchi", "9521234100010", 7, "09521234500049", Lot, 400m);
        await HarvestAsync(manager, "rice", Gln.FromPrefix("9521234", 30001).ToString(), 8, RiceGtin, "R1", 400m);
        await PostAsync(
            manager,
            "/api/gradings",
            new
            {
                id = Guid.CreateVersion7(),
                place = Packhouse,
                at = "2026-06-26T11:00:00+08:00",
                inputs = new[] { Amount("09521234500049", Lot, 400m) },
                outputs = new[]
                {
                    new
                    {
                        grade = "first",
                        quantityKg = 300m,
                        lot = Lot + "-1",
                    },
                },
                cullsKg = 100m,
            }
        );
        await PostAsync(
            manager,
            "/api/packings",
            new
            {
                id = Guid.CreateVersion7(),
                place = Packhouse,
                at = "2026-06-26T14:00:00+08:00",
                input = Amount("09521234500049", Lot + "-1", 300m),
                gtin = Gtin,
                lot = Lot,
                boxes = Boxes,
            }
        );
        return new BoxedHarvest
        {
            Server = server,
            Manager = manager,
            Operating = await server.SignedInAsync(Roles.Operator, Operator),
            Driving = await server.SignedInAsync(Roles.Carrier, Carrier),
        };
    }

    public async Task<JsonObject> IssueLabelsAsync(int count, Guid? id = null) =>
        await PostAsync(Manager, "/api/label-runs", LabelRun(count, id));

    public static object LabelRun(int count, Guid? id = null) =>
        new
        {
            id = id ?? Guid.CreateVersion7(),
            gtin = Gtin,
            lot = Lot,
            count,
            place = Packhouse,
            at = "2026-06-26T13:00:00+08:00",
        };

    public Task<JsonObject> PackPalletAsync(object content, string? sscc = null) =>
        PostAsync(Manager, "/api/pallets", Pallet(content, sscc));

    public static object Pallet(object content, string? sscc = null) =>
        new
        {
            id = Guid.CreateVersion7(),
            place = Packhouse,
            at = "2026-06-26T16:00:00+08:00",
            contents = new[] { content },
            sscc = sscc ?? "095212340000000013",
        };

    /// <summary>Ships one pallet of 40 boxes and 80 loose boxes to the public warehouse.</summary>
    public async Task<JsonObject> ShipAsync()
    {
        await PackPalletAsync(
            new
            {
                gtin = Gtin,
                lot = Lot,
                quantity = 40,
            }
        );
        return await PostAsync(Manager, "/api/shipments", Shipment(80, ["095212340000000013"]));
    }

    public static object Shipment(decimal loose, string[] pallets, string? toPlace = null, Gln? toParty = null) =>
        new
        {
            id = Guid.CreateVersion7(),
            fromPlace = Packhouse,
            toParty = (toParty ?? Operator).ToString(),
            toPlace = toPlace ?? Warehouse,
            at = "2026-06-27T05:30:00+08:00",
            goods = loose == 0 ? [] : new[] { Amount(Gtin, Lot, loose) },
            pallets,
            carrier = Carrier.ToString(),
            vehicle = "粤A12345",
            despatchNumber = "FH-0627-1",
        };

    public static object Handover(JsonObject shipment, string kind = "inbound", string place = Warehouse) =>
        new
        {
            id = Guid.CreateVersion7(),
            shipmentId = shipment["id"]!.GetValue<string>(),
            kind,
            place,
            plannedMinCelsius = 0,
            plannedMaxCelsius = 10,
            surfaceCelsius = new[] { 5.1, 5.4, 5.0 },
            measuredAt = "2026-06-27T09:30:00+08:00",
            packagingState = "完好",
            handedOverBy = "陈司机",
            vehicleAirCelsius = 4.5,
            precoolCelsius = 4.8,
            instrument = "TM-3",
            instrumentCalibrationDueOn = "2027-01-01",
        };

    public static object Decision(string decision, string? reason = null, object[]? lines = null) =>
        new
        {
            id = Guid.CreateVersion7(),
            at = "2026-06-27T09:40:00+08:00",
            decision,
            receivedBy = "李仓管",
            reason,
            lines = lines ?? [],
        };

    public static object Amount(string gtin, string lot, decimal quantity) =>
        new
        {
            gtin,
            lot,
            quantity,
        };

    public static async Task<JsonObject> PostAsync(HttpClient caller, string path, object body)
    {
        using var response = await caller.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>The kind of problem, without its address, with which the server refuses; fails when it does not.</summary>
    public static async Task<string> RefusalAsync(HttpClient caller, string path, object body, int status = 422)
    {
        using var response = await caller.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == (int)response.StatusCode, $"{path}: {(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!["type"]!.GetValue<string>().Split('/')[^1];
    }

    public static async Task<JsonNode> GetAsync(HttpClient caller, string path) =>
        JsonNode.Parse(await caller.GetStringAsync(path, TestContext.Current.CancellationToken))!;

    private static Task<JsonObject> RegisterAsync(HttpClient administrator, Gln gln, string kind, string name) =>
        PostAsync(
            administrator,
            "/api/parties",
            new
            {
                gln = gln.ToString(),
                kind,
                name,
                nameEn = "Example",
                uscc = gln == Cooperative ? "93440118MA5FAKE013"
                : gln == OtherCooperative ? "93440117MA5FAKE02P"
                : null,
                districtCode = gln == OtherCooperative ? "440117" : "440118",
                phone = "020-12345678",
                address = "广州市增城区仙村镇",
            }
        );

    private static Task<JsonObject> ProductAsync(
        HttpClient manager,
        string gtin,
        string name,
        string productClass,
        string? grade,
        decimal? netContentKg
    ) =>
        PostAsync(
            manager,
            "/api/products",
            new
            {
                gtin,
                name,
                nameEn = "Example",
                variety = "桂味",
                productClass,
                grade,
                netContentKg,
            }
        );

    private static async Task HarvestAsync(
        HttpClient manager,
        string productClass,
        string plotGln,
        int number,
        string gtin,
        string lot,
        decimal quantityKg
    )
    {
        var plotId = Guid.CreateVersion7();
        await PostAsync(
            manager,
            "/api/plots",
            new
            {
                id = plotId,
                gln = plotGln,
                number,
                name = $"P-{number:00}",
                productClass,
                variety = "桂味",
                divisionCode = "440118105",
                shape = new { type = "Point", coordinates = new[] { 113.72, 23.16 } },
                areaMu = 60,
            }
        );
        await PostAsync(
            manager,
            "/api/farm-log",
            new
            {
                id = Guid.CreateVersion7(),
                plotId,
                kind = "pesticide",
                appliedFrom = "2026-06-12",
                appliedTo = "2026-06-12",
                @operator = "张三",
                inputName = "吡唑醚菌酯悬浮剂",
                activeIngredient = "吡唑醚菌酯",
                dose = 50,
                doseUnit = "mL/亩",
                target = "霜疫霉病",
                purchaseSource = "增城农资店",
                labelIntervalDays = 14,
            }
        );
        await PostAsync(
            manager,
            "/api/harvests",
            new
            {
                id = Guid.CreateVersion7(),
                plotId,
                gtin,
                lot,
                startedAt = "2026-06-26T05:30:00+08:00",
                endedAt = "2026-06-26T09:30:00+08:00",
                quantityKg,
                place = Packhouse,
            }
        );
    }
}
