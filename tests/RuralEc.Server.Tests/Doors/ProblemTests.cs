using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using RuralEc.Server.Security;
using Xunit;

namespace RuralEc.Server.Tests.Doors;

/// <summary>Whatever goes wrong, a program reads one kind of answer and a person reads a page.</summary>
public class ProblemTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("*/*")]
    [InlineData("text/html")]
    [InlineData("application/ld+json;q=0.9")]
    [InlineData("image/png")]
    [InlineData(";;;")]
    public async Task Whatever_a_program_says_it_reads_it_gets_a_problem(string accept)
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        using var clerk = await server.SignedInAsync(Roles.Clerk);
        clerk.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);

        foreach (
            var body in new[]
            {
                "{\"id\":7}",
                "{",
                "null",
                """{"id":"019795c4-0000-7000-8000-000000000001","number":0,"gln":"9521234100010","name":"P","productClass":"litchi","variety":"v","divisionCode":"440118103","shape":{"type":"Point","coordinates":[]}}""",
            }
        )
        {
            await ProblemAsync(await clerk.PostAsync("/api/plots", Json(body), Ct), HttpStatusCode.BadRequest, null);
        }

        server.AssertCleanLog();
    }

    [Fact]
    public async Task A_bare_status_has_a_name_and_a_sentence_of_ours()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        using var officer = await server.SignedInAsync(Roles.Officer);
        var text = new StringContent("{}", Encoding.UTF8, "text/plain");

        await ProblemAsync(
            await server.Anonymous.GetAsync("/api/lots", Ct),
            HttpStatusCode.Unauthorized,
            "not-signed-in"
        );
        await ProblemAsync(
            await officer.PostAsync("/api/harvests", Json("{}"), Ct),
            HttpStatusCode.Forbidden,
            "not-allowed"
        );
        await ProblemAsync(await officer.GetAsync("/api/nothing", Ct), HttpStatusCode.NotFound, "not-found");
        await ProblemAsync(
            await officer.DeleteAsync("/api/lots", Ct),
            HttpStatusCode.MethodNotAllowed,
            "method-not-allowed"
        );
        await ProblemAsync(
            await server.Anonymous.PostAsync("/api/account/token", text, Ct),
            HttpStatusCode.UnsupportedMediaType,
            "not-json"
        );
    }

    [Theory]
    [InlineData("{\"userName\":\"a\",\"userName\":\"b\",\"password\":\"c\"}", "A member stands twice.", "/userName")]
    [InlineData("{\"userName\":\"\\ud800\",\"password\":\"c\"}", "The text is not Unicode", "/userName")]
    [InlineData("null", "A JSON body is needed.", "")]
    [InlineData("", "A JSON body is needed.", "")]
    public async Task The_sentence_says_what_is_wrong_with_the_json(string body, string sentence, string place)
    {
        await using var server = await Server.OnAsync(Database.Sqlite);

        var problem = await ProblemAsync(
            await server.Anonymous.PostAsync("/api/account/token", Json(body), Ct),
            HttpStatusCode.BadRequest,
            null
        );

        Assert.StartsWith(sentence, problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(place, problem["pointer"]!.GetValue<string>());
    }

    [Fact]
    public async Task Fields_out_of_their_limits_are_pointed_at_as_the_caller_wrote_them()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        using var clerk = await server.SignedInAsync(Roles.Clerk);
        var body = """
            {"id":"019795c4-0000-7000-8000-000000000001","place":"9521234100027","at":"2026-06-26T16:30:00+08:00",
             "inputs":[{"gtin":"09521234500049","lot":"A","quantity":-1}],"outputs":[{"grade":"first","quantityKg":0}]}
            """;

        var problem = await ProblemAsync(
            await clerk.PostAsync("/api/gradings", Json(body), Ct),
            HttpStatusCode.BadRequest,
            "invalid-field"
        );

        Assert.Equal("/inputs/0/quantity", problem["pointer"]!.GetValue<string>());
        Assert.Equal(
            ["/inputs/0/quantity", "/outputs/0/quantityKg"],
            problem["errors"]!.AsArray().Select(e => e!["pointer"]!.GetValue<string>())
        );
    }

    [Theory]
    [InlineData("/api/readings?device=A&to=2026-06-26T00:00:00Z", "/from", "The parameter from is missing.")]
    [InlineData(
        "/api/readings?device=A&from=2026-06-26&to=2026-06-26T00:00:00Z",
        "/from",
        "The parameter from has the wrong form."
    )]
    [InlineData("/api/plots/7f", "/id", null)]
    [InlineData("/api/parties?kind=king", "/kind", null)]
    public async Task A_parameter_is_named_as_the_caller_knows_it(string path, string place, string? sentence)
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        using var clerk = await server.SignedInAsync(Roles.Clerk);

        using var answer = await clerk.GetAsync(path, Ct);
        var problem = await Server.ProblemAsync(answer);

        Assert.InRange((int)answer.StatusCode, 400, 404);
        if (answer.StatusCode == HttpStatusCode.BadRequest)
        {
            Assert.Equal(place, problem["pointer"]!.GetValue<string>());
        }

        if (sentence is not null)
        {
            Assert.Equal(sentence, problem["detail"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task Kinds_of_parties_are_asked_for_as_they_are_written()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        using var administrator = await server.SignedInAsync(Roles.Administrator);
        foreach (var (gln, kind) in new[] { ("9521234100102", "node_operator"), ("9521234100126", "carrier") })
        {
            using var registered = await administrator.PostAsJsonAsync(
                "/api/parties",
                new
                {
                    gln,
                    kind,
                    name = kind,
                    nameEn = kind,
                    districtCode = "440118",
                },
                Ct
            );
            Assert.Equal(HttpStatusCode.Created, registered.StatusCode);
        }

        var found = await administrator.GetFromJsonAsync<JsonArray>("/api/parties?kind=node_operator", Ct);

        Assert.Equal("9521234100102", Assert.Single(found!)!["gln"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("application/json; charset=gbk")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=nonsense")]
    public async Task Json_in_another_encoding_is_not_taken(string type)
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        var body = new ByteArrayContent("{}"u8.ToArray());
        body.Headers.TryAddWithoutValidation("Content-Type", type);

        await ProblemAsync(
            await server.Anonymous.PostAsync("/api/account/token", body, Ct),
            HttpStatusCode.UnsupportedMediaType,
            "not-json"
        );
        server.AssertCleanLog();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/account/sign-in")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/api/divisions")]
    public async Task What_may_be_read_may_be_asked_for_its_headers_alone(string path)
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        using var connection = new TcpClient();
        await connection.ConnectAsync(server.Address.Host, server.Address.Port, Ct);
        await connection
            .GetStream()
            .WriteAsync(
                Encoding.ASCII.GetBytes($"HEAD {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
                Ct
            );

        var answer = await new StreamReader(connection.GetStream()).ReadToEndAsync(Ct);

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_is_refused_says_so_on_a_page()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/account/sign-in")
        {
            Content = new FormUrlEncodedContent([new("_handler", "sign-in"), new("Form.UserName", "a")]),
            Headers = { Accept = { new MediaTypeWithQualityHeaderValue("text/html") } },
        };

        using var answer = await server.Anonymous.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("请求无法识别", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static async Task<JsonObject> ProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string? name)
    {
        using (answer)
        {
            Assert.Equal(status, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            var problem = await Server.ProblemAsync(answer);
            var type = problem["type"]!.GetValue<string>();
            Assert.StartsWith("https://ruralec.example/problems/", type, StringComparison.Ordinal);
            Assert.Equal((int)status, problem["status"]!.GetValue<int>());
            Assert.NotEmpty(problem["title"]!.GetValue<string>());
            Assert.NotEmpty(problem["detail"]!.GetValue<string>());
            Assert.DoesNotContain("RuralEc.", problem.ToJsonString(), StringComparison.Ordinal);
            Assert.DoesNotContain("Nullable", problem.ToJsonString(), StringComparison.Ordinal);
            if (name is not null)
            {
                Assert.EndsWith("/" + name, type, StringComparison.Ordinal);
            }

            return problem;
        }
    }
}
