using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RuralEc.Server.Security;
using Xunit;

namespace RuralEc.Server.Tests.Traceability;

/// <summary>
/// The sample co-operative on 26 June 2026, told through the JSON door: its plot P-07, its products, and the steps of
/// one harvest with the amounts of the sample season.
/// </summary>
internal sealed class SampleDay : IAsyncDisposable
{
    public const string Cooperative = "9521234100003";
    public const string PlotGln = "9521234100010";
    public const string Packhouse = "9521234100027";
    public const string Bulk = "09521234500049";
    public const string BoxOfFirst = "09521234500018";
    public const string BoxOfExtra = "09521234500025";
    public const string BoxOfSecond = "09521234500032";
    public const string Number = "2606260713";
    public static readonly Guid PlotId = Guid.Parse("019795c4-0000-7000-8000-000000000007");

    // The evening after: everything of the day has happened.
    private static readonly DateTimeOffset Now = new(2026, 6, 27, 20, 0, 0, TimeSpan.FromHours(8));
    private int _ids;

    private SampleDay(Server server, HttpClient clerk)
    {
        Server = server;
        Clerk = clerk;
    }

    public Server Server { get; }
    public HttpClient Clerk { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The co-operative with its plot and products, before anything is harvested.</summary>
    public static async Task<SampleDay> OnAsync(Database database)
    {
        var clock = new FakeTimeProvider(Now);
        var server = await Server.OnAsync(database, services => services.AddSingleton<TimeProvider>(clock));
        using var administrator = await server.SignedInAsync(Roles.Administrator);
        var day = new SampleDay(server, await server.SignedInAsync(Roles.Clerk));
        await AcceptedAsync(
            administrator,
            "/api/parties",
            new
            {
                gln = Cooperative,
                kind = "cooperative",
                name = "增城仙村示例荔枝专业合作社",
                nameEn = "Zengcheng Xiancun Sample Litchi Co-operative",
                districtCode = "440118",
                townCode = "440118103",
                uscc = "93440118MA5FAKE013",
            }
        );
        await day.AcceptedAsync("/api/plots", day.Plot());
        await day.AcceptedAsync("/api/products", Product(Bulk, "桂味散装", null, null));
        await day.AcceptedAsync("/api/products", Product(BoxOfFirst, "桂味一级2.5公斤", "first", 2.5m));
        await day.AcceptedAsync("/api/products", Product(BoxOfExtra, "桂味特级2.5公斤", "extra", 2.5m));
        await day.AcceptedAsync("/api/products", Product(BoxOfSecond, "桂味二级2.5公斤", "second", 2.5m));
        return day;
    }

    public Guid NewId() => Guid.Parse($"019795c4-0000-7000-8000-1{++_ids:00000000000}");

    public JsonObject Plot(string gln = PlotGln, int number = 7) =>
        new()
        {
            ["id"] = number == 7 ? PlotId : NewId(),
            ["gln"] = gln,
            ["number"] = number,
            ["name"] = $"P-{number:00}",
            ["productClass"] = "litchi",
            ["variety"] = "桂味",
            ["divisionCode"] = "440118103",
            ["shape"] = new JsonObject { ["type"] = "Point", ["coordinates"] = new JsonArray(113.702, 23.215) },
            ["areaMu"] = 66,
        };

    public static JsonObject Product(string gtin, string name, string? grade, decimal? netContentKg) =>
        new()
        {
            ["gtin"] = gtin,
            ["name"] = name,
            ["nameEn"] = "Guiwei litchi",
            ["variety"] = "桂味",
            ["productClass"] = "litchi",
            ["grade"] = grade,
            ["netContentKg"] = netContentKg,
        };

    public JsonObject Spray(string on, Guid? supersedes = null) =>
        new()
        {
            ["id"] = NewId(),
            ["plotId"] = PlotId,
            ["kind"] = "pesticide",
            ["appliedFrom"] = on,
            ["appliedTo"] = on,
            ["operator"] = "示例社员",
            ["inputName"] = "吡唑醚菌酯悬浮剂",
            ["activeIngredient"] = "吡唑醚菌酯",
            ["dose"] = 30,
            ["doseUnit"] = "mL/亩",
            ["target"] = "霜疫霉病",
            ["supersedes"] = supersedes,
            ["correctionReason"] = supersedes is null ? null : "登记日期有误",
        };

    public JsonObject Harvest(string lot = Number, Guid? plotId = null) =>
        new()
        {
            ["id"] = NewId(),
            ["plotId"] = plotId ?? PlotId,
            ["gtin"] = Bulk,
            ["lot"] = lot,
            ["startedAt"] = "2026-06-26T05:30:00+08:00",
            ["endedAt"] = "2026-06-26T09:30:00+08:00",
            ["quantityKg"] = 12150,
            ["crates"] = 810,
            ["pulpMinCelsius"] = 26.5,
            ["pulpMaxCelsius"] = 28.2,
        };

    public JsonObject Precooling() =>
        new()
        {
            ["id"] = NewId(),
            ["gtin"] = Bulk,
            ["lot"] = Number,
            ["place"] = Packhouse,
            ["startedAt"] = "2026-06-26T10:00:00+08:00",
            ["endedAt"] = "2026-06-26T14:00:00+08:00",
            ["method"] = "ice_water",
            ["pulpBeforeCelsius"] = 28.2,
            ["pulpAfterCelsius"] = 7.5,
            ["shrinkKg"] = 60,
        };

    public JsonObject Grading(decimal firstKg = 5400) =>
        new()
        {
            ["id"] = NewId(),
            ["place"] = Packhouse,
            ["at"] = "2026-06-26T16:30:00+08:00",
            ["inputs"] = new JsonArray(Amount(Bulk, Number, 12090)),
            ["outputs"] = new JsonArray(
                new JsonObject { ["grade"] = "extra", ["quantityKg"] = 3000 },
                new JsonObject { ["grade"] = "first", ["quantityKg"] = firstKg },
                new JsonObject { ["grade"] = "second", ["quantityKg"] = 2400 }
            ),
            ["cullsKg"] = 1290,
        };

    public JsonObject Packing(string box, string mark, decimal kg, int boxes, string lot = Number) =>
        new()
        {
            ["id"] = NewId(),
            ["place"] = Packhouse,
            ["at"] = "2026-06-26T16:40:00+08:00",
            ["input"] = Amount(Bulk, $"{Number}-{mark}", kg),
            ["gtin"] = box,
            ["lot"] = lot,
            ["boxes"] = boxes,
        };

    public static JsonObject Amount(string gtin, string lot, decimal quantity) =>
        new()
        {
            ["gtin"] = gtin,
            ["lot"] = lot,
            ["quantity"] = quantity,
        };

    /// <summary>Harvest, pre-cooling and grading as they happened.</summary>
    public async Task GradedAsync()
    {
        await AcceptedAsync("/api/farm-log", Spray("2026-06-12"));
        await AcceptedAsync("/api/harvests", Harvest());
        await AcceptedAsync("/api/precoolings", Precooling());
        await AcceptedAsync("/api/gradings", Grading());
    }

    /// <summary>And the 1,200, 2,160 and 960 boxes.</summary>
    public async Task PackedAsync()
    {
        await GradedAsync();
        await AcceptedAsync("/api/packings", Packing(BoxOfExtra, "T", 3000, 1200));
        await AcceptedAsync("/api/packings", Packing(BoxOfFirst, "1", 5400, 2160));
        await AcceptedAsync("/api/packings", Packing(BoxOfSecond, "2", 2400, 960));
    }

    public Task<HttpResponseMessage> PostAsync(string path, JsonNode body) => Clerk.PostAsJsonAsync(path, body, Ct);

    public Task<JsonObject> AcceptedAsync(string path, JsonNode body) => AcceptedAsync(Clerk, path, body);

    public async Task<JsonObject> LotAsync(string gtin, string lot) =>
        (await Clerk.GetFromJsonAsync<JsonObject>($"/api/lots/{gtin}/{lot}", Ct))!;

    public async Task<decimal> InStockAsync(string gtin, string lot) =>
        (await LotAsync(gtin, lot))["lot"]!["inStock"]!.GetValue<decimal>();

    /// <summary>The problem of a refusal, which must have this status and kind.</summary>
    public static async Task<JsonObject> RefusedAsync(HttpResponseMessage response, HttpStatusCode status, string kind)
    {
        using (response)
        {
            var problem = await Server.ProblemAsync(response);
            Assert.Equal(status, response.StatusCode);
            Assert.Equal($"https://ruralec.example/problems/{kind}", problem["type"]!.GetValue<string>());
            return problem;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Clerk.Dispose();
        await Server.DisposeAsync();
    }

    private static async Task<JsonObject> AcceptedAsync(HttpClient caller, string path, object body)
    {
        using var response = await caller.PostAsJsonAsync(path, body, Ct);
        var answer = await response.Content.ReadAsStringAsync(Ct);
        Assert.True(response.StatusCode == HttpStatusCode.Created, $"{path}: {(int)response.StatusCode} {answer}");
        return JsonNode.Parse(answer)!.AsObject();
    }
}
