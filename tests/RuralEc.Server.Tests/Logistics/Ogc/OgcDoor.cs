using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RuralEc.Gs1;
using RuralEc.Logistics;
using RuralEc.Server.Security;
using RuralEc.Spatial;
using Xunit;

namespace RuralEc.Server.Tests.Logistics.Ogc;

/// <summary>What the tests of the geographic door share.</summary>
internal static class OgcDoor
{
    public const string Password = "a long enough password";

    public static async Task<JsonObject> JsonAsync(this HttpClient caller, string address, int status = 200)
    {
        using var answer = await caller.GetAsync(address, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == (int)answer.StatusCode, $"{address}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>The ids of all pages, in the order in which they came.</summary>
    public static async Task<List<string>> IdsAsync(this HttpClient caller, string address)
    {
        var ids = new List<string>();
        for (string? next = address; next is not null; )
        {
            var page = await caller.JsonAsync(next);
            ids.AddRange(page["features"]!.AsArray().Select(f => f!["id"]!.GetValue<string>()));
            Assert.Equal(page["features"]!.AsArray().Count, page["numberReturned"]!.GetValue<int>());
            next = HrefOf(page, "next");
        }

        return ids;
    }

    public static string? HrefOf(JsonObject document, string rel) =>
        document["links"]!.AsArray().FirstOrDefault(l => l!["rel"]!.ToString() == rel)?["href"]!.ToString();

    public static string Items(string layer, params (string Name, string Value)[] parameters) =>
        $"/ogc/collections/{layer}/items?"
        + string.Join('&', parameters.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}"));

    public static async Task AddPersonAsync(this Server server, string name, string role, string password = Password)
    {
        await using var scope = server.Service<IServiceScopeFactory>().CreateAsyncScope();
        Assert.Null(
            await scope
                .ServiceProvider.GetRequiredService<AccountDesk>()
                .AddOrResetAsync(new(name, name, password, role, null, ""), TestContext.Current.CancellationToken)
        );
    }

    public static string Basic(string name, string password = Password) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}"));

    public static async Task<HttpStatusCode> StatusAsync(this HttpClient caller, string address, string authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await caller.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    public static async Task StoreAsync(this Server server, IEnumerable<object> rows)
    {
        foreach (var some in rows.Chunk(10_000))
        {
            await using var scope = server.Service<IServiceScopeFactory>().CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<DbContext>();
            db.AddRange(some);
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }
    }

    public static async Task<List<T>> RowsAsync<T>(this Server server)
        where T : class
    {
        await using var scope = server.Service<IServiceScopeFactory>().CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<DbContext>()
            .Set<T>()
            .ToListAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Nodes with names that patterns and languages stumble over, and with gaps.</summary>
    public static IReadOnlyList<LogisticsNode> OddNodes()
    {
        string[] names =
        [
            "从化中心",
            "O'Brien",
            "100%",
            "a_b",
            "ab",
            "AB",
            "Straße",
            "x*[y]?",
            @"back\slash",
            "éa",
            "Zz",
        ];
        var random = new Random(17069);
        return
        [
            .. Enumerable
                .Range(0, 60)
                .Select(i => new LogisticsNode
                {
                    Gln = Gln.FromPrefix("952123410", 500 + i),
                    Tier = (NodeTier)random.Next(4),
                    Kind = (NodeKind)random.Next(9),
                    Name = names[i % names.Length],
                    NameEn = i % 3 == 0 ? null : names[i * 7 % names.Length],
                    ParentGln = i % 4 == 0 ? null : Gln.FromPrefix("952123410", 500 + i / 2),
                    OperatorGln = Gln.Parse("9521234100096"),
                    DivisionCode = i % 2 == 0 ? "440118101" : "440117101",
                    DistrictCode = i % 2 == 0 ? "440118" : "440117",
                    Location = Cgcs2000.Point(113 + i % 10 * 0.1, 22.5 + i / 10 * 0.2),
                    SourceCrs = "WGS84",
                    State = (NodeState)random.Next(4),
                    Demonstration = i % 5 == 0,
                    RegisteredAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(7 * i),
                    Version = 1,
                }),
        ];
    }
}
