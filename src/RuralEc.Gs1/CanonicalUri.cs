namespace RuralEc.Gs1;

/// <summary>
/// Canonical GS1 Digital Link URIs: host id.gs1.org, no stem, no query, every character but the unreserved ones
/// percent-encoded, so that one thing has one text (GS1 Digital Link: URI Syntax §4.12).
/// </summary>
internal static class CanonicalUri
{
    private const string Root = "https://id.gs1.org";

    /// <summary>The URI of a key and at most one qualifier.</summary>
    public static string Of(string ai, string value, string? qualifier = null, string? qualifierValue = null)
    {
        var uri = $"{Root}/{ai}/{Uri.EscapeDataString(value)}";
        return qualifier is null ? uri : $"{uri}/{qualifier}/{Uri.EscapeDataString(qualifierValue ?? "")}";
    }

    /// <summary>The decoded value behind <paramref name="ai"/> when the URI has no qualifier and is canonical.</summary>
    public static string? ValueOf(string? uri, string ai) =>
        Segments(uri) is [var key, var value] && key == ai && Of(ai, value) == uri ? value : null;

    /// <summary>The two decoded values when the URI is exactly <c>/ai/value/qualifier/value</c> and canonical.</summary>
    public static (string Key, string Qualifier)? ValuesOf(string? uri, string ai, string qualifier) =>
        Segments(uri) is [var a, var key, var q, var text]
        && a == ai
        && q == qualifier
        && Of(ai, key, qualifier, text) == uri
            ? (key, text)
            : null;

    private static string[]? Segments(string? uri) =>
        uri is not null && uri.Length <= 200 && uri.StartsWith(Root + "/", StringComparison.Ordinal)
            ? [.. uri[(Root.Length + 1)..].Split('/').Select(Uri.UnescapeDataString)]
            : null;
}
