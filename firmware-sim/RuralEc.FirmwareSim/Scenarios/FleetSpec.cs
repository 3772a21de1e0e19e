namespace RuralEc.FirmwareSim.Scenarios;

/// <summary>Many loggers from one template.</summary>
internal sealed record FleetSpec
{
    public required int Count { get; init; }

    /// <summary>Number of the first logger.</summary>
    public int First { get; init; } = 1;

    /// <summary>Loggers in one group: <c>{g}</c> in the template counts these groups from 1.</summary>
    public int PerGroup { get; init; } = 1;

    /// <summary>
    /// What each is like. In <c>device</c>, <c>party</c>, <c>group</c> and <c>secret</c>, <c>{n}</c> stands for the
    /// logger's number and <c>{g}</c> for its group's, <c>{n:5}</c> with at least five digits.
    /// </summary>
    public required LoggerSpec Like { get; init; }

    /// <summary>How they differ.</summary>
    public VarySpec? Vary { get; init; }
}

/// <summary>How loggers of one template differ: each value lies by chance within so much of the template's.</summary>
internal sealed record VarySpec
{
    public double BaseCelsius { get; init; }

    public double AmbientCelsius { get; init; }

    public double Noise { get; init; }

    public double CycleCelsius { get; init; }

    public double CycleSeconds { get; init; }

    public double HumidityPercent { get; init; }

    public double BatteryPercent { get; init; }

    /// <summary>Forms of payload, given out in turn.</summary>
    public IReadOnlyList<PayloadForm> Payloads { get; init; } = [];
}
