using RuralEc.Gs1;

namespace RuralEc.Traceability.Codes;

/// <summary>
/// What the symbols on labels say. All in upper case, so that the QR code stays in its alphanumeric mode and small;
/// routes do not mind the case.
/// </summary>
public static class TraceCodeLink
{
    /// <summary><c>HTTPS://{HOST}/01/{GTIN}/10/{LOT}/21/{SERIAL}</c>, the GS1 Digital Link of one package.</summary>
    public static string QrText(string host, Gtin gtin, BatchNumber lot, SerialNumber serial) =>
        DigitalLink.Of(new Lgtin(gtin, lot), serial).ToQrText(host);

    /// <summary><c>HTTPS://{HOST}/T/{CODE}</c>, for co-operatives without GS1 keys and for small labels.</summary>
    public static string ShortQrText(string host, string shortCode) =>
        $"HTTPS://{host.TrimEnd('/').ToUpperInvariant()}/T/{shortCode}";
}
