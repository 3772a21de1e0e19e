using RuralEc.Gs1;

namespace RuralEc.Server.Pages.Labels;

/// <summary>
/// What our symbols say: the server's public address in upper case and the path of a link, so that a QR code stays in
/// its compact alphanumeric mode. Routes do not mind the case.
/// </summary>
internal static class QrLink
{
    public static string Of(ServerOptions options, DigitalLink link) =>
        options.LabelUrl.ToUpperInvariant() + DigitalLink.Of([link.Key, .. link.Qualifiers]).ToPath();

    public static string OfShort(ServerOptions options, string shortCode) =>
        $"{options.LabelUrl.ToUpperInvariant()}/T/{shortCode}";
}
