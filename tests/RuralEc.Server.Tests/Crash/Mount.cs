using System.Diagnostics;
using Xunit;

namespace RuralEc.Server.Tests.Crash;

/// <summary>A disk of its own for a test that may mount one: small, or read-only.</summary>
internal sealed class Mount : IDisposable
{
    private readonly string _at;

    private Mount(string at) => _at = at;

    /// <summary>A folder that holds so many MiB and no more.</summary>
    public static Mount Small(DirectoryInfo folder, int mebibytes) =>
        Of(folder.FullName, ["-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", folder.FullName]);

    /// <summary>A file that nobody may write, not even root.</summary>
    public static Mount ReadOnly(string file)
    {
        var mount = Of(file, ["--bind", file, file]);
        Assert.Equal(0, Run("mount", ["-o", "remount,ro,bind", file]));
        return mount;
    }

    public void Dispose() => Run("umount", [_at]);

    private static Mount Of(string at, string[] arguments)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Run("mount", arguments) == 0,
            "This process may not mount anything."
        );
        return new(at);
    }

    private static int Run(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
