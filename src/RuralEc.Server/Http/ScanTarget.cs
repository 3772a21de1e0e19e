using System.Diagnostics.CodeAnalysis;
using RuralEc.Gs1;

namespace RuralEc.Server.Http;

/// <summary>What is asked about the thing behind a link.</summary>
internal enum ScanTail
{
    None,
    Report,
    QrSvg,
    QrPng,
}

/// <summary>
/// A request target such as <c>/01/{gtin}/10/{lot}/21/{serial}/report</c>: the Digital Link and what is asked about it.
/// It is read from the raw target, because a lot number may hold an encoded slash.
/// </summary>
internal sealed record ScanTarget(DigitalLink Link, ScanTail Tail)
{
    /// <summary>The path of the page itself, percent-encoded, without query.</summary>
    public string Here => DigitalLink.Of([Link.Key, .. Link.Qualifiers]).ToPath();

    /// <summary>Reads the target as it stands in the request line. Never throws.</summary>
    public static bool TryRead(
        string rawTarget,
        [NotNullWhen(true)] out ScanTarget? target,
        [NotNullWhen(false)] out DigitalLinkError? error
    )
    {
        var query = rawTarget.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? rawTarget : rawTarget[..query];
        var (link, tail) = Cut(path);
        target = null;
        if (!DigitalLink.TryParse(query < 0 ? link : link + rawTarget[query..], out var parsed, out error))
        {
            return false;
        }
        target = new(parsed, tail);
        return true;
    }

    // Identifiers and values come in pairs; a segment too many is ours, so that even a lot named "report" has a page.
    private static (string Link, ScanTail Tail) Cut(string path)
    {
        var slash = path.LastIndexOf('/');
        if (slash <= 0 || path.Count(c => c == '/') % 2 == 0)
        {
            return (path, ScanTail.None);
        }
        var tail = path[(slash + 1)..].ToLowerInvariant() switch
        {
            "report" => ScanTail.Report,
            "qr.svg" => ScanTail.QrSvg,
            "qr.png" => ScanTail.QrPng,
            _ => ScanTail.None,
        };
        return tail is ScanTail.None ? (path, tail) : (path[..slash], tail);
    }
}
