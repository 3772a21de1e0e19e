using RuralEc.Gs1;

namespace RuralEc.Server.Pages.Network;

/// <summary>One record behind a figure, and what it adds above and below the line.</summary>
/// <param name="Id">Its number or key, such as a lot or a GLN; a subject counts once however often it stands here.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Place">Where it was.</param>
/// <param name="Day">The day in China; null for what has none, such as a village.</param>
/// <param name="Numerator">Null where it says nothing of it.</param>
/// <param name="Denominator">Null where it says nothing of it.</param>
/// <param name="Note">What else is to be known.</param>
/// <param name="Link">Where to read more.</param>
public sealed record SourceRow(
    string Id,
    string Name,
    Gln? Place,
    DateOnly? Day,
    double? Numerator,
    double? Denominator,
    string Note = "",
    string? Link = null
);
