using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RuralEc.Server.Security;
using Xunit;
using static RuralEc.Server.Tests.Traceability.BoxedHarvest;

namespace RuralEc.Server.Tests.Traceability;

public class LabelTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_run_of_labels_is_issued_once_and_printed_again_by_reading(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);
        var id = Guid.CreateVersion7();

        var run = await harvest.IssueLabelsAsync(Boxes, id);
        using var repeat = await harvest.Manager.PostAsJsonAsync(
            "/api/label-runs",
            LabelRun(Boxes, id),
            TestContext.Current.CancellationToken
        );
        var printedAgain = await GetAsync(harvest.Manager, $"/api/label-runs/{id}");

        Assert.Equal(HttpStatusCode.OK, repeat.StatusCode);
        Assert.Equal(Boxes, run["labels"]!.AsArray().Count);
        Assert.Equal(Serials(run), Serials(printedAgain));
        Assert.Equal(Boxes, Serials(run).Distinct().Count());
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task There_are_never_more_codes_than_boxes_but_a_void_code_is_replaced(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);
        var id = Guid.CreateVersion7();

        Assert.Equal(
            "more-codes-than-boxes",
            await RefusalAsync(harvest.Manager, "/api/label-runs", LabelRun(Boxes + 1, id))
        );
        var run = await harvest.IssueLabelsAsync(Boxes, id);
        Assert.Equal("more-codes-than-boxes", await RefusalAsync(harvest.Manager, "/api/label-runs", LabelRun(1)));
        await PostAsync(harvest.Manager, "/api/codes/voids", Voids(Serials(run)[0]));

        await harvest.IssueLabelsAsync(1);
        var code = await GetAsync(server.Anonymous, $"/api/codes/{Gtin}/{Serials(run)[0].ToLowerInvariant()}");
        Assert.Equal("void", code["state"]!.GetValue<string>());
        Assert.Equal(
            "code-not-voidable",
            await RefusalAsync(harvest.Manager, "/api/codes/voids", Voids(Serials(run)[0]))
        );
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Two_runs_at_once_do_not_pass_the_limit_together(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    harvest.Manager.PostAsJsonAsync(
                        "/api/label-runs",
                        LabelRun(50),
                        TestContext.Current.CancellationToken
                    )
                )
        );

        Assert.Equal(2, answers.Count(a => a.StatusCode == HttpStatusCode.Created));
        Assert.Equal(2, answers.Count(a => a.StatusCode == HttpStatusCode.UnprocessableEntity));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Labels_of_another_cooperative_do_not_exist(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);
        var run = await harvest.IssueLabelsAsync(10);
        using var stranger = await server.SignedInAsync(Roles.Manager, OtherCooperative);
        using var elsewhere = await server.SignedInAsync(Roles.Officer, null, "440117");
        using var here = await server.SignedInAsync(Roles.Officer, null, "440118");

        var path = $"/api/label-runs/{run["id"]!.GetValue<string>()}";
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(stranger, path));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(elsewhere, path));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(here, path));
        Assert.Equal("not-found", await RefusalAsync(stranger, "/api/label-runs", LabelRun(1), 404));
        Assert.Equal("not-found", await RefusalAsync(stranger, "/api/codes/voids", Voids(Serials(run)[0]), 404));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_report_reaches_the_officer_of_the_district_and_five_a_day_are_enough(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var harvest = await BoxedHarvest.OnAsync(server);
        var path = $"/api/codes/{Gtin}/{Serials(await harvest.IssueLabelsAsync(1))[0]}/reports";
        using var here = await server.SignedInAsync(Roles.Officer, null, "440118");
        using var elsewhere = await server.SignedInAsync(Roles.Officer, null, "440117");

        for (var i = 0; i < 5; i++)
        {
            await PostAsync(server.Anonymous, path, Report("copied_label"));
        }

        Assert.Equal("too-many-reports", await RefusalAsync(server.Anonymous, path, Report("copied_label"), 429));
        Assert.Equal(5, (await GetAsync(here, "/api/suspicion-reports")).AsArray().Count);
        Assert.Empty((await GetAsync(elsewhere, "/api/suspicion-reports")).AsArray());
        Assert.Equal(
            "not-found",
            await RefusalAsync(server.Anonymous, $"/api/codes/{Gtin}/AAAAAAAAAA/reports", Report("other"), 404)
        );
    }

    internal static string[] Serials(JsonNode run) =>
        [.. run["labels"]!.AsArray().Select(label => label!["serial"]!.GetValue<string>())];

    private static object Voids(string serial) =>
        new
        {
            id = Guid.CreateVersion7(),
            gtin = Gtin,
            serials = new[] { serial },
            reason = "标签破损",
            place = Packhouse,
            at = "2026-06-26T15:00:00+08:00",
        };

    private static object Report(string kind) =>
        new
        {
            id = Guid.CreateVersion7(),
            kind,
            text = "标签像是复印的",
        };

    private static async Task<HttpStatusCode> StatusAsync(HttpClient caller, string path)
    {
        using var response = await caller.GetAsync(path, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
