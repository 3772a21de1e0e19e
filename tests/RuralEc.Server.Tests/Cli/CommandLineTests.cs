using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Xunit;

namespace RuralEc.Server.Tests.Cli;

/// <summary>The command line as people meet it: a process, its exit code and its one sentence.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ruralec-cli-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("--nope")]
    [InlineData("extra")]
    [InlineData("--mqtt-port", "abc")]
    [InlineData("--mqtt-port", "70000")]
    [InlineData("--urls", "http://")]
    [InlineData("--urls", "ftp://localhost")]
    [InlineData("--urls", "http://localhost:99999")]
    [InlineData("--urls", "http://localhost:8080/below")]
    [InlineData("--public-url", "https://a b")]
    [InlineData("--public-url", "nonsense")]
    [InlineData("--db", "nonsense")]
    [InlineData("--db", "Host=127.0.0.1;Port=1;Username=x")]
    [InlineData("--data", "/dev/null/below")]
    [InlineData("--urls", "https://127.0.0.1:0")]
    [InlineData("user", "li", "--role", "king")]
    [InlineData("backup")]
    [InlineData("import", "/no/such/file.csv", "--what", "nodes", "--source", "x")]
    [InlineData("import", "a.csv", "--what", "castles", "--source", "x")]
    [InlineData("import", "a.csv", "--what", "nodes", "--source", "x", "--crs", "EPSG:4326")]
    [InlineData("import", "a.csv", "--what", "nodes")]
    public async Task What_cannot_start_says_why_in_one_sentence(params string[] arguments)
    {
        var (code, output, error) = await RunAsync([.. arguments, .. arguments.Contains("--data") ? [] : Data()]);

        Assert.Equal(2, code);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var web = await RunAsync(["--urls", $"http://127.0.0.1:{port}", "--mqtt-port", "0", .. Data()]);

        Assert.Equal(2, web.Code);
        Assert.Contains($"{port}", Assert.Single(web.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", web.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_no_backup_and_no_data_folder()
    {
        var backup = _folder.CreateSubdirectory("backup");
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "ruralec.db"), "no database", Ct);
        var started = await RunAsync(["--urls", "http://127.0.0.1:0", "--mqtt-port", "0", .. Data()]);
        Assert.Equal((2, 1), (started.Code, started.Error.TrimEnd().Split('\n').Length));

        // Empty files are sound SQLite databases, and hold nothing of ours.
        await File.WriteAllTextAsync(Path.Combine(backup.FullName, "ruralec.db"), "", Ct);
        await File.WriteAllTextAsync(Path.Combine(backup.FullName, "readings.db"), "", Ct);
        var target = Path.Combine(_folder.FullName, "target");
        var restored = await RunAsync(["restore", backup.FullName, "--data", target]);

        Assert.Equal(2, restored.Code);
        Assert.Contains("ruralec.db holds no data", restored.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(target));
    }

    [Fact]
    public async Task A_backup_is_two_files_that_can_be_restored_from_where_nothing_can_be_written()
    {
        var (backup, target) = (Path.Combine(_folder.FullName, "backup"), Path.Combine(_folder.FullName, "target"));
        Assert.Equal(0, (await RunAsync(["migrate", .. Data()])).Code);

        Assert.Equal(0, (await RunAsync(["backup", backup, .. Data()])).Code);
        Assert.Equal(["readings.db", "ruralec.db"], Directory.GetFiles(backup).Select(Path.GetFileName).Order());
        foreach (var file in Directory.GetFiles(backup))
        {
            File.SetAttributes(file, FileAttributes.ReadOnly);
        }

        Assert.Equal(0, (await RunAsync(["restore", backup, "--data", target])).Code);
        Assert.Equal(0, (await RunAsync(["migrate", "--data", target])).Code);
        Assert.All(
            Directory.GetFiles(target),
            file => Assert.False(File.GetAttributes(file).HasFlag(FileAttributes.ReadOnly))
        );
        await using var records = new SqliteConnection(
            $"Data Source={Path.Combine(target, "ruralec.db")};Pooling=False"
        );
        await records.OpenAsync(Ct);
        await using var count = records.CreateCommand();
        count.CommandText = "SELECT count(*) FROM divisions";
        Assert.Equal(3040L, await count.ExecuteScalarAsync(Ct)); // maps/divisions.csv
    }

    [Fact]
    public async Task Divisions_are_imported_from_a_file_after_a_look_at_it()
    {
        var (file, wrong) = (Path.Combine(_folder.FullName, "a.csv"), Path.Combine(_folder.FullName, "b.csv"));
        await File.WriteAllTextAsync(file, "code,lon,lat\n440118107,113.71,23.15\n", Ct);
        await File.WriteAllTextAsync(wrong, "code,lon,lat\n440118107,23.15,113.71\n", Ct);
        string[] options = ["--what", "divisions", "--source", "测试", "--data", Path.Combine(_folder.FullName, "d")];

        var refused = await RunAsync(["import", wrong, .. options]);
        var seen = await RunAsync(["import", file, .. options, "--preview"]);
        var taken = await RunAsync(["import", file, .. options]);
        var again = await RunAsync(["import", file, .. options]);

        Assert.Equal((1, 0, 0, 0), (refused.Code, seen.Code, taken.Code, again.Code));
        Assert.StartsWith("row 2: ", refused.Error, StringComparison.Ordinal);
        Assert.Contains("1 changed, 0 the same: a preview", seen.Output, StringComparison.Ordinal);
        Assert.Contains("0 new, 1 changed, 0 the same", taken.Output, StringComparison.Ordinal);
        Assert.Contains("0 new, 0 changed, 1 the same", again.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string[] Data() => ["--data", _folder.FullName];

    private static async Task<(int Code, string Output, string Error)> RunAsync(string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "RuralEc.Server.dll"), .. arguments])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(Ct);
        var error = process.StandardError.ReadToEndAsync(Ct);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }

        return (process.ExitCode, await output, await error);
    }
}
