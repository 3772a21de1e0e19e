using System.Security.Claims;
using RuralEc.Logistics.Imports;
using RuralEc.Logistics.Jobs;
using RuralEc.Server.Security;

namespace RuralEc.Server.Pages.Officer;

/// <summary>What a file holds.</summary>
internal enum ImportWhat
{
    Divisions,
    Nodes,
}

/// <summary>What a running import tells of itself.</summary>
/// <param name="FileName">As it was called where it came from.</param>
/// <param name="Taking">It stores; otherwise it only looks.</param>
internal sealed record ImportNote(string FileName, bool Taking);

/// <summary>What an import would do.</summary>
internal sealed class ImportPreview(
    ImportWhat what,
    string fileName,
    ImportOrigin origin,
    IReadOnlyList<ImportedFeature> rows,
    ImportSummary summary
)
{
    private readonly Lock _starting = new();
    private Guid? _taking;

    public ImportWhat What { get; } = what;

    public string FileName { get; } = fileName;

    public ImportOrigin Origin { get; } = origin;

    public ImportSummary Summary { get; } = summary;

    /// <summary>The rows of the file until they are taken.</summary>
    public IReadOnlyList<ImportedFeature> Rows { get; private set; } = rows;

    /// <summary>The job that takes these rows; begun once, however often the button is pressed.</summary>
    public Guid TakenBy(Func<Guid> start)
    {
        lock (_starting)
        {
            return _taking ??= start();
        }
    }

    /// <summary>A file may be large, and the board remembers for an hour.</summary>
    public void Forget() => Rows = [];
}

/// <summary>What an import did; nothing where its summary has faults.</summary>
internal sealed record ImportResult(ImportWhat What, string FileName, ImportSummary Summary);

/// <summary>The file cannot be read at all.</summary>
/// <param name="Why">A Chinese sentence for people.</param>
internal sealed record UnreadableImport(string FileName, string Why);

/// <summary>
/// Imports in two steps: a job that looks at the file and says what it would do, then one that takes it. Both run on
/// when the person has left the page.
/// </summary>
internal sealed class ImportDesk(JobBoard jobs, TimeProvider clock)
{
    private const string Prefix = "ruralec-import-";
    private static readonly TimeSpan LeftOver = TimeSpan.FromDays(1);

    /// <summary>Divisions are of the whole city; nodes are governed by the officers of their districts.</summary>
    public static bool May(ClaimsPrincipal by, ImportWhat what) =>
        by.IsInRole(Roles.Administrator) || what == ImportWhat.Nodes && by.IsInRole(Roles.Officer);

    /// <summary>Keeps the file until it is read, and begins to look at it.</summary>
    public async Task<Guid> PreviewAsync(
        ClaimsPrincipal by,
        ImportWhat what,
        IFormFile file,
        ImportOrigin origin,
        CancellationToken ct
    )
    {
        RemoveLeftOvers();
        var path = Path.Combine(Path.GetTempPath(), Prefix + Path.GetRandomFileName());
        try
        {
            await using var copy = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            await file.CopyToAsync(copy, ct);
        }
        catch
        {
            File.Delete(path);
            throw;
        }

        var name = Path.GetFileName(file.FileName);
        return jobs.Start(
            AccountOf(by),
            (services, progress, stop) => LookAsync(services, by, new(what, name, path, origin), progress, stop),
            () => File.Delete(path)
        );
    }

    /// <summary>The job of this account; null where there is none, or it is forgotten.</summary>
    public JobView? Find(ClaimsPrincipal by, Guid id) => jobs.Find(AccountOf(by), id);

    public void Cancel(ClaimsPrincipal by, Guid id) => jobs.Cancel(AccountOf(by), id);

    /// <summary>Begins to store what was looked at.</summary>
    public Guid Take(ClaimsPrincipal by, ImportPreview preview) =>
        preview.TakenBy(() =>
            jobs.Start(
                AccountOf(by),
                async (services, progress, stop) =>
                {
                    progress.Tell(new ImportNote(preview.FileName, Taking: true));
                    var summary = await RunAsync(
                        services,
                        by,
                        preview.What,
                        preview.Rows,
                        preview.Origin,
                        take: true,
                        progress,
                        stop
                    );
                    return new ImportResult(preview.What, preview.FileName, summary);
                },
                preview.Forget
            )
        );

    /// <summary>Runs an import of one kind or the other.</summary>
    public static Task<ImportSummary> RunAsync(
        IServiceProvider services,
        ClaimsPrincipal by,
        ImportWhat what,
        IReadOnlyList<ImportedFeature> rows,
        ImportOrigin origin,
        bool take,
        JobProgress progress,
        CancellationToken ct
    ) =>
        what == ImportWhat.Divisions
            ? services.GetRequiredService<DivisionImport>().RunAsync(rows, origin, take, progress, ct)
            : services.GetRequiredService<NodeImport>().RunAsync(by, rows, origin, take, progress, ct);

    private static async Task<object?> LookAsync(
        IServiceProvider services,
        ClaimsPrincipal by,
        Upload upload,
        JobProgress progress,
        CancellationToken ct
    )
    {
        progress.Tell(new ImportNote(upload.Name, Taking: false));
        IReadOnlyList<ImportedFeature> rows;
        try
        {
            rows = ImportFile.Read(upload.Path);
        }
        catch (UnreadableImportException unreadable)
        {
            return new UnreadableImport(upload.Name, unreadable.Message);
        }

        var summary = await RunAsync(services, by, upload.What, rows, upload.Origin, take: false, progress, ct);
        var preview = new ImportPreview(upload.What, upload.Name, upload.Origin, rows, summary);
        if (!summary.MayProceed)
        {
            preview.Forget();
        }

        return preview;
    }

    /// <summary>Files of a process that was killed: nobody waits for them any more.</summary>
    private void RemoveLeftOvers()
    {
        var old = clock.GetUtcNow() - LeftOver;
        foreach (var file in new DirectoryInfo(Path.GetTempPath()).EnumerateFiles(Prefix + "*"))
        {
            if (file.LastWriteTimeUtc < old)
            {
                file.Delete();
            }
        }
    }

    private static string AccountOf(ClaimsPrincipal by) => by.FindFirstValue(ClaimTypes.NameIdentifier) ?? "";

    private sealed record Upload(ImportWhat What, string Name, string Path, ImportOrigin Origin);
}
