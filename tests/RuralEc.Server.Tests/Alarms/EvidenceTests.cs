using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using RuralEc.Gs1;
using RuralEc.Server.Security;
using Xunit;

namespace RuralEc.Server.Tests.Alarms;

/// <summary>Evidence that somebody else can check with nothing but the bundle.</summary>
public class EvidenceTests
{
    public static TheoryData<Database> Everywhere => Databases.All;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Of_an_alarm_it_holds_what_was_received_and_the_history_names_it(Database database)
    {
        await using var store = await ColdStore.OnAsync(database);
        var room = await store.RoomAsync("A1");
        await store.PlaceAsync(room);
        var begins = store.Clock.GetUtcNow();
        await store.PassAsync(10, ("A1", 4));
        await store.PassAsync(15, ("A1", 9.5));
        var alarm = ColdStore.IdOf(Assert.Single(await store.UntilAsync(a => a.Count == 1)));

        var files = await TakeAsync(store.Manager, $"/api/alarms/{alarm}/evidence");
        Assert.Equal(
            ["SHA256SUMS", "evidence.json", "index.html", "readings.csv"],
            files.Keys.Order(StringComparer.Ordinal)
        );
        AssertSums(files);
        var rows = Lines(files["readings.csv"]);
        Assert.Equal(
            "device,quantity,value,calibrated_value,measured_at_utc,received_at_utc,boot,seq,clock_doubtful",
            rows[0]
        );
        Assert.Equal(
            new[] { 4, 4, 9.5, 9.5, 9.5 }.Select(
                (celsius, i) =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"A1,temperature,{celsius},{celsius},{begins.AddMinutes(5 * (i + 1)):yyyy-MM-dd'T'HH:mm:ss.fff'Z'}"
                    )
            ),
            rows[1..].Select(r => string.Join(',', r.Split(',')[..5]))
        );
        var facts = JsonNode.Parse(files["evidence.json"])!;
        var logger = Assert.Single(facts["loggers"]!.AsArray())!;
        Assert.Equal(5, logger["readings"]!.GetValue<int>());
        Assert.Equal("unstated", ColdStore.Text(logger, "trust"));
        Assert.Equal("litchi", ColdStore.Text(Assert.Single(facts["profiles"]!.AsArray()), "productClass"));
        Assert.Equal(ColdStore.Pallet, ColdStore.Text(facts["assets"]![0]!["placements"]![0], "itemUri"));
        var sheet = Encoding.UTF8.GetString(files["index.html"]);
        Assert.Contains("温度过高，最高 9.5", WebUtility.HtmlDecode(sheet), StringComparison.Ordinal);
        Assert.Contains("行政处罚法第四十一条", WebUtility.HtmlDecode(sheet), StringComparison.Ordinal);
        Assert.Contains(HashOf(files["readings.csv"]), sheet, StringComparison.Ordinal);

        var entry = (await store.DetailsAsync(alarm))["entries"]!.AsArray()[^1];
        Assert.Equal("evidence_taken", ColdStore.Text(entry, "kind"));
        Assert.Equal(HashOf(files["SHA256SUMS"]), ColdStore.Text(entry, "text"));
        using var stranger = await store.Server.SignedInAsync(Roles.Manager, Gln.Parse("9521234100010"));
        using var hidden = await stranger.GetAsync($"/api/alarms/{alarm}/evidence", Ct);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        store.Server.AssertCleanLog();
    }

    [Fact]
    public async Task Of_goods_it_holds_what_was_read_while_they_were_there()
    {
        await using var store = await ColdStore.OnAsync(Database.Sqlite);
        var room = await store.RoomAsync("A1");
        await store.SayAsync(
            "A1",
            (store.Clock.GetUtcNow().AddMinutes(-90), 2.0),
            (store.Clock.GetUtcNow().AddMinutes(-30), 3.0)
        );
        // The goods came an hour ago.
        await store.PlaceAsync(room);
        await store.PassAsync(5, ("A1", 4));

        var path =
            $"/api/temperature-stories/evidence?itemUri={ColdStore.Pallet}&from=2046-06-26T12:00:00Z&to=2046-06-26T17:00:00Z&productClass=litchi";
        var files = await TakeAsync(store.Manager, path);
        AssertSums(files);
        Assert.Equal(["3", "4"], Lines(files["readings.csv"])[1..].Select(r => r.Split(',')[2]));
        var story = JsonNode.Parse(files["evidence.json"])!["story"]!;
        Assert.Equal(4, story["maxCelsius"]!.GetValue<double>());
        Assert.Contains("冷间 A1", Decoded(files["index.html"]), StringComparison.Ordinal);
        using var nobody = await store.Manager.GetAsync(path.Replace("0013&", "0020&", StringComparison.Ordinal), Ct);
        Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);
        store.Server.AssertCleanLog();
    }

    private static async Task<Dictionary<string, byte[]>> TakeAsync(HttpClient by, string path)
    {
        using var answer = await by.GetAsync(path, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/zip", answer.Content.Headers.ContentType!.MediaType);
        using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync(Ct));
        var files = new Dictionary<string, byte[]>();
        foreach (var entry in zip.Entries)
        {
            using var content = new MemoryStream();
            await using var packed = await entry.OpenAsync(Ct);
            await packed.CopyToAsync(content, Ct);
            files[entry.Name] = content.ToArray();
        }

        return files;
    }

    /// <summary>As <c>sha256sum -c</c> does.</summary>
    private static void AssertSums(Dictionary<string, byte[]> files) =>
        Assert.Equal(
            ["readings.csv", "evidence.json", "index.html"],
            Lines(files["SHA256SUMS"])
                .Select(line => line.Split("  "))
                .Where(parts => parts[0] == HashOf(files[parts[1]]))
                .Select(parts => parts[1])
        );

    private static string HashOf(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file));

    private static string Decoded(byte[] page) => WebUtility.HtmlDecode(Encoding.UTF8.GetString(page));

    private static string[] Lines(byte[] file) =>
        Encoding
            .UTF8.GetString(file)
            .TrimStart('\ufeff')
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
