using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace RuralEc.Server.Tests.Scan;

/// <summary>
/// Looks at what is printed: headless Chromium (Debian <c>chromium</c>) draws, zbar (<c>zbar-tools</c>) reads. Where one
/// is absent the test is skipped, and fails where <c>CI=true</c>.
/// </summary>
internal static class Eyes
{
    /// <summary>Dots per CSS pixel of a thermal printer: 203 dpi over 96.</summary>
    public const double Thermal = 203.2 / 96;

    // A headless window is no smaller than this; less cuts the picture.
    private const int LeastWidth = 500;
    private const int LeastHeight = 400;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static void RequireZbar() => Require("zbarimg", "zbar-tools");

    public static void RequireChromium() => Require("chromium", "chromium");

    /// <summary>The texts of all QR codes of a picture, in no order.</summary>
    public static async Task<IReadOnlyList<string>> DecodeAsync(string picture)
    {
        var (code, text) = await RunAsync("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture);

        // zbarimg answers 4 when it finds no symbol.
        Assert.True(code is 0 or 4, $"zbarimg ended with {code}.");
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Draws a document into a PNG of so many CSS pixels, at a printer's dots per pixel.</summary>
    public static async Task<string> DrawAsync(DirectoryInfo folder, string html, int width, int height, double scale)
    {
        var page = await WriteAsync(folder, html);
        var picture = Path.ChangeExtension(page, ".png");
        await BrowseAsync(
            folder,
            page,
            string.Create(CultureInfo.InvariantCulture, $"--force-device-scale-factor={scale:0.######}"),
            $"--window-size={Math.Max(width, LeastWidth)},{Math.Max(height, LeastHeight)}",
            $"--screenshot={picture}"
        );
        Assert.True(File.Exists(picture), "Chromium drew nothing.");
        return picture;
    }

    /// <summary>The document as it stands once its scripts have run.</summary>
    public static async Task<string> DocumentAsync(DirectoryInfo folder, string html) =>
        await BrowseAsync(folder, await WriteAsync(folder, html), "--dump-dom");

    private static async Task<string> WriteAsync(DirectoryInfo folder, string html)
    {
        var page = Path.Combine(folder.FullName, $"{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}.html");
        await File.WriteAllTextAsync(page, html, TestContext.Current.CancellationToken);
        return page;
    }

    private static async Task<string> BrowseAsync(DirectoryInfo folder, string page, params string[] options)
    {
        var profile = folder.CreateSubdirectory("profile-" + Path.GetFileNameWithoutExtension(page));
        string[] arguments =
        [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            $"--user-data-dir={profile.FullName}",
            .. options,
            new Uri(page).AbsoluteUri,
        ];
        return (await RunAsync("chromium", arguments)).Text;
    }

    private static async Task<(int Code, string Text)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var text = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await errors;
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, text);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static void Require(string program, string package) =>
        Databases.Require(
            (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(Path.PathSeparator)
                .Any(folder => File.Exists(Path.Combine(folder, program))),
            $"{program} is missing: install the Debian package {package}."
        );
}
