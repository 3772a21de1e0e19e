using RuralEc.FirmwareSim.Model;
using RuralEc.FirmwareSim.Scenarios;

namespace RuralEc.FirmwareSim.Truth;

/// <summary>The air passed a limit. Air that begins above a limit passes it at the start.</summary>
internal sealed record Crossing(double LimitCelsius, double Second, bool IsUp);

/// <summary>Finds, to the millisecond, when the true air passes limits; it is asked for one stretch after the other.</summary>
internal sealed class Crossings(Air air, LoggerSpec logger, IReadOnlyList<double> limits)
{
    // A rise above a limit that is shorter may be missed.
    private const double LongestStep = 5;
    private const double Precision = 0.0005;

    private readonly bool[] _above = new bool[limits.Count];
    private readonly double _step =
        logger.CycleCelsius > 0 ? Math.Min(LongestStep, logger.CycleSeconds / 8) : LongestStep;
    private double _known = double.NegativeInfinity;

    /// <param name="after">Where the last stretch ended.</param>
    /// <param name="upTo">Seconds before 0 are passed over.</param>
    public IEnumerable<Crossing> Between(double after, double upTo)
    {
        if (limits.Count == 0 || upTo < 0)
        {
            yield break;
        }

        var from = Math.Max(after, 0);
        if (double.IsNegativeInfinity(_known))
        {
            from = _known = 0;
            foreach (var crossing in At(0, 0))
            {
                yield return crossing;
            }
        }

        if (CannotReach(from, upTo))
        {
            _known = upTo;
            yield break;
        }

        while (_known < upTo)
        {
            var next = Math.Min(_known + _step, upTo);
            foreach (var crossing in At(next, _known))
            {
                yield return crossing;
            }

            _known = next;
        }
    }

    private IEnumerable<Crossing> At(double second, double before)
    {
        var celsius = air.At(second);
        for (var i = 0; i < limits.Count; i++)
        {
            if (celsius > limits[i] != _above[i])
            {
                _above[i] = !_above[i];
                yield return new(limits[i], Exact(limits[i], before, second, _above[i]), _above[i]);
            }
        }
    }

    private double Exact(double limit, double before, double after, bool isUp)
    {
        while (after - before > Precision)
        {
            var middle = (before + after) / 2;
            if (air.At(middle) > limit == isUp)
            {
                after = middle;
            }
            else
            {
                before = middle;
            }
        }

        return after;
    }

    // Most of the time only the compressor's cycle moves the air, and it stays on one side of every limit.
    private bool CannotReach(double from, double to) =>
        air.IsSteady(from, to)
        && limits.All(limit => Math.Abs(limit - logger.BaseCelsius) > logger.CycleCelsius)
        && limits.Index().All(limit => logger.BaseCelsius > limit.Item == _above[limit.Index]);
}
