using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RuralEc.Server.Security;
using Xunit;

namespace RuralEc.Server.Tests.Logistics.Ogc;

/// <summary>Sign-in by name and password, as QGIS and GDAL do it.</summary>
public class BasicOgcTests
{
    private const string Nodes = "/ogc/collections/nodes";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Name_and_password_open_what_a_token_opens_and_a_new_password_closes_it_at_once(Database database)
    {
        await using var server = await Server.OnAsync(database);
        await server.AddPersonAsync("gis", "auditor");

        Assert.Equal(HttpStatusCode.OK, await server.Anonymous.StatusAsync(Nodes, OgcDoor.Basic("gis")));
        Assert.Equal(
            HttpStatusCode.OK,
            await server.Anonymous.StatusAsync(
                Nodes,
                OgcDoor.Basic("gis").Replace("Basic", "basic", StringComparison.Ordinal)
            )
        );
        await server.AddPersonAsync("gis", "auditor", "another long password");
        Assert.Equal(HttpStatusCode.Unauthorized, await server.Anonymous.StatusAsync(Nodes, OgcDoor.Basic("gis")));
        Assert.Equal(
            HttpStatusCode.OK,
            await server.Anonymous.StatusAsync(Nodes, OgcDoor.Basic("gis", "another long password"))
        );
        server.AssertCleanLog();
    }

    [Fact]
    public async Task Wrong_credentials_are_told_so_and_nobody_else_is_challenged()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        await server.AddPersonAsync("gis", "auditor");
        foreach (
            var wrong in new[]
            {
                OgcDoor.Basic("gis", "no"),
                OgcDoor.Basic("nobody"),
                "Basic",
                "Basic x",
                "Basic " + new string('A', 2000),
                "Basic OnB3",
                "Basic Z2lzOg==",
            }
        )
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/ogc/collections");
            request.Headers.TryAddWithoutValidation("Authorization", wrong);
            using var answer = await server.Anonymous.SendAsync(request, Ct);
            if (wrong == "Basic")
            {
                continue;
            }

            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.StartsWith("Basic realm=", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
            Assert.EndsWith(
                "wrong-credentials",
                (await Server.ProblemAsync(answer))["type"]!.ToString(),
                StringComparison.Ordinal
            );
        }

        using var anonymous = await server.Anonymous.GetAsync(Nodes, Ct);
        Assert.Equal(HttpStatusCode.NotFound, anonymous.StatusCode);
        Assert.Empty(anonymous.Headers.WwwAuthenticate);
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            await server.Anonymous.StatusAsync("/api/nodes", OgcDoor.Basic("gis"))
        );
        server.AssertCleanLog();
    }

    [Fact]
    public async Task Guessing_locks_the_account_and_tires_the_address_as_at_the_other_doors()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        await server.AddPersonAsync("gis", "auditor");
        await server.AddPersonAsync("other", "auditor");
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(
                HttpStatusCode.Unauthorized,
                await server.Anonymous.StatusAsync(Nodes, OgcDoor.Basic("gis", "guess" + i))
            );
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await server.Anonymous.StatusAsync(Nodes, OgcDoor.Basic("gis")));
        // The right password of somebody else is checked once, and costs nothing after.
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await server.Anonymous.StatusAsync(Nodes, OgcDoor.Basic("other")));
        }

        var last = HttpStatusCode.OK;
        for (var i = 0; i < 10; i++)
        {
            last = await server.Anonymous.StatusAsync(Nodes, OgcDoor.Basic("nobody" + i));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        Assert.Equal(HttpStatusCode.OK, await server.Anonymous.StatusAsync(Nodes, OgcDoor.Basic("other")));
    }

    [Fact]
    public async Task What_was_checked_is_checked_again_after_five_minutes()
    {
        var clock = new FakeTimeProvider(new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero));
        await using var server = await Server.OnAsync(
            Database.Sqlite,
            services => services.AddSingleton<TimeProvider>(clock)
        );
        await server.AddPersonAsync("gis", "auditor");
        Assert.Equal(HttpStatusCode.OK, await server.Anonymous.StatusAsync(Nodes, OgcDoor.Basic("gis")));
        // Twenty attempts of a minute are spent; only what is remembered passes.
        for (var i = 0; i < 20; i++)
        {
            await server.Anonymous.StatusAsync(Nodes, OgcDoor.Basic("nobody" + i));
        }

        Assert.Equal(HttpStatusCode.OK, await server.Anonymous.StatusAsync(Nodes, OgcDoor.Basic("gis")));
        clock.Advance(BasicSignIn.Remembered);
        Assert.Equal(HttpStatusCode.TooManyRequests, await server.Anonymous.StatusAsync(Nodes, OgcDoor.Basic("gis")));
    }
}
