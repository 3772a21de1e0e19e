using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace RuralEc.Server.Tests.Logistics.Ogc;

/// <summary>GDAL's tools (Debian's gdal-bin), as a client of the door that we did not write.</summary>
internal static class Gdal
{
    public static void Require() =>
        Databases.Require(File.Exists("/usr/bin/ogrinfo"), "There is no gdal-bin on this machine.");

    public static async Task<string> RunAsync(string tool, string? person, params string[] arguments) =>
        await RunAsync(tool, person, null, arguments);

    public static async Task<IReadOnlyList<(double X, double Y)>> TransformAsync(
        int from,
        int to,
        IReadOnlyList<(double X, double Y)> positions
    )
    {
        var lines = string.Concat(positions.Select(p => FormattableString.Invariant($"{p.X:R} {p.Y:R}\n")));
        var output = await RunAsync(
            "gdaltransform",
            null,
            lines,
            ["-s_srs", $"EPSG:{from}", "-t_srs", $"EPSG:{to}", "-output_xy"]
        );
        return
        [
            .. output
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray())
                .Select(n => (n[0], n[1])),
        ];
    }

    private static async Task<string> RunAsync(string tool, string? person, string? input, string[] arguments)
    {
        var start = new ProcessStartInfo(tool, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NO_PROXY"] = "127.0.0.1";
        if (person is not null)
        {
            start.Environment["GDAL_HTTP_USERPWD"] = $"{person}:{OgcDoor.Password}";
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(
            process.ExitCode == 0 && (await errors).Length == 0,
            $"{tool} {string.Join(' ', arguments)}: {await errors}{await output}"
        );
        return await output;
    }
}
