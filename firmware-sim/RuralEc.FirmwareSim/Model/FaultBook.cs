using RuralEc.FirmwareSim.Scenarios;

namespace RuralEc.FirmwareSim.Model;

/// <summary>What goes wrong with one logger and when: what the scenario plans, and what chaos adds.</summary>
internal sealed class FaultBook
{
    private readonly Fault[] _planned;
    private readonly ChaosPlan? _chaos;
    private readonly double[] _edges;

    public FaultBook(IReadOnlyList<Fault> planned, ChaosPlan? chaos)
    {
        _planned = [.. planned];
        _chaos = chaos;
        _edges = [.. planned.SelectMany(f => (double[])[f.FromSeconds, f.EndSeconds]).Distinct().Order()];
    }

    public IReadOnlyList<Fault> Planned => _planned;

    /// <summary>The planned faults of a kind.</summary>
    public IEnumerable<Fault> Of(FaultKind kind) => _planned.Where(f => f.Kind == kind);

    /// <summary>The first fault of a kind that lasts at a second, planned or of chaos.</summary>
    public Fault? Active(FaultKind kind, double second)
    {
        foreach (var fault in _planned)
        {
            if (fault.Kind == kind && fault.Covers(second))
            {
                return fault;
            }
        }

        foreach (var fault in ChaosAt(second))
        {
            if (fault.Kind == kind && fault.Covers(second))
            {
                return fault;
            }
        }

        return null;
    }

    /// <summary>Seconds by which the device's clock is ahead.</summary>
    public double ClockError(double second)
    {
        var error = 0d;
        foreach (var fault in _planned)
        {
            error += ErrorOf(fault, second);
        }

        foreach (var fault in ChaosAt(second))
        {
            error += ErrorOf(fault, second);
        }

        return error;
    }

    /// <summary>When the next fault begins or ends.</summary>
    public double NextEdgeAfter(double second)
    {
        var next = double.PositiveInfinity;
        foreach (var edge in _edges)
        {
            if (edge > second)
            {
                next = edge;
                break;
            }
        }

        return _chaos is null ? next : Math.Min(next, _chaos.NextEdgeAfter(second));
    }

    /// <summary>The faults that chaos brings and that begin after one second and up to another.</summary>
    public IEnumerable<Fault> ChaosBetween(double after, double upTo) => _chaos?.Between(after, upTo) ?? [];

    private Fault[] ChaosAt(double second) => _chaos?.At(second) ?? [];

    private static double ErrorOf(Fault fault, double second) =>
        fault.Kind == FaultKind.ClockError && fault.Covers(second)
            ? (fault.OffsetSeconds ?? 0) + (second - fault.FromSeconds) * (fault.DriftPpm ?? 0) / 1e6
            : 0;
}
