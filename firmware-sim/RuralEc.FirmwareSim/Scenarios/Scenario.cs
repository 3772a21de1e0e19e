namespace RuralEc.FirmwareSim.Scenarios;

/// <summary>A fleet and its faults. The same scenario and start give the same readings, bit by bit.</summary>
internal sealed record Scenario
{
    /// <summary>Where all chance comes from.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>When simulated time begins; without it, so that simulated time ends now or begins now.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Counter of power-ups of every logger; without it, the second of the start.</summary>
    public uint? Boot { get; init; }

    /// <summary>°C whose crossings by the true air are written to the ground truth.</summary>
    public IReadOnlyList<double> LimitsCelsius { get; init; } = [];

    /// <summary>Loggers without a secret get one that is derived from this text and their id.</summary>
    public string? SecretKey { get; init; }

    /// <summary>What happens to all loggers of a group at once.</summary>
    public IReadOnlyDictionary<string, GroupSpec> Groups { get; init; } = new Dictionary<string, GroupSpec>();

    /// <summary>Trouble at random over the whole fleet; without it only by <c>--chaos</c>.</summary>
    public ChaosSpec? Chaos { get; init; }

    /// <summary>Loggers one by one.</summary>
    public IReadOnlyList<LoggerSpec> Loggers { get; init; } = [];

    /// <summary>Many loggers from one template each.</summary>
    public IReadOnlyList<FleetSpec> Fleets { get; init; } = [];
}

/// <summary>Loggers that share a fate, such as those of one node.</summary>
internal sealed record GroupSpec
{
    public IReadOnlyList<Fault> Faults { get; init; } = [];
}

/// <summary>
/// Trouble at random. Simulated time is cut into spans; in each, chance decides for each logger anew. All parts are from
/// 0 to 1.
/// </summary>
internal sealed record ChaosSpec
{
    /// <summary>Seed of the trouble; without it the scenario's.</summary>
    public long? Seed { get; init; }

    /// <summary>Seconds of a span.</summary>
    public double EverySeconds { get; init; } = 1800;

    /// <summary>Part of the spans in which the connection is killed.</summary>
    public double Kills { get; init; } = 0.5;

    /// <summary>Part of the spans in which messages are sent twice.</summary>
    public double Duplicates { get; init; } = 0.3;

    /// <summary>Part of the spans in which readings are sent out of order.</summary>
    public double Reorder { get; init; } = 0.2;

    /// <summary>Part of the spans in which the device's clock jumps, and jumps back at the span's end.</summary>
    public double ClockJumps { get; init; } = 0.1;

    /// <summary>The largest jump, in seconds either way.</summary>
    public double LargestJumpSeconds { get; init; } = 3600;
}
