using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Xunit;

namespace RuralEc.Tests.Epcis;

/// <summary>Asks ajv, a validator that is not ours, whether documents follow GS1's published JSON schema.</summary>
internal static class EpcisSchema
{
    /// <summary>The schema errors of one document or bare event; none when it is valid.</summary>
    public static async Task<IReadOnlyList<string>> ErrorsOf(string json) => (await ErrorsOf([json]))[0];

    /// <summary>The schema errors of each document, in one run of the validator.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<string>>> ErrorsOf(IReadOnlyList<string> documents)
    {
        var schema = Path.Combine(EpcisTestData.Folder(), "EPCIS-JSON-Schema.json");
        var validator = ValidatorFolder();
        await InstallAsync(validator);
        var file = Path.Combine(Path.GetTempPath(), $"epcis-{Path.GetRandomFileName()}.json");
        try
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(documents));
            var answer = await RunAsync(validator, "node", "validate.mjs", schema, file);
            return JsonSerializer.Deserialize<string[][]>(answer)!;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task InstallAsync(string validator)
    {
        // Two test programs may want the packages at once: one installs, the other waits for its file to be free.
        using var mine = await LockAsync(Path.Combine(Path.GetTempPath(), "ruralec-epcis-validator.lock"));
        if (!Directory.Exists(Path.Combine(validator, "node_modules", "ajv-formats")))
        {
            await RunAsync(validator, "npm", "ci", "--no-audit", "--no-fund", "--silent");
        }
    }

    private static async Task<FileStream> LockAsync(string file)
    {
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waiting.Elapsed < TimeSpan.FromMinutes(2))
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }

    private static string ValidatorFolder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, "tests", "RuralEc.Tests", "Epcis", "validator");
            if (Directory.Exists(folder))
            {
                return folder;
            }
        }
        throw new DirectoryNotFoundException("The tests run from inside the checkout, where the validator lies.");
    }

    private static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await error}");
    }
}
