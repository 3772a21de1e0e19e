using RuralEc.Gs1;
using RuralEc.Traceability.Lots;

namespace RuralEc.Traceability.Flows;

/// <summary>Of which part of the country flows of goods are asked.</summary>
/// <param name="Prefix">The beginning of division codes: empty for all, 6 digits for a district, 9 for a town.</param>
/// <param name="Places">GLNs of the nodes in it.</param>
/// <param name="PlacesOnly">Parties that are registered in it do not count, only what happened at the places.</param>
public sealed record FlowScope(string Prefix, IReadOnlyCollection<Gln> Places, bool PlacesOnly);

/// <summary>That a lot was sent off.</summary>
/// <param name="MakerGln">Who made the lot.</param>
/// <param name="CertificateRequired">Its class is on the list for which a certificate is due.</param>
/// <param name="Certificate">Number of its certificate that is valid; null where there is none.</param>
public sealed record ShippedLot(
    Guid StepId,
    DateTimeOffset At,
    Gln PlaceGln,
    Gtin Gtin,
    BatchNumber Lot,
    string ProductClass,
    Gln MakerGln,
    string? MakerName,
    bool MakerIsCooperative,
    bool CertificateRequired,
    string? Certificate
);

/// <summary>That a lot was received.</summary>
/// <param name="Complete">Its way up to here is without gaps.</param>
public sealed record ReceivedLot(
    Guid StepId,
    DateTimeOffset At,
    Gln PlaceGln,
    Gtin Gtin,
    BatchNumber Lot,
    string? DespatchNumber,
    bool Complete
);

/// <summary>A step by which goods came into a part of the country, or in which some of them were lost.</summary>
/// <param name="InKg">What came in, kg; null where the mass of a box is not known.</param>
/// <param name="LossKg">What was lost, or more than was there when negative, kg; null where it is not known.</param>
public sealed record MassStep(
    Guid StepId,
    StepKind Kind,
    DateTimeOffset At,
    Gln PlaceGln,
    decimal? InKg,
    decimal? LossKg
);

/// <summary>What steps say of the flow of goods in a time.</summary>
/// <param name="Cut">There was more than is looked at; the oldest of it is left out.</param>
public sealed record FlowFacts(
    IReadOnlyList<ShippedLot> Shipped,
    IReadOnlyList<ReceivedLot> Received,
    IReadOnlyList<MassStep> Masses,
    bool Cut
);
