using RuralEc.Gs1;
using RuralEc.Traceability.Lots;

namespace RuralEc.Traceability.Certificates;

/// <summary>A 承诺达标合格证 as it was issued for one lot. Only voiding changes it; it is kept for good.</summary>
internal sealed class Certificate
{
    /// <summary>Made by the client.</summary>
    public Guid Id { get; set; }

    /// <summary>22 digits of ours, or the issuer's own number.</summary>
    public required string Number { get; set; }
    public Guid LotId { get; set; }
    public Gtin Gtin { get; set; }
    public BatchNumber BatchNumber { get; set; }
    public Gln IssuerGln { get; set; }
    public required string IssuerName { get; set; }

    /// <summary>联系方式 of the issuer, as printed.</summary>
    public required string Contact { get; set; }
    public required string ProductName { get; set; }

    /// <summary>产地, as printed.</summary>
    public required string Origin { get; set; }
    public decimal Quantity { get; set; }
    public Uom Uom { get; set; }
    public DateOnly IssuedOn { get; set; }
    public DateTimeOffset RecordedAt { get; set; }

    /// <summary>Key of the wording, see <see cref="CertificateTemplate.OfVersion"/>.</summary>
    public required string TemplateVersion { get; set; }
    public CertificateStyle Style { get; set; }

    /// <summary>The ticked bases, one a line.</summary>
    public required string Bases { get; set; }

    /// <summary>What was tested for, one item a line.</summary>
    public required string TestedItems { get; set; }

    /// <summary>Numbers of the certificates of the lots it was made from, one a line.</summary>
    public required string Parents { get; set; }
    public DateTimeOffset? VoidedAt { get; set; }
    public string? VoidReason { get; set; }
    public int Version { get; set; }
}
