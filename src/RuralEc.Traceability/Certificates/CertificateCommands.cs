using System.ComponentModel.DataAnnotations;
using RuralEc.Gs1;
using RuralEc.Traceability.Commands;

namespace RuralEc.Traceability.Certificates;

/// <summary>A certificate to issue for a lot.</summary>
/// <param name="At">When it is issued; its day in China decides the wording.</param>
/// <param name="Place">Where it is issued.</param>
/// <param name="Quantity">In the unit of the lot: kilograms of bulk, or boxes.</param>
/// <param name="Bases">承诺依据, at least one of those that the wording offers.</param>
/// <param name="TestedItems">What was tested for; needed when a basis is a test.</param>
/// <param name="Collected">Numbers of the certificates collected with bought goods; needed of a buyer.</param>
/// <param name="Number">The issuer's own number; left out, one of 22 digits is made.</param>
/// <param name="Origin">产地; left out, the address of the producer.</param>
/// <param name="Contact">联系方式; left out, the issuer's phone.</param>
public sealed record IssueCertificate(
    [NotEmpty] Guid Id,
    [NotEmpty] Gtin Gtin,
    [NotEmpty] BatchNumber Lot,
    [NotEmpty] Gln Place,
    DateTimeOffset At,
    [Quantity] decimal Quantity,
    [MinLength(1), MaxLength(4)] IReadOnlyList<CertificateBasis> Bases,
    [MaxLength(100)] IReadOnlyList<TestedItem>? TestedItems = null,
    [MaxLength(100)] IReadOnlyList<CollectedCertificate>? Collected = null,
    [PlainText(40)] string? Number = null,
    [PlainText(200)] string? Origin = null,
    [PlainText(100)] string? Contact = null
);

/// <summary>A substance that was tested for, by the name of its active ingredient.</summary>
public sealed record TestedItem([Required, PlainText(100)] string Item);

/// <summary>A certificate that came with bought goods and is kept.</summary>
public sealed record CollectedCertificate([Required, PlainText(40)] string Number);

/// <summary>A certificate to take back, with the reason.</summary>
public sealed record VoidCertificate(
    [NotEmpty] Guid Id,
    [Required, PlainText(40)] string Number,
    [NotEmpty] Gln Place,
    DateTimeOffset At,
    [Required, PlainText(200)] string Reason
);
