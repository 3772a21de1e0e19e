using System.Globalization;
using System.IO.Compression;
using System.Reflection;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Options;
using RuralEc.ColdChain.Evidence;
using RuralEc.Server.Exports;

namespace RuralEc.Server.Evidence;

/// <summary>A bundle of evidence that goes when the file is closed.</summary>
/// <param name="Hash">SHA-256 of its <c>SHA256SUMS</c>, in hexadecimal: it stands for all files.</param>
internal sealed record MadeEvidence(FileStream File, string Hash);

/// <summary>When and by whom a bundle was made, and with what.</summary>
/// <param name="Software">Name and version with the commit.</param>
public sealed record EvidenceOrigin(DateTimeOffset MadeAt, string MadeBy, string Software);

/// <summary>Writes evidence as files that need nothing of this system to be read and checked.</summary>
internal sealed class EvidenceBundle(
    ReadingRows rows,
    HtmlRenderer pages,
    IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json,
    TimeProvider clock
)
{
    private const string Readings = "readings.csv";
    private const string Facts = "evidence.json";
    private const string Sheet = "index.html";
    private const string Sums = "SHA256SUMS";

    private static readonly string Software =
        "RuralEc "
        + typeof(EvidenceBundle)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion;

    private readonly JsonSerializerOptions _written = new(json.Value.SerializerOptions)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public async Task<MadeEvidence> MakeAsync(EvidenceFacts facts, ClaimsPrincipal by, CancellationToken ct)
    {
        var origin = new EvidenceOrigin(
            clock.GetUtcNow(),
            by.FindFirstValue("display_name") ?? by.Identity?.Name ?? "",
            Software
        );
        var file = TableFile.Temporary();
        try
        {
            string hash;
            await using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
            {
                var readings = facts
                    .Loggers.ToAsyncEnumerable()
                    .SelectMany(logger => rows.OfAsync(logger.Device, logger.Windows, ct));
                var hashes = new List<(string Name, string Hash)>();
                await using (var table = await TableFile.WriteAsync(readings, TableFormat.Csv, ct))
                {
                    hashes.Add(await AddAsync(zip, Readings, table, ct));
                }

                hashes.Add(await AddAsync(zip, Facts, JsonOf(facts, origin), ct));
                hashes.Add(await AddAsync(zip, Sheet, await SheetAsync(facts, origin, hashes), ct));
                var sums = string.Concat(hashes.Select(h => $"{h.Hash}  {h.Name}\n"));
                (_, hash) = await AddAsync(zip, Sums, Encoding.UTF8.GetBytes(sums), ct);
            }

            file.Position = 0;
            return new(file, hash);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>The series of a story stand in the readings; they are not told twice.</summary>
    private byte[] JsonOf(EvidenceFacts facts, EvidenceOrigin origin) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                origin,
                facts.From,
                facts.To,
                facts.ItemUri,
                facts.Alarm,
                story = facts.Story is { } told ? told with { Series = [], Pulp = [] } : null,
                facts.Profiles,
                facts.Assets,
                facts.Loggers,
            },
            _written
        );

    private async Task<byte[]> SheetAsync(
        EvidenceFacts facts,
        EvidenceOrigin origin,
        IReadOnlyList<(string Name, string Hash)> hashes
    )
    {
        var culture = CultureInfo.CurrentUICulture;
        // The sheet is for a procedure that is held in Chinese.
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN");
        try
        {
            return Encoding.UTF8.GetBytes(
                await pages.Dispatcher.InvokeAsync(async () =>
                    (
                        await pages.RenderComponentAsync<EvidenceSheet>(
                            ParameterView.FromDictionary(
                                new Dictionary<string, object?>
                                {
                                    [nameof(EvidenceSheet.Facts)] = facts,
                                    [nameof(EvidenceSheet.Origin)] = origin,
                                    [nameof(EvidenceSheet.Hashes)] = hashes,
                                }
                            )
                        )
                    ).ToHtmlString()
                )
            );
        }
        finally
        {
            CultureInfo.CurrentUICulture = culture;
        }
    }

    private static Task<(string Name, string Hash)> AddAsync(
        ZipArchive zip,
        string name,
        byte[] content,
        CancellationToken ct
    ) => AddAsync(zip, name, new MemoryStream(content), ct);

    private static async Task<(string Name, string Hash)> AddAsync(
        ZipArchive zip,
        string name,
        Stream content,
        CancellationToken ct
    )
    {
        var hash = await SHA256.HashDataAsync(content, ct);
        content.Position = 0;
        await using var entry = await zip.CreateEntry(name).OpenAsync(ct);
        await content.CopyToAsync(entry, ct);
        return (name, Convert.ToHexStringLower(hash));
    }
}
