using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace RuralEc.Server.Tests.Pages;

/// <summary>Every Chinese text of a page has an English one, and none is left over.</summary>
public partial class TranslationTests
{
    public static TheoryData<string> TextClasses =>
        [
            .. Directory
                .EnumerateFiles(Sources(), "*.en.resx", SearchOption.AllDirectories)
                .Select(file => Path.GetFileName(file).Replace(".en.resx", "", StringComparison.Ordinal)),
        ];

    [Theory, MemberData(nameof(TextClasses))]
    public void Every_text_has_a_translation(string textClass)
    {
        var translated = Translations(textClass);

        var missing = TextsOf(textClass).Where(text => !translated.ContainsKey(text));

        Assert.Empty(missing);
    }

    [Theory, MemberData(nameof(TextClasses))]
    public void Every_translation_keeps_the_gaps_of_its_text(string textClass)
    {
        var changed = Translations(textClass).Where(t => Gaps(t.Key) != Gaps(t.Value)).Select(t => t.Key);

        Assert.Empty(changed);
    }

    [Fact]
    public void Every_text_class_that_is_used_has_its_translations()
    {
        var classes = Files().SelectMany(file => Localizer().Matches(file.Text)).Select(m => m.Groups[1].Value);

        Assert.Empty(classes.Distinct().Except(TextClasses.Select(row => row.Data)));
    }

    private static IEnumerable<string> TextsOf(string textClass) =>
        Files()
            .Where(file => file.Text.Contains($"IStringLocalizer<{textClass}>", StringComparison.Ordinal))
            .SelectMany(file => TextsOf(file.Text, textClass))
            .Distinct();

    // A file names its localizer: "T", "texts"; what is looked up in it are its texts.
    private static IEnumerable<string> TextsOf(string source, string textClass)
    {
        var names = Regex
            .Matches(source, $@"IStringLocalizer<{textClass}>\s+(\w+)")
            .SelectMany(m => new[] { m.Groups[1].Value, "_" + m.Groups[1].Value })
            .Distinct();
        return names.SelectMany(name =>
            Regex
                .Matches(source, $@"(?<!\w){name}\[\s*""((?:[^""\\]|\\.)*)""")
                .Select(m => Regex.Unescape(m.Groups[1].Value))
        );
    }

    private static Dictionary<string, string> Translations(string textClass)
    {
        var file = Directory.EnumerateFiles(Sources(), textClass + ".en.resx", SearchOption.AllDirectories).Single();
        return XDocument
            .Load(file)
            .Root!.Elements("data")
            .ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value);
    }

    private static string Gaps(string text) =>
        string.Join(' ', Gap().Matches(text).Select(m => m.Value).Order(StringComparer.Ordinal).Distinct());

    private static IEnumerable<(string Path, string Text)> Files() =>
        Directory
            .EnumerateFiles(Sources(), "*.*", SearchOption.AllDirectories)
            .Where(path =>
                path.EndsWith(".razor", StringComparison.Ordinal) || path.EndsWith(".cs", StringComparison.Ordinal)
            )
            .Select(path => (path, File.ReadAllText(path)));

    private static string Sources([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../src/RuralEc.Server/Pages"));

    [GeneratedRegex(@"IStringLocalizer<(\w+)>")]
    private static partial Regex Localizer();

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Gap();
}
