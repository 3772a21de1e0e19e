using RuralEc.Gs1;

namespace RuralEc.Traceability.Lots;

/// <summary>The URI of a document that a party numbered itself (CBV 2.0 §8.5.2).</summary>
internal static class DocumentUri
{
    public static string Of(Gln issuer, string number) =>
        $"urn:epcglobal:cbv:bt:{issuer}:{Uri.EscapeDataString(number)}";
}
