using System.Diagnostics;
using Xunit;

namespace RuralEc.Server.Tests.Demo;

/// <summary>The demonstration as people start it.</summary>
public sealed class DemoStartTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ruralec-demo-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_fleet_of_another_database_in_the_folder_does_not_pass_for_this_season()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "demo-fleet.json"),
            """{"seed":1,"loggers":[{"device":"DL-T1","party":"9521234100126","secret":"of another database"}]}""",
            Ct
        );

        var address = await StartAsync(TimeSpan.FromMinutes(2));

        using var http = new HttpClient();
        using var page = await http.GetAsync(address.Said, Ct);
        using (address.Server)
        {
            Assert.True(page.IsSuccessStatusCode);
            Assert.Contains(
                "增城仙村示例荔枝专业合作社",
                await page.Content.ReadAsStringAsync(Ct),
                StringComparison.Ordinal
            );
            address.Server.Kill();
            await address.Server.WaitForExitAsync(Ct);
        }

        var scenario = await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "demo-fleet.json"), Ct);
        Assert.DoesNotContain("of another database", scenario, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>The server, and the scan address that it prints once all is there.</summary>
    private async Task<(Process Server, Uri Said)> StartAsync(TimeSpan patience)
    {
        var port = FreePort();
        var server = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [
                    Path.Combine(AppContext.BaseDirectory, "RuralEc.Server.dll"),
                    "--demo",
                    "--data",
                    _folder.FullName,
                    "--urls",
                    $"http://127.0.0.1:{port}",
                    "--mqtt-port",
                    "0",
                ]
            )
            {
                RedirectStandardOutput = true,
            }
        )!;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        deadline.CancelAfter(patience);
        while (await server.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.Contains("scan a box", StringComparison.Ordinal))
            {
                return (server, new(line[line.IndexOf("http", StringComparison.Ordinal)..]));
            }
        }

        throw new InvalidOperationException("The server ended before the season was there.");
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
