using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RuralEc.Server.Security;
using Xunit;

namespace RuralEc.Server.Tests.Doors;

/// <summary>What the doors of signing in and of adding people take, and what not.</summary>
public class AccountTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_name_that_nobody_can_have_is_a_wrong_name(Database database)
    {
        await using var server = await Server.OnAsync(database);

        foreach (var name in new[] { "a\0b", new string('a', 200), "荔枝", "' OR 1=1 --" })
        {
            using var answer = await server.Anonymous.PostAsJsonAsync(
                "/api/account/token",
                new { userName = name, password = "correct horse battery" },
                Ct
            );
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_person_with_an_impossible_field_is_refused_at_it(Database database)
    {
        await using var server = await Server.OnAsync(database);
        using var administrator = await server.SignedInAsync(Roles.Administrator);
        (string Field, JsonNode Value)[] wrong =
        [
            ("userName", "a\0b"),
            ("userName", new string('u', 65)),
            ("displayName", new string('名', 81)),
            ("displayName", "a\0b"),
            ("displayName", " "),
            ("password", "short"),
            ("role", "king"),
            ("districts", new JsonArray("44011")),
            ("districts", new JsonArray("440199")), // Guangzhou has no such district
        ];

        foreach (var (field, value) in wrong)
        {
            var body = Person();
            body[field] = value;
            using var answer = await administrator.PostAsJsonAsync("/api/accounts", body, Ct);
            var problem = await Server.ProblemAsync(answer);
            Assert.InRange((int)answer.StatusCode, 400, 422);
            Assert.Equal("/" + field, problem["pointer"]!.GetValue<string>());
        }

        using var added = await administrator.PostAsJsonAsync("/api/accounts", Person(), Ct);
        Assert.Equal(HttpStatusCode.NoContent, added.StatusCode);
        server.AssertCleanLog();
    }

    [Fact]
    public async Task Looking_at_the_sign_in_page_does_not_widen_the_number_of_attempts()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        using var page = await server.Anonymous.GetAsync("/account/sign-in", Ct);
        var answers = new List<HttpStatusCode>();

        for (var i = 0; i < 21; i++)
        {
            using var attempt = await server.Anonymous.PostAsJsonAsync(
                "/api/account/token",
                new { userName = "a", password = "b" },
                Ct
            );
            answers.Add(attempt.StatusCode);
        }

        using var again = await server.Anonymous.GetAsync("/account/sign-in", Ct);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        Assert.All(answers[..20], status => Assert.Equal(HttpStatusCode.Unauthorized, status));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    private static JsonObject Person() =>
        new()
        {
            ["userName"] = "li.ming",
            ["displayName"] = "李明",
            ["password"] = "four good words",
            ["role"] = "officer",
            ["party"] = null,
            ["districts"] = new JsonArray("440118"),
        };
}
