using System.Globalization;
using RuralEc.Gs1;

namespace RuralEc.Traceability.Handovers;

/// <summary>
/// What was measured and found when goods passed from one party to another, and what the receiver decided
/// (GB 31605-2020, GB/T 28843-2024). Temperatures are in °C.
/// </summary>
internal sealed class HandoverRecord
{
    /// <summary>Made by the client.</summary>
    public Guid Id { get; set; }
    public Guid ShipmentId { get; set; }
    public HandoverKind Kind { get; set; }
    public Gln FromPartyGln { get; set; }
    public Gln ToPartyGln { get; set; }
    public Gln PlaceGln { get; set; }
    public decimal PlannedMinCelsius { get; set; }
    public decimal PlannedMaxCelsius { get; set; }
    public decimal? VehicleAirCelsius { get; set; }
    public decimal? PrecoolCelsius { get; set; }

    /// <summary>Outer-case or inner-pack surfaces, separated by blanks.</summary>
    public required string SurfaceCelsius { get; set; }
    public string? FewSurfacesReason { get; set; }
    public decimal? CoreCelsius { get; set; }
    public string? Instrument { get; set; }
    public DateOnly? InstrumentCalibrationDueOn { get; set; }

    /// <summary>On the clock of the device that took the temperatures.</summary>
    public DateTimeOffset MeasuredAt { get; set; }

    /// <summary>On the clock of the server.</summary>
    public DateTimeOffset RecordedAt { get; set; }
    public required string PackagingState { get; set; }

    /// <summary>Where the logger's series of the leg is found.</summary>
    public string? SensorSeries { get; set; }
    public required string HandedOverBy { get; set; }
    public required string AccountId { get; set; }
    public required string Fingerprint { get; set; }

    /// <summary>The receiver's decision, and the step which recorded it.</summary>
    public HandoverDecision? Decision { get; set; }
    public Guid? DecisionId { get; set; }
    public string? Reason { get; set; }
    public string? ReceivedBy { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
    public int Version { get; set; }

    public HandoverTemperatures Temperatures =>
        new(
            PlannedMinCelsius,
            PlannedMaxCelsius,
            VehicleAirCelsius,
            PrecoolCelsius,
            ReadSurfaces(SurfaceCelsius),
            CoreCelsius,
            FewSurfacesReason,
            InstrumentCalibrationDueOn
        );

    public static IReadOnlyList<decimal> ReadSurfaces(string surfaces) =>
        [
            .. surfaces
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(celsius => decimal.Parse(celsius, CultureInfo.InvariantCulture)),
        ];

    public static string WriteSurfaces(IEnumerable<decimal> surfaces) =>
        string.Join(' ', surfaces.Select(celsius => celsius.ToString("0.###", CultureInfo.InvariantCulture)));
}
