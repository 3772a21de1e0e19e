using System.Runtime.CompilerServices;
using Xunit;

namespace RuralEc.Server.Tests;

/// <summary>Compares a text with the file that people reviewed; <c>GOLDEN=write</c> blesses the new text.</summary>
internal static class Golden
{
    public static void Check(string text, string pathFromRoot)
    {
        var path = Path.Combine(Root(), pathFromRoot);
        var now = text.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("GOLDEN") == "write")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, now);
        }

        Assert.Equal(File.ReadAllText(path), now);
    }

    public static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
