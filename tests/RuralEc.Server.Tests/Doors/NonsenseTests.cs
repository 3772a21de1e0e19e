using System.Net;
using System.Text;
using CsCheck;
using Microsoft.AspNetCore.Routing;
using RuralEc.Server.Security;
using Xunit;

namespace RuralEc.Server.Tests.Doors;

/// <summary>Whatever is sent, the answer is a problem of the sender's and never one of ours.</summary>
public class NonsenseTests
{
    private static readonly Gen<string> Scalar = Gen.OneOf(
        Gen.Int.Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        Gen.Const("null"),
        Gen.Const("true"),
        Gen.Const("1e400"),
        Gen.Const("-0.0000000001"),
        Gen.Const("\"2026-06-26T05:30:00\""),
        Gen.Const("\"2999-01-01T00:00:00+08:00\""),
        Gen.Const("\"09521234500019\""),
        Gen.Const("\"' OR 1=1 --\""),
        Gen.Const("\"<script>alert(1)</script>\""),
        Gen.Const("\"..\\/..\\/etc\\/passwd\""),
        Gen.Const("\"\\u0000\""),
        Gen.Const("\"\\ud800\""),
        Gen.String[Gen.Char.AlphaNumeric, 0, 300].Select(s => $"\"{s}\"")
    );

    private static readonly Gen<string> Name = Gen.OneOfConst(
        "id",
        "gtin",
        "lot",
        "batchNumber",
        "name",
        "quantity",
        "kg",
        "lines",
        "at",
        "eventTime",
        "from",
        "to",
        "outputs",
        "inputs",
        "party",
        "gln",
        "userName",
        "password",
        "plotId",
        "device",
        "location",
        "geometry",
        "x"
    );

    private static readonly Gen<string> Json = Gen.Recursive<string>(
        (depth, self) =>
            depth > 3
                ? Scalar
                : Gen.OneOf(
                    Scalar,
                    self.Array[0, 4].Select(items => "[" + string.Join(',', items) + "]"),
                    Gen.Select(Name, self)
                        .Array[0, 8]
                        .Select(members =>
                            "{" + string.Join(',', members.Select(m => $"\"{m.Item1}\":{m.Item2}")) + "}"
                        )
                )
    );

    [Fact]
    public async Task Random_json_to_every_post_is_never_a_server_error()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await Server.OnAsync(Database.Sqlite);
        var callers = new List<HttpClient>();
        foreach (var role in Roles.All)
        {
            callers.Add(await server.SignedInAsync(role));
        }

        var posts = server
            .Endpoints.Where(e => e.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal))
            .Where(e =>
                e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Any(m => m is "POST" or "PUT") == true
            )
            .ToList();
        Assert.NotEmpty(posts);

        var bodies = Json.Array[40].Single(_ => true, "0000KuralEc1");
        foreach (var endpoint in posts)
        {
            var method = endpoint
                .Metadata.GetMetadata<IHttpMethodMetadata>()!
                .HttpMethods.First(m => m is "POST" or "PUT");
            var path = System.Text.RegularExpressions.Regex.Replace(
                "/" + endpoint.RoutePattern.RawText!.TrimStart('/'),
                @"\{[^}]+\}",
                "x"
            );
            foreach (var (i, body) in bodies.Index())
            {
                using var request = new HttpRequestMessage(new(method), path)
                {
                    Content = new StringContent(body, Encoding.UTF8, "application/json"),
                };
                using var response = await callers[i % callers.Count].SendAsync(request, ct);
                Assert.True(
                    (int)response.StatusCode < 500,
                    $"{method} {path} answered {(int)response.StatusCode} to {body}"
                );
            }
        }

        server.AssertCleanLog();
    }

    [Theory]
    [InlineData("{\"userName\":\"a\",\"password\":\"b\"", "")]
    [InlineData("{\"userName\":7,\"password\":\"b\"}", "/userName")]
    [InlineData("{\"userName\":\"a\"}", "")]
    [InlineData("{\"userName\":\"a\",\"password\":\"b\",\"extra\":1}", "/extra")]
    public async Task Unreadable_json_is_refused_with_its_place(string body, string place)
    {
        await using var server = await Server.OnAsync(Database.Sqlite);

        using var response = await server.Anonymous.PostAsync(
            "/api/account/token",
            new StringContent(body, Encoding.UTF8, "application/json"),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = await Server.ProblemAsync(response);
        Assert.Equal(place, problem["pointer"]!.GetValue<string>());
        Assert.DoesNotContain("RuralEc.", problem.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_huge_body_is_413_and_other_bytes_than_utf8_are_400()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await Server.OnAsync(Database.Sqlite);

        using var huge = await server.Anonymous.PostAsync(
            "/api/account/token",
            new StringContent(
                "{\"userName\":\"" + new string('a', 2_000_000) + "\",\"password\":\"b\"}",
                Encoding.UTF8,
                "application/json"
            ),
            ct
        );
        using var latin = new ByteArrayContent([.. "{\"userName\":\""u8, 0xE9, 0xFF, .. "\",\"password\":\"b\"}"u8]);
        latin.Headers.ContentType = new("application/json");
        using var notUtf8 = await server.Anonymous.PostAsync("/api/account/token", latin, ct);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, huge.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, notUtf8.StatusCode);
    }
}
