using Xunit;

namespace RuralEc.Tests.Epcis;

/// <summary>GS1's published schema and examples, which lie beside the checkout and are no part of it.</summary>
internal static class EpcisTestData
{
    /// <summary>The folder of the test data; absent it skips the test, but under CI it fails.</summary>
    public static string Folder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, "shared", "testdata", "gs1-epcis");
            if (Directory.Exists(folder))
            {
                return folder;
            }
        }
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("CI") == "true",
            "The folder ../shared/testdata/gs1-epcis is not there."
        );
        throw new DirectoryNotFoundException("CI needs ../shared/testdata/gs1-epcis beside the checkout.");
    }

    /// <summary>All example documents, by their path below the folder.</summary>
    public static IReadOnlyDictionary<string, byte[]> Examples()
    {
        var root = Path.Combine(Folder(), "JSON");
        return Directory
            .EnumerateFiles(root, "*.jsonld", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .ToDictionary(file => Path.GetRelativePath(root, file), File.ReadAllBytes);
    }
}
