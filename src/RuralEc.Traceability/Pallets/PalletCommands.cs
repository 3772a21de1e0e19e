using System.ComponentModel.DataAnnotations;
using RuralEc.Gs1;
using RuralEc.Traceability.Commands;

namespace RuralEc.Traceability.Pallets;

/// <summary>Boxes or kilograms of loose stock put onto a new pallet.</summary>
/// <param name="Sscc">The pallet's number; left out, the next one of the party's series is taken.</param>
/// <param name="Place">Where: a place at which the party holds the stock.</param>
public sealed record PackPallet(
    [NotEmpty] Guid Id,
    [NotEmpty] Gln Place,
    DateTimeOffset At,
    [MinLength(1), MaxLength(50)] IReadOnlyList<PalletContent> Contents,
    [NotEmpty] Sscc? Sscc = null
);

/// <summary>
/// What of one lot goes onto the pallet: either scanned serials, or a range of labels of one run, or just an amount in
/// the unit of the stock.
/// </summary>
public sealed record PalletContent(
    [NotEmpty] Gtin Gtin,
    [NotEmpty] BatchNumber Lot,
    [MinLength(1), MaxLength(5_000)] IReadOnlyList<SerialNumber>? Serials = null,
    LabelRange? Labels = null,
    [Quantity] decimal? Quantity = null
);

/// <summary>Labels <paramref name="First"/> to <paramref name="Last"/> of a run, both included; void ones are left out.</summary>
public sealed record LabelRange([NotEmpty] Guid RunId, [Range(1, 5_000)] int First, [Range(1, 5_000)] int Last);

/// <summary>A pallet taken apart: everything on it becomes loose stock of the place.</summary>
public sealed record UnpackPallet([NotEmpty] Guid Id, [NotEmpty] Sscc Sscc, [NotEmpty] Gln Place, DateTimeOffset At);

/// <summary>The GS1 company prefix from which a party's pallet numbers are made. It must begin the party's own GLN.</summary>
public sealed record StateCompanyPrefix([Required, RegularExpression("^[0-9]{6,11}$")] string CompanyPrefix);
