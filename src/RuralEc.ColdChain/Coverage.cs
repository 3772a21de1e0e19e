namespace RuralEc.ColdChain;

/// <summary>How much of a window the readings speak for, and where they are silent.</summary>
/// <param name="Window">From the first to the last instant asked about.</param>
/// <param name="Covered">Time within some reading's interval.</param>
/// <param name="Gaps">Silences in order of time.</param>
public sealed record Coverage(TimeSpan Window, TimeSpan Covered, IReadOnlyList<Gap> Gaps)
{
    /// <summary>Covered part of the window, 0 to 1; 0 for an empty window.</summary>
    public double Part => Window > TimeSpan.Zero ? Covered / Window : 0;

    /// <summary>
    /// A reading speaks from its instant for <paramref name="interval"/>, the time until the next one is due.
    /// </summary>
    /// <param name="times">Instants of readings in any order; those outside the window are ignored.</param>
    public static Coverage Of(
        IEnumerable<DateTimeOffset> times,
        DateTimeOffset from,
        DateTimeOffset to,
        TimeSpan interval
    ) => OfSpans(times.Select(t => (t, t + interval)), from, to);

    /// <summary>The same for readings that speak for different times.</summary>
    public static Coverage OfSpans(
        IEnumerable<(DateTimeOffset From, DateTimeOffset To)> spans,
        DateTimeOffset from,
        DateTimeOffset to
    )
    {
        var gaps = new List<Gap>();
        var silent = TimeSpan.Zero;
        var until = from;
        foreach (var span in spans.Where(s => s.To > from && s.From < to).OrderBy(s => s.From))
        {
            if (span.From > until)
            {
                gaps.Add(new(until, span.From));
                silent += span.From - until;
            }

            until = span.To > until ? span.To : until;
        }

        if (until < to)
        {
            gaps.Add(new(until, to));
            silent += to - until;
        }

        return new(to - from, to - from - silent, gaps);
    }
}

/// <summary>A silence: nobody knows the temperature in it.</summary>
public sealed record Gap(DateTimeOffset From, DateTimeOffset To);
