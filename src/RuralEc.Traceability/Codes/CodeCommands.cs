using System.ComponentModel.DataAnnotations;
using RuralEc.Gs1;
using RuralEc.Traceability.Commands;

namespace RuralEc.Traceability.Codes;

/// <summary>Trace codes for boxes of a packed lot. <paramref name="Id"/> is made by the client (UUIDv7).</summary>
/// <param name="Count">Codes wanted, 1 to 5,000; never more than boxes packed.</param>
/// <param name="Place">Where the labels are issued: the packhouse.</param>
/// <param name="At">When, with offset.</param>
public sealed record IssueLabels(
    [NotEmpty] Guid Id,
    [NotEmpty] Gtin Gtin,
    [NotEmpty] BatchNumber Lot,
    [Range(1, LabelDesk.MaxCount)] int Count,
    [NotEmpty] Gln Place,
    DateTimeOffset At
);

/// <summary>The labels of a run are on packed boxes: their codes become active.</summary>
public sealed record ActivateLabels([NotEmpty] Guid Id, [NotEmpty] Guid RunId, [NotEmpty] Gln Place, DateTimeOffset At);

/// <summary>Codes to take out of use, all of one product.</summary>
/// <param name="Serials">1 to 5,000 serials.</param>
/// <param name="Reason">Why, for the record: misprint, torn, lost.</param>
public sealed record VoidCodes(
    [NotEmpty] Guid Id,
    [NotEmpty] Gtin Gtin,
    [MinLength(1), MaxLength(LabelDesk.MaxCount)] IReadOnlyList<SerialNumber> Serials,
    [Required, PlainText(200)] string Reason,
    [NotEmpty] Gln Place,
    DateTimeOffset At
);
