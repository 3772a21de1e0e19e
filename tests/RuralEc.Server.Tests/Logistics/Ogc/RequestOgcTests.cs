using System.Net;
using RuralEc.Logistics;
using Xunit;

namespace RuralEc.Server.Tests.Logistics.Ogc;

/// <summary>How the door takes requests: what it refuses, and what HTTP asks of it.</summary>
public class RequestOgcTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("towns/items?limit=0", "/limit")]
    [InlineData("towns/items?limit=-1", "/limit")]
    [InlineData("towns/items?limit=ten", "/limit")]
    [InlineData("towns/items?limit=", "/limit")]
    [InlineData("towns/items?limit=1&limit=2", "/limit")]
    [InlineData("towns/items?Limit=1", "/Limit")]
    [InlineData("towns/items?unknown=1", "/unknown")]
    [InlineData("towns/items/440118101?limit=1", "/limit")]
    [InlineData("towns?limit=1", "/limit")]
    [InlineData("towns/queryables?x=1", "/x")]
    [InlineData("towns/items?bbox=1,2,3", "/bbox")]
    [InlineData("towns/items?bbox=1,2,3,4,5", "/bbox")]
    [InlineData("towns/items?bbox=1,2,3,x", "/bbox")]
    [InlineData("towns/items?bbox=1,2,3,NaN", "/bbox")]
    [InlineData("towns/items?bbox=1,5,3,4", "/bbox")]
    [InlineData("towns/items?bbox=1,5,181,6", "/bbox")]
    [InlineData("towns/items?bbox=1,5,9,3,6,1", "/bbox")]
    [InlineData("towns/items?bbox=1,2,3,4&bbox-crs=EPSG:4326", "/bbox-crs")]
    [InlineData("towns/items?bbox-crs=nonsense", "/bbox-crs")]
    [InlineData("towns/items?crs=http://www.opengis.net/def/crs/EPSG/0/1234", "/crs")]
    [InlineData("towns/items/440118101?crs=x", "/crs")]
    [InlineData("towns/items?filter-crs=x", "/filter-crs")]
    [InlineData("towns/items?filter-lang=cql2-json", "/filter-lang")]
    [InlineData("towns/items?datetime=yesterday", "/datetime")]
    [InlineData("towns/items?datetime=../..", "/datetime")]
    [InlineData("towns/items?datetime=2026-02-30T00:00:00Z", "/datetime")]
    [InlineData("towns/items?datetime=2026-02-03T00:00:00", "/datetime")]
    [InlineData("towns/items?datetime=2026-02-03T00:00:00Z/2026-02-01T00:00:00Z", "/datetime")]
    [InlineData("towns/items?cursor=%00", "/cursor")]
    [InlineData("towns/items?cursor=AA", "/cursor")]
    [InlineData("towns/items?cursor=!!", "/cursor")]
    [InlineData("towns/items?level=castle", "/level")]
    [InlineData("towns/items?name=%00", "/name")]
    [InlineData("towns/items?f=xml", "/f")]
    [InlineData("towns/items?filter=name%20%3D", "/filter")]
    [InlineData("towns/items?filter=", "/filter")]
    public async Task What_makes_no_sense_is_refused_with_its_place(string address, string place)
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        var problem = await server.Anonymous.JsonAsync("/ogc/collections/" + address, 400);
        Assert.Equal(place, problem["pointer"]!.ToString());
        Assert.NotEmpty(problem["detail"]!.ToString());
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_is_not_there_is_not_found(Database database)
    {
        await using var server = await Server.OnAsync(database);
        foreach (
            var path in new[]
            {
                "castles",
                "castles/items",
                "castles/nowhere",
                "towns/items/1",
                "towns/items/%FF",
                "towns/items/440118",
            }
        )
        {
            using var answer = await server.Anonymous.GetAsync("/ogc/collections/" + path, Ct);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        server.AssertCleanLog();
    }

    [Fact]
    public async Task More_than_the_most_is_the_most_and_HEAD_ETag_and_CORS_do_as_HTTP_says()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        var address = OgcDoor.Items("villages", ("limit", "99999999999"));
        Assert.Equal(2851, (await server.Anonymous.JsonAsync(address))["numberReturned"]!.GetValue<int>());
        Assert.Equal(
            100,
            (await server.Anonymous.JsonAsync(OgcDoor.Items("villages")))["numberReturned"]!.GetValue<int>()
        );

        using var first = await server.Anonymous.GetAsync(address, Ct);
        Assert.Equal("application/geo+json", first.Content.Headers.ContentType!.MediaType);
        Assert.Equal("*", first.Headers.GetValues("Access-Control-Allow-Origin").Single());
        using var again = new HttpRequestMessage(HttpMethod.Get, address);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var same = await server.Anonymous.SendAsync(again, Ct);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        using var head = await server.Anonymous.SendAsync(new(HttpMethod.Head, address), Ct);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Ct));
        Assert.Equal(first.Headers.ETag, head.Headers.ETag);
        using var preflight = await server.Anonymous.SendAsync(new(HttpMethod.Options, address), Ct);
        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.Contains(
            "Authorization",
            preflight.Headers.GetValues("Access-Control-Allow-Headers").Single(),
            StringComparison.Ordinal
        );

        using var browser = new HttpRequestMessage(HttpMethod.Get, address);
        browser.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        using var page = await server.Anonymous.SendAsync(browser, Ct);
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        server.AssertCleanLog();
    }

    [Fact]
    public async Task What_is_stored_as_markup_is_shown_as_text()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        await server.StoreAsync([
            new Division
            {
                Code = "990000",
                Name = "<script>alert(1)</script>\"'",
                Level = DivisionLevel.District,
                Quality = "missing",
            },
        ]);

        foreach (var address in new[] { "items?f=html", "items/990000?f=html" })
        {
            var page = await server.Anonymous.GetStringAsync("/ogc/collections/districts/" + address, Ct);
            Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
            Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        }
    }
}
