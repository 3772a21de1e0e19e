using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using RuralEc.Gs1;
using RuralEc.Server.Security;
using Xunit;

namespace RuralEc.Server.Tests.Pages;

/// <summary>A co-operative with products and plots, made by its people through the pages.</summary>
internal sealed partial class Village : IAsyncDisposable
{
    public const string Cooperative = "9521234100003";
    public const string Warehouse = "9521234100041";
    public const string Bulk = "09521234500049";
    public const string Box = "09521234500018";

    private readonly Server _server;

    private Village(Server server, HttpClient clerk) => (_server, Clerk) = (server, clerk);

    public HttpClient Clerk { get; }

    public static async Task<Village> OnAsync(Database database)
    {
        var server = await Server.OnAsync(database);
        using var administrator = await server.BrowserAsync(Roles.Administrator);
        await DoneAsync(
            administrator.SubmitAsync(
                "/admin/parties",
                "party",
                ("kind", "Cooperative"),
                ("name", "增城仙村示例荔枝专业合作社"),
                ("nameEn", "Xiancun Demo Litchi Co-operative"),
                ("gln", Cooperative),
                ("uscc", "93440118MA5FAKE013"),
                ("districtCode", "440118"),
                ("phone", "020-00000000"),
                ("address", "增城区仙村镇")
            )
        );
        await DoneAsync(
            administrator.SubmitAsync(
                "/admin/parties",
                "party",
                ("kind", "NodeOperator"),
                ("name", "公共仓"),
                ("nameEn", "Public warehouse"),
                ("gln", Warehouse),
                ("districtCode", "440118")
            )
        );
        var clerk = await server.BrowserAsync(Roles.Clerk, Gln.Parse(Cooperative));
        var village = new Village(server, clerk);
        await village.AddProductAsync(Bulk, "桂味（散装）", null, null);
        await village.AddProductAsync(Box, "桂味一级 2.5 kg", "first", "2.5");
        await village.AddPlotAsync(7, "9521234100010", "113.78012, 23.29105");
        return village;
    }

    public Task<HttpClient> WarehouseOperatorAsync() => _server.BrowserAsync(Roles.Operator, Gln.Parse(Warehouse));

    public Task<HttpClient> BrowserAsync(string role, string party) => _server.BrowserAsync(role, Gln.Parse(party));

    public async Task AddPlotAsync(int number, string gln, string shape, string crs = "WGS84") =>
        await DoneAsync(SubmitPlotAsync(number, gln, shape, crs));

    public Task<HttpResponseMessage> SubmitPlotAsync(int number, string gln, string shape, string crs = "WGS84") =>
        Clerk.SubmitAsync(
            "/coop/plots",
            "plot",
            ("number", $"{number}"),
            ("name", $"{number}号园"),
            ("productClass", "litchi"),
            ("variety", "桂味"),
            ("gln", gln),
            ("divisionCode", "440118105"),
            ("crs", crs),
            ("shape", shape),
            ("areaMu", shape.Contains('\n', StringComparison.Ordinal) ? "" : "60")
        );

    /// <summary>The id of the first plot, as the harvest form offers it.</summary>
    public async Task<string> PlotAsync()
    {
        var page = await Clerk.GetStringAsync("/coop/harvest", TestContext.Current.CancellationToken);
        return PlotOption().Match(page).Groups[1].Value;
    }

    /// <summary>Registers a harvest of the first plot; the path of its lot.</summary>
    public async Task<string> HarvestAsync(string kilograms)
    {
        var answer = await Clerk.SubmitAsync(
            "/coop/harvest",
            "harvest",
            ("plotId", await PlotAsync()),
            ("quantityKg", kilograms),
            ("startedAt", ChinaNow(-60)),
            ("endedAt", ChinaNow(-1))
        );
        return await DoneAsync(answer);
    }

    /// <summary>A time of now and so many minutes, as a phone's clock in China sends it.</summary>
    public static string ChinaNow(int minutes) =>
        TimeProvider
            .System.GetUtcNow()
            .ToOffset(TimeSpan.FromHours(8))
            .AddMinutes(minutes)
            .ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    public static async Task<string> DoneAsync(Task<HttpResponseMessage> submit) => await DoneAsync(await submit);

    /// <summary>The form was accepted: the path of the page that follows.</summary>
    public static async Task<string> DoneAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await FaultsAsync(answer));
            return
                answer.Headers.Location!.ToString().Split('?')[0] is var path
                && path.StartsWith("http", StringComparison.Ordinal)
                ? new Uri(path).AbsolutePath
                : path;
        }
    }

    /// <summary>The form was refused: the page with what was entered and what is wrong.</summary>
    public static async Task<string> RefusedAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    public async ValueTask DisposeAsync()
    {
        Clerk.Dispose();
        _server.AssertCleanLog();
        await _server.DisposeAsync();
    }

    private async Task AddProductAsync(string gtin, string name, string? grade, string? netContentKg) =>
        await DoneAsync(
            Clerk.SubmitAsync(
                "/coop/products",
                "product",
                ("gtin", gtin),
                ("name", name),
                ("nameEn", $"Guiwei {grade}"),
                ("productClass", "litchi"),
                ("variety", "桂味"),
                ("grade", grade ?? ""),
                ("netContentKg", netContentKg ?? "")
            )
        );

    private static async Task<string> FaultsAsync(HttpResponseMessage answer)
    {
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var faults = Faults().Matches(page).Select(m => WebUtility.HtmlDecode(m.Value));
        return $"{(int)answer.StatusCode}: {string.Join(' ', faults)}";
    }

    [GeneratedRegex("name=\"plotId\" value=\"([^\"]+)\"")]
    private static partial Regex PlotOption();

    [GeneratedRegex("<div class=\"refused\".*?</div>|<p class=\"fault\">.*?</p>", RegexOptions.Singleline)]
    private static partial Regex Faults();
}
