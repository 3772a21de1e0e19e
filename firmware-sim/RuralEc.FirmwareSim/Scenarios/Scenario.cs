namespace RuralEc.FirmwareSim.Scenarios;

/// <summary>A fleet and its faults. The same scenario and start give the same readings, bit by bit.</summary>
public sealed record Scenario
{
    /// <summary>Where all chance comes from.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>When simulated time begins; without it, so that simulated time ends now or begins now.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Counter of power-ups of every logger; without it, the second of the start.</summary>
    public uint? Boot { get; init; }

    /// <summary>The loggers one by one.</summary>
    public IReadOnlyList<LoggerSpec> Loggers { get; init; } = [];

    /// <summary>Many loggers of one kind, besides <see cref="Loggers"/>.</summary>
    public FleetSpec? Fleet { get; init; }

    /// <summary>Every logger that takes part.</summary>
    internal IEnumerable<LoggerSpec> Everyone => Loggers.Concat(Fleet?.Members() ?? []);
}

/// <summary>Many loggers alike.</summary>
public sealed record FleetSpec
{
    public required int Count { get; init; }

    /// <summary>What each is like; its <see cref="LoggerSpec.Device"/> is the prefix of the numbered ids.</summary>
    public required LoggerSpec Like { get; init; }

    internal IEnumerable<LoggerSpec> Members() =>
        Enumerable.Range(1, Count).Select(number => Like with { Device = $"{Like.Device}{number:D4}" });
}
