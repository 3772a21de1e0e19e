using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Claims;
using RuralEc.Logistics;
using RuralEc.Logistics.Imports;
using RuralEc.Logistics.Jobs;
using RuralEc.Server.Pages.Officer;
using RuralEc.Server.Security;
using RuralEc.Server.Storage;
using RuralEc.Spatial;

namespace RuralEc.Server.Cli;

/// <summary>The verb that takes divisions or nodes from a file, as the page does.</summary>
internal static class ImportVerb
{
    private static readonly string[] Kinds = ["divisions", "nodes"];

    private static readonly Argument<FileInfo> File = new("file")
    {
        Description = "GeoJSON, GeoPackage or CSV (UTF-8)",
    };

    private static readonly Option<string> What = new("--what")
    {
        Description = "divisions or nodes",
        Required = true,
        Validators = { result => CheckOneOf(result, Kinds) },
    };

    private static readonly Option<string> Source = new("--source")
    {
        Description = "Who published the data, and when",
        Required = true,
        Validators = { result => CheckLength(result, 200) },
    };

    private static readonly Option<string> Crs = new("--crs")
    {
        Description = "Coordinate system of the file: " + string.Join(", ", ChinaCoordinates.Systems),
        DefaultValueFactory = _ => "WGS84",
        Validators = { result => CheckOneOf(result, ChinaCoordinates.Systems) },
    };

    private static readonly Option<string> Quality = new("--quality")
    {
        Description = "For divisions that state none: " + string.Join(", ", CoordinateQuality.Stated),
        DefaultValueFactory = _ => CoordinateQuality.NamedPoint,
        Validators = { result => CheckOneOf(result, CoordinateQuality.Stated) },
    };

    private static readonly Option<string?> ReviewNumber = new("--review-number")
    {
        Description = "Review number (审图号) of outlines",
        Validators = { result => CheckLength(result, 40) },
    };

    private static readonly Option<bool> Preview = new("--preview") { Description = "Only say what would be done" };

    /// <param name="guarded">Makes one sentence of what the person can mend.</param>
    /// <param name="optionsOf">The options that all verbs share.</param>
    public static Command Create(Func<Func<Task<int>>, Task<int>> guarded, Func<ParseResult, ServerOptions> optionsOf)
    {
        var verb = new Command("import", "Take divisions or nodes from a file: all rows or none")
        {
            File,
            What,
            Source,
            Crs,
            Quality,
            ReviewNumber,
            Preview,
        };
        verb.SetAction((parsed, ct) => guarded(() => RunAsync(optionsOf(parsed), parsed, ct)));
        return verb;
    }

    private static async Task<int> RunAsync(ServerOptions options, ParseResult parsed, CancellationToken ct)
    {
        var file = parsed.GetValue(File)!;
        if (!file.Exists)
        {
            throw new CannotStartException($"There is no file {file.FullName}.");
        }

        IReadOnlyList<ImportedFeature> rows;
        try
        {
            rows = ImportFile.Read(file.FullName);
        }
        catch (UnreadableImportException unreadable)
        {
            await Console.Error.WriteLineAsync(unreadable.Message);
            return 1;
        }

        await using var app = RuralServer.Build(options);
        await DatabaseStart.MigrateAsync(app.Services, ct);
        await using var scope = app.Services.CreateAsyncScope();
        var summary = await ImportDesk.RunAsync(
            scope.ServiceProvider,
            Administrator(),
            parsed.GetValue(What) == "nodes" ? ImportWhat.Nodes : ImportWhat.Divisions,
            rows,
            new(
                parsed.GetValue(Source)!,
                parsed.GetValue(Crs)!,
                parsed.GetValue(Quality)!,
                parsed.GetValue(ReviewNumber)
            ),
            take: !parsed.GetValue(Preview),
            new JobProgress(),
            ct
        );
        await TellAsync(summary, parsed.GetValue(Preview));
        return summary.Faults.Count > 0 ? 1 : 0;
    }

    private static async Task TellAsync(ImportSummary summary, bool preview)
    {
        foreach (var remark in summary.Repairs)
        {
            Console.WriteLine($"repaired, row {remark.Row}: {remark.Text}");
        }

        foreach (var remark in summary.Questions)
        {
            Console.WriteLine($"to confirm, row {remark.Row}: {remark.Text}");
        }

        foreach (var remark in summary.Faults)
        {
            await Console.Error.WriteLineAsync(remark.Row is { } row ? $"row {row}: {remark.Text}" : remark.Text);
        }

        var what = $"{summary.New} new, {summary.Changed} changed, {summary.Same} the same";
        Console.WriteLine(
            summary.Faults.Count > 0 ? $"{what}, {summary.Faults.Count} faults: nothing is stored"
            : preview ? $"{what}: a preview, nothing is stored"
            : what
        );
    }

    /// <summary>Whoever may start the program on the data folder governs all of it.</summary>
    private static ClaimsPrincipal Administrator() =>
        new(
            new ClaimsIdentity(
                [new(ClaimTypes.NameIdentifier, "command-line"), new(ClaimTypes.Role, Roles.Administrator)],
                "command-line"
            )
        );

    private static void CheckOneOf(OptionResult result, IReadOnlyList<string> values)
    {
        if (Text(result) is { } text && !values.Contains(text))
        {
            result.AddError($"{result.Option.Name} takes one of {string.Join(", ", values)}, not '{text}'.");
        }
    }

    private static void CheckLength(OptionResult result, int most)
    {
        if (Text(result) is { } text && (text.Length > most || text.Any(char.IsControl)))
        {
            result.AddError($"{result.Option.Name} takes at most {most} characters.");
        }
    }

    private static string? Text(OptionResult result) => result.Tokens.Count == 1 ? result.Tokens[0].Value : null;
}
