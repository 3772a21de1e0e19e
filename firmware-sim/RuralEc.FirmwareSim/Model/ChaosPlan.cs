using RuralEc.FirmwareSim.Mqtt;
using RuralEc.FirmwareSim.Scenarios;

namespace RuralEc.FirmwareSim.Model;

/// <summary>
/// Trouble at random for one logger, a pure function of seed and span: killed connections, repeated messages, readings
/// out of order, jumps of the clock. A fault of chaos never outlasts its span.
/// </summary>
internal sealed class ChaosPlan(ChaosSpec spec, long seed, string device)
{
    private const double RepeatedShare = 0.5;
    private const double LongestHold = 900;

    private readonly Dice _dice = new(seed, device);
    private Span _last = new(-1, []);

    /// <summary>The faults of the span that a second lies in.</summary>
    public Fault[] At(double second) => Of((long)Math.Max(0, Math.Floor(second / spec.EverySeconds)));

    public double NextEdgeAfter(double second)
    {
        var span = (long)Math.Max(0, Math.Floor(second / spec.EverySeconds));
        var next = (span + 1) * spec.EverySeconds;
        foreach (var fault in Of(span))
        {
            next = fault.FromSeconds > second ? Math.Min(next, fault.FromSeconds) : next;
            next = fault.EndSeconds > second ? Math.Min(next, fault.EndSeconds) : next;
        }

        return next;
    }

    public IEnumerable<Fault> Between(double after, double upTo)
    {
        for (
            var span = (long)Math.Max(0, Math.Floor(after / spec.EverySeconds));
            span * spec.EverySeconds <= upTo;
            span++
        )
        {
            foreach (var fault in Of(span).Where(f => f.FromSeconds > after && f.FromSeconds <= upTo))
            {
                yield return fault;
            }
        }
    }

    private Fault[] Of(long index)
    {
        // Read and replaced as a whole, so that two threads may ask.
        var span = _last;
        if (span.Index != index)
        {
            span = new(index, [.. Make(index)]);
            _last = span;
        }

        return span.Faults;
    }

    private IEnumerable<Fault> Make(long index)
    {
        var begin = index * spec.EverySeconds;
        var end = begin + spec.EverySeconds;
        if (_dice.Uniform("chaos/kill", index) < spec.Kills)
        {
            var from = Math.Floor(begin + 0.9 * spec.EverySeconds * _dice.Uniform("chaos/kill/from", index));
            // Most outages are short, some last.
            var part = Math.Pow(_dice.Uniform("chaos/kill/for", index), 3);
            yield return Plain(FaultKind.NetworkLoss, from, Math.Max(1, Math.Floor(part * (end - from)))) with
            {
                Break = (Break)(int)(3 * _dice.Uniform("chaos/kill/how", index)),
            };
        }

        if (_dice.Uniform("chaos/repeat", index) < spec.Duplicates)
        {
            var from = From("chaos/repeat/from");
            yield return Plain(FaultKind.Duplicates, from, end - from) with
            {
                Share = RepeatedShare,
            };
        }

        if (_dice.Uniform("chaos/order", index) < spec.Reorder)
        {
            var from = From("chaos/order/from");
            yield return Plain(FaultKind.OutOfOrder, from, end - from) with
            {
                SpreadSeconds = LongestHold * _dice.Uniform("chaos/order/spread", index),
            };
        }

        if (_dice.Uniform("chaos/jump", index) < spec.ClockJumps)
        {
            var from = From("chaos/jump/from");
            var size = 2 * _dice.Uniform("chaos/jump/size", index) - 1;
            yield return Plain(FaultKind.ClockError, from, end - from) with
            {
                OffsetSeconds = Math.Round(spec.LargestJumpSeconds * size * Math.Abs(size)),
            };
        }

        double From(string stream) => Math.Floor(begin + 0.5 * spec.EverySeconds * _dice.Uniform(stream, index));
    }

    private static Fault Plain(FaultKind kind, double from, double length) =>
        new()
        {
            Kind = kind,
            FromSeconds = from,
            ForSeconds = length,
        };

    private sealed record Span(long Index, Fault[] Faults);
}
