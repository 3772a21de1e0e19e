namespace RuralEc.FirmwareSim.Scenarios;

/// <summary>Which fields a fault of each kind has, and from where to where they run.</summary>
internal static class FaultRules
{
    private static readonly FaultField[] Everywhere =
    [
        new("deviceShare", f => f.DeviceShare, 0, 1),
        new("startSpreadSeconds", f => f.StartSpreadSeconds, 0, ScenarioRules.YearSeconds),
    ];

    private static readonly FaultField[] Warmth =
    [
        new("riseCelsius", f => f.RiseCelsius, -100, 100),
        new("tauSeconds", f => f.TauSeconds, 1, ScenarioRules.YearSeconds),
        new("recoveryTauSeconds", f => f.RecoveryTauSeconds, 1, ScenarioRules.YearSeconds),
    ];

    private static readonly FaultField[] Repetition =
    [
        new("everySeconds", f => f.EverySeconds, 1, ScenarioRules.YearSeconds),
        new("eachSeconds", f => f.EachSeconds, 1, ScenarioRules.YearSeconds),
    ];

    private static readonly FaultField Share = new("share", f => f.Share, 0, 1);
    private static readonly FaultField Curve = new("curve", f => f.Curve?.Count, 1, 10_000);
    private static readonly FaultField PerDay = new("celsiusPerDay", f => f.CelsiusPerDay, -1000, 1000);
    private static readonly FaultField Boot = new("boot", f => f.Boot, 0, uint.MaxValue);
    private static readonly FaultField Break = new("break", f => (double?)f.Break, 0, double.MaxValue);
    private static readonly FaultField Spread = new(
        "spreadSeconds",
        f => f.SpreadSeconds,
        0,
        ScenarioRules.YearSeconds
    );
    private static readonly FaultField Drift = new("driftPpm", f => f.DriftPpm, -100_000, 100_000);

    private static readonly FaultField Offset = new(
        "offsetSeconds",
        f => f.OffsetSeconds,
        -10 * ScenarioRules.YearSeconds,
        10 * ScenarioRules.YearSeconds
    );

    private static readonly FaultField[] All =
    [
        .. Everywhere,
        .. Warmth,
        .. Repetition,
        Share,
        Curve,
        PerDay,
        Boot,
        Break,
        Spread,
        Drift,
        Offset,
    ];

    /// <summary>The fields of a kind besides <c>kind</c>, <c>fromSeconds</c>, <c>forSeconds</c> and those of every fault.</summary>
    public static IReadOnlyList<FaultField> FieldsOf(FaultKind kind) =>
        kind switch
        {
            FaultKind.RefrigerationFailure => [.. Warmth, Curve],
            FaultKind.Door or FaultKind.Defrost => [.. Warmth, .. Repetition],
            FaultKind.SensorDrift => [PerDay],
            FaultKind.Spikes => [Share, Warmth[0]],
            FaultKind.LostBootCounter => [Boot],
            FaultKind.NetworkLoss => [Break],
            FaultKind.Duplicates or FaultKind.Malformed => [Share],
            FaultKind.OutOfOrder => [Spread],
            FaultKind.ClockError => [Offset, Drift],
            FaultKind.StuckSensor
            or FaultKind.NoValue
            or FaultKind.BatteryEnd
            or FaultKind.PowerLoss
            or FaultKind.Reboot
            or FaultKind.Flood
            or FaultKind.NoClock => [],
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <exception cref="ScenarioException">At the first thing that is wrong.</exception>
    public static void Check(IReadOnlyList<Fault> faults, Place place)
    {
        foreach (var (index, fault) in faults.Index())
        {
            Check(fault, place.At(index));
        }
    }

    private static void Check(Fault fault, Place place)
    {
        place.To("fromSeconds").Within(fault.FromSeconds, 0, ScenarioRules.YearSeconds);
        place.To("forSeconds").Within(fault.ForSeconds, 0, ScenarioRules.YearSeconds);
        var known = Everywhere.Concat(FieldsOf(fault.Kind)).ToList();
        foreach (var field in All)
        {
            if (field.Of(fault) is not { } value)
            {
                continue;
            }

            if (!known.Contains(field))
            {
                throw place.To(field.Name).Wrong($"a fault {ScenarioFile.WordOf(fault.Kind)} has no such field");
            }

            place.To(field.Name).Within(value, field.Low, field.High);
        }

        if (fault.EachSeconds is not null != fault.EverySeconds is not null && fault.Kind == FaultKind.Door)
        {
            throw place.Wrong("a door that opens again and again has both everySeconds and eachSeconds");
        }

        if (fault.EachSeconds >= fault.EverySeconds)
        {
            throw place.To("eachSeconds").Wrong("it must be shorter than everySeconds");
        }

        var last = -1d;
        foreach (var (index, point) in (fault.Curve ?? []).Index())
        {
            place.To("curve").At(index).To("atSeconds").Within(point.AtSeconds, last, ScenarioRules.YearSeconds);
            place.To("curve").At(index).To("celsius").Within(point.Celsius, -100, 100);
            last = point.AtSeconds;
        }
    }
}

/// <summary>A field that only some kinds of faults have.</summary>
internal sealed record FaultField(string Name, Func<Fault, double?> Of, double Low, double High);
