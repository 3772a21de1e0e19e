using System.Diagnostics;

namespace RuralEc.Logistics.Siting;

/// <summary>The clock, the cancellation and the listener of one search.</summary>
internal sealed class Pulse(TimeSpan limit, IProgress<SitingProgress>? listener, CancellationToken ct)
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _last = TimeSpan.MinValue;

    public TimeSpan Elapsed => _watch.Elapsed;

    public TimeSpan Left => limit - _watch.Elapsed;

    public bool Cancelled => ct.IsCancellationRequested;

    public bool Stop => Cancelled || Left <= TimeSpan.Zero;

    /// <summary>From what is minimized within to the objective that the caller asked for.</summary>
    public Func<double, double> Outward { get; set; } = static value => value;

    /// <summary>A best choice that is worse than this is none: it leaves someone unserved or costs too much.</summary>
    public double Worst { get; set; } = double.PositiveInfinity;

    /// <summary>While another question than the caller's is asked.</summary>
    public bool Quiet { get; set; }

    /// <summary>Tells the listener at most ten times a second.</summary>
    public void Tell(double best, double bound)
    {
        var elapsed = Elapsed;
        if (listener is null || Quiet || elapsed - Rest < _last)
        {
            return;
        }

        _last = elapsed;
        var (outBest, outBound) = (best <= Worst ? Known(best) : null, Known(bound));
        listener.Report(new(elapsed, outBest, outBound, GapOf(outBest, outBound)));
    }

    public double? Known(double value) => double.IsFinite(value) ? Outward(value) : null;

    public static double? GapOf(double? best, double? bound) =>
        (best, bound) is ({ } one, { } other)
            ? one == other
                ? 0
                : Math.Abs(one - other) / Math.Max(Math.Abs(one), 1)
            : null;
}
