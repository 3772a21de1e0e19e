namespace RuralEc.FirmwareSim.Play;

/// <summary>How a scenario is played.</summary>
/// <param name="Broker">Address, <c>mqtt://host:port</c> or <c>mqtts://host:port</c>.</param>
/// <param name="Speed">Simulated seconds in a real one.</param>
/// <param name="DurationSeconds">Simulated seconds to play; infinite until Ctrl-C.</param>
/// <param name="ConnectsPerSecond">Attempts to connect in a real second.</param>
/// <param name="Drain">Real time at the end in which what is left is still sent.</param>
/// <param name="ReportEvery">Real time between two lines of figures.</param>
/// <param name="TruthPath">Where the ground truth is written, or null.</param>
internal sealed record PlayOptions(
    Uri Broker,
    double Speed,
    double DurationSeconds,
    double ConnectsPerSecond,
    TimeSpan Drain,
    TimeSpan ReportEvery,
    string? TruthPath = null
);
