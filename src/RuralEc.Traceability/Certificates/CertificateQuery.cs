using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;
using RuralEc.Traceability.Lots;

namespace RuralEc.Traceability.Certificates;

/// <summary>Certificates, as they are printed. They go with the goods, so anybody may read one.</summary>
public sealed class CertificateQuery(DbContext db)
{
    /// <summary>All certificates of a lot, the latest first, void ones included.</summary>
    public async Task<IReadOnlyList<CertificateView>> OfLotAsync(Gtin gtin, BatchNumber lot, CancellationToken ct) =>
        [
            .. (
                await db.Set<Certificate>()
                    .Where(c => c.Gtin == gtin && c.BatchNumber == lot)
                    .OrderByDescending(c => c.RecordedAt)
                    .Take(20)
                    .ToListAsync(ct)
            ).Select(ViewOf),
        ];

    /// <summary>The certificate with a number, void or not.</summary>
    public async Task<CertificateView?> OfNumberAsync(string number, CancellationToken ct) =>
        await db.Set<Certificate>().SingleOrDefaultAsync(c => c.Number == number, ct) is { } found
            ? ViewOf(found)
            : null;

    internal async Task<CertificateView?> OfIdAsync(Guid id, CancellationToken ct) =>
        await db.Set<Certificate>().SingleOrDefaultAsync(c => c.Id == id, ct) is { } found ? ViewOf(found) : null;

    /// <summary>The latest 200 certificates issued by one's own party or by the parties of one's district.</summary>
    public async Task<IReadOnlyList<CertificateView>> ListAsync(ClaimsPrincipal by, CancellationToken ct)
    {
        var issuers = Reach.Of(by).Parties(db).Select(p => p.Gln);
        return
        [
            .. (
                await db.Set<Certificate>()
                    .Where(c => issuers.Contains(c.IssuerGln))
                    .OrderByDescending(c => c.RecordedAt)
                    .Take(200)
                    .ToListAsync(ct)
            ).Select(ViewOf),
        ];
    }

    private static CertificateView ViewOf(Certificate certificate)
    {
        var template =
            CertificateTemplate.OfVersion(certificate.TemplateVersion)
            ?? throw new InvalidOperationException($"No certificate wording {certificate.TemplateVersion}.");
        var ticked = Lines(certificate.Bases).Select(Enum.Parse<CertificateBasis>).ToHashSet();
        return new CertificateView(
            certificate.Number,
            certificate.Gtin,
            certificate.BatchNumber,
            certificate.IssuerGln,
            certificate.IssuerName,
            certificate.Contact,
            certificate.ProductName,
            certificate.Origin,
            certificate.Quantity,
            certificate.Uom,
            certificate.IssuedOn,
            certificate.Style,
            template.Version,
            template.LegalBasis,
            template.Verified,
            template.Promises,
            [.. template.Boxes.Select(box => new CertificateBasisView(box.Label, ticked.Contains(box.Basis)))],
            Lines(certificate.TestedItems),
            Lines(certificate.Parents),
            certificate.VoidedAt,
            certificate.VoidReason
        );
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>
/// A certificate with all its wording. <paramref name="WordingVerified"/> says whether the wording was compared with
/// the gazette; <paramref name="Parents"/> are the numbers of the certificates behind it.
/// </summary>
public sealed record CertificateView(
    string Number,
    Gtin Gtin,
    BatchNumber Lot,
    Gln IssuerGln,
    string IssuerName,
    string Contact,
    string ProductName,
    string Origin,
    decimal Quantity,
    Uom Uom,
    DateOnly IssuedOn,
    CertificateStyle Style,
    string TemplateVersion,
    string LegalBasis,
    bool WordingVerified,
    IReadOnlyList<string> Promises,
    IReadOnlyList<CertificateBasisView> Bases,
    IReadOnlyList<string> TestedItems,
    IReadOnlyList<string> Parents,
    DateTimeOffset? VoidedAt,
    string? VoidReason
);

/// <summary>One tick box of 承诺依据.</summary>
public sealed record CertificateBasisView(string Label, bool Ticked);
