using System.ComponentModel.DataAnnotations;
using RuralEc.ColdChain.Alarms;

namespace RuralEc.ColdChain.Retention;

/// <param name="Id">Made by the client (UUIDv7): the same id twice is one hold.</param>
/// <param name="Reason">Why, such as the number of the case.</param>
/// <param name="ItemUri">
/// Canonical URI of a lot (<c>https://id.gs1.org/01/{gtin}/10/{lot}</c>) or a pallet
/// (<c>https://id.gs1.org/00/{sscc}</c>); either this or <paramref name="AssetId"/>.
/// </param>
/// <param name="AssetId">A truck, cold room or box, whatever was in it.</param>
/// <param name="From">Absent: from the beginning.</param>
/// <param name="To">Absent: without an end.</param>
public sealed record SetLegalHold(
    Guid Id,
    [PlainText(AlarmTables.CommentLength)] string Reason,
    [StringLength(200)] string? ItemUri = null,
    Guid? AssetId = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null
);

/// <param name="Reason">Why, such as how the case was closed.</param>
public sealed record ReleaseLegalHold([PlainText(AlarmTables.CommentLength)] string Reason);

/// <param name="ReleasedAt">Absent while it lasts.</param>
public sealed record LegalHoldView(
    Guid Id,
    string? ItemUri,
    Guid? AssetId,
    DateTimeOffset? From,
    DateTimeOffset? To,
    string DistrictCode,
    string Reason,
    string SetBy,
    DateTimeOffset SetAt,
    string? ReleaseReason,
    string? ReleasedBy,
    DateTimeOffset? ReleasedAt
)
{
    internal static LegalHoldView Of(LegalHold hold) =>
        new(
            hold.Id,
            hold.ItemUri,
            hold.AssetId,
            hold.From,
            hold.To,
            hold.DistrictCode,
            hold.Reason,
            hold.SetBy,
            hold.SetAt,
            hold.ReleaseReason,
            hold.ReleasedBy,
            hold.ReleasedAt
        );
}
