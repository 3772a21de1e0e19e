using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace RuralEc.Server.Tests.Logistics;

public class DivisionDoorTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Anybody_walks_from_districts_to_villages(Database database)
    {
        await using var server = await Server.OnAsync(database);

        var districts = await ListAsync(server, "/api/divisions");
        var towns = await ListAsync(server, "/api/divisions?parent=440118");
        var villages = await ListAsync(server, "/api/divisions?parent=440118107");

        Assert.Equal(11, districts.Count);
        var town = towns.Single(t => t!["code"]!.GetValue<string>() == "440118107")!;
        Assert.Equal("仙村镇", town["name"]!.GetValue<string>());
        Assert.Equal("town", town["level"]!.GetValue<string>());
        Assert.Equal("missing", town["quality"]!.GetValue<string>());
        Assert.Null(town["longitude"]);
        Assert.Contains(villages, v => v!["name"]!.GetValue<string>() == "竹园村委会");
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_map_shows_only_what_has_a_published_point(Database database)
    {
        await using var server = await Server.OnAsync(database);

        using var answer = await server.Anonymous.GetAsync("/api/divisions.geojson", Ct);
        var towns = await answer.Content.ReadFromJsonAsync<JsonObject>(Ct);

        Assert.Equal("application/geo+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(80, towns!["features"]!.AsArray().Count);
        server.AssertCleanLog();
    }

    [Theory]
    [InlineData("/api/divisions?parent=4401")]
    [InlineData("/api/divisions?parent=../etc")]
    [InlineData("/api/divisions.geojson?level=city")]
    public async Task A_wrong_question_is_400(string path)
    {
        await using var server = await Server.OnAsync(Database.Sqlite);

        using var answer = await server.Anonymous.GetAsync(path, Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        server.AssertCleanLog();
    }

    private static async Task<JsonArray> ListAsync(Server server, string path) =>
        (await server.Anonymous.GetFromJsonAsync<JsonArray>(path, Ct))!;
}
