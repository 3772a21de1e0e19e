namespace RuralEc.Server.Pages.Trace;

/// <summary>Names of districts in both languages; a page names no place finer than a town.</summary>
internal static class Districts
{
    private static readonly Dictionary<string, Bilingual> ByCode = new(StringComparer.Ordinal)
    {
        ["440103"] = Of("荔湾区", "Liwan"),
        ["440104"] = Of("越秀区", "Yuexiu"),
        ["440105"] = Of("海珠区", "Haizhu"),
        ["440106"] = Of("天河区", "Tianhe"),
        ["440111"] = Of("白云区", "Baiyun"),
        ["440112"] = Of("黄埔区", "Huangpu"),
        ["440113"] = Of("番禺区", "Panyu"),
        ["440114"] = Of("花都区", "Huadu"),
        ["440115"] = Of("南沙区", "Nansha"),
        ["440117"] = Of("从化区", "Conghua"),
        ["440118"] = Of("增城区", "Zengcheng"),
    };

    /// <summary>The district of a division code of 6 digits or more; null outside Guangzhou.</summary>
    public static Bilingual? Find(string? divisionCode) =>
        divisionCode is { Length: >= 6 } ? ByCode.GetValueOrDefault(divisionCode[..6]) : null;

    private static Bilingual Of(string chinese, string english) => new($"广州市{chinese}", $"{english}, Guangzhou");
}
