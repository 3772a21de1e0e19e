using RuralEc.Gs1;

namespace RuralEc.ColdChain.Alarms.Windows;

/// <summary>
/// A time in which warmth is expected: defrosting, loading, maintenance. It delays the telling of an alarm to its end at
/// most; it hides no alarm and changes no verdict.
/// </summary>
internal sealed class PlannedWindow
{
    /// <summary>Clock times of windows are those of China, which has no summer time.</summary>
    public static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <summary>Made by the client.</summary>
    public Guid Id { get; set; }
    public WindowKind Kind { get; set; }

    /// <summary>One asset; null for all of the party's at the node.</summary>
    public Guid? AssetId { get; set; }
    public Gln? NodeGln { get; set; }
    public Gln PartyGln { get; set; }

    /// <summary>GB/T 2260 code of the district whose officers see it.</summary>
    public required string DistrictCode { get; set; }

    /// <summary>The start of the first, or only, occurrence.</summary>
    public DateTimeOffset From { get; set; }
    public int LengthMinutes { get; set; }

    /// <summary>Bit 0 is Monday; 0 is once.</summary>
    public int Weekdays { get; set; }
    public string? Note { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string RecordedBy { get; set; }

    /// <summary>Withdrawn: a running occurrence ends then, later ones do not come.</summary>
    public DateTimeOffset? EndedAt { get; set; }
    public int Version { get; set; }

    /// <summary>The occurrence in which a moment lies: from its start to before its end.</summary>
    public (DateTimeOffset From, DateTimeOffset To)? At(DateTimeOffset moment)
    {
        // No window is longer than a day, so it began today or yesterday.
        for (var back = 0; back <= 1; back++)
        {
            var day = moment.ToOffset(China).Date.AddDays(-back);
            var from = new DateTimeOffset(day + From.ToOffset(China).TimeOfDay, China);
            var falls = Weekdays == 0 ? from == From : from >= From && (Weekdays & BitOf(day.DayOfWeek)) != 0;
            var to = from.AddMinutes(LengthMinutes);
            to = EndedAt is { } ended && ended < to ? ended : to;
            if (falls && from <= moment && moment < to)
            {
                return (from, to);
            }
        }

        return null;
    }

    /// <summary>The start of the occurrence that runs or comes next; null when none does.</summary>
    public DateTimeOffset? Next(DateTimeOffset now)
    {
        if (At(now) is { } running)
        {
            return running.From;
        }

        var first = (now > From ? now : From).ToOffset(China).Date;
        return Enumerable
            .Range(0, 8)
            .Select(days => new DateTimeOffset(first.AddDays(days) + From.ToOffset(China).TimeOfDay, China))
            .Where(start => start > now && At(start) is not null)
            .Select(start => (DateTimeOffset?)start)
            .FirstOrDefault();
    }

    /// <summary>Bit of a weekday in <see cref="Weekdays"/>.</summary>
    public static int BitOf(DayOfWeek day) => 1 << (((int)day + 6) % 7);
}

public enum WindowKind
{
    Defrost,
    Loading,
    Maintenance,
}
