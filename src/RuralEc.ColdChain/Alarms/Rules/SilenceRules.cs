namespace RuralEc.ColdChain.Alarms.Rules;

/// <summary>
/// Who is silent, and whether it is one logger or a whole node. The loggers of one node that fall silent together are
/// one alarm with members, because somebody cut the power and not two hundred batteries. Pure; silence is the one rule
/// that goes by the server's clock, since nothing arrives that could carry a time.
/// </summary>
internal static class SilenceRules
{
    /// <summary>Fewer loggers are told one by one.</summary>
    public const int FewestTogether = 3;

    /// <summary>Part of the loggers that spoke at that time, which has to be silent for the node to be dark.</summary>
    public const double PartTogether = 0.8;

    /// <param name="loggers">All that are mounted at one node of one party, or a single one that drives.</param>
    /// <param name="dark">The node's open alarm with everybody who has been in it, or null.</param>
    /// <param name="listeningSince">Nobody can be overdue before the server listened.</param>
    public static IReadOnlyList<SilenceNews> Decide(
        IReadOnlyList<WatchedLogger> loggers,
        DarkNode? dark,
        DateTimeOffset now,
        DateTimeOffset listeningSince
    )
    {
        var news = new List<SilenceNews>();
        news.AddRange(loggers.Where(l => l.SpeaksAgain).Select(l => new SilenceNews.Speaks(l.Device, l.HeardAt)));
        var silent = loggers.Where(l => l.IsSilent(now, listeningSince)).ToList();
        if (dark is not null)
        {
            news.AddRange(InTheDark(loggers, silent, dark, now, listeningSince));
            return news;
        }

        var together = Together(silent, loggers);
        if (IsNode(together, loggers))
        {
            news.Add(new SilenceNews.NodeDark(together.Max(l => l.HeardAt)));
            news.AddRange(together.Where(l => l.AlarmedSince is not null).Select(l => new SilenceNews.Joins(l.Device)));
        }
        else
        {
            together = [];
        }

        var waiting = Suspects(loggers, silent, now, listeningSince);
        news.AddRange(
            silent
                .Where(l => l.AlarmedSince is null)
                .Where(l => together.Contains(l) || !waiting.Contains(l))
                .Select(l => new SilenceNews.Falls(l.Device, l.HeardAt, together.Contains(l)))
        );
        return news;
    }

    /// <summary>Members leave when they are heard; who stays silent after half of them came back has its own reason.</summary>
    private static IReadOnlyList<SilenceNews> InTheDark(
        IReadOnlyList<WatchedLogger> loggers,
        List<WatchedLogger> silent,
        DarkNode dark,
        DateTimeOffset now,
        DateTimeOffset listeningSince
    )
    {
        DateTimeOffset[] left =
        [
            .. dark
                .Members.Select(m =>
                    m.LeftAt ?? loggers.FirstOrDefault(l => l.Device == m.Device && l.SpeaksAgain)?.HeardAt
                )
                .OfType<DateTimeOffset>()
                .Order(),
        ];
        var half = (dark.Members.Count + 1) / 2;
        DateTimeOffset? returnedAt = half > 0 && left.Length >= half ? left[half - 1] : null;
        var window = loggers.Select(l => l.Limit).DefaultIfEmpty().Max();
        var fallen = silent.Where(l => l.AlarmedSince is null).ToList();
        var joining = fallen.Where(l => returnedAt is null && l.HeardAt >= dark.OnsetAt - window).ToList();
        var remaining = silent.Where(l => dark.Members.Any(m => m.Device == l.Device && m.LeftAt is null)).ToList();
        var late = remaining
            .Where(l => returnedAt is { } back && now - Moments.Later(back, listeningSince) > l.Limit)
            .ToList();
        IEnumerable<SilenceNews> end =
            joining.Count == 0 && remaining.Count == late.Count
                ? [new SilenceNews.NodeBack(late.Count == 0 && left.Length > 0 ? left[^1] : now)]
                : [];
        return
        [
            .. fallen.Select(l => new SilenceNews.Falls(l.Device, l.HeardAt, joining.Contains(l))),
            .. late.Select(l => new SilenceNews.StandsAlone(l.Device)),
            .. end,
        ];
    }

    /// <summary>Those whose last sign of life lies within one window: the longest that one of them may be silent.</summary>
    private static List<WatchedLogger> Together(List<WatchedLogger> silent, IReadOnlyList<WatchedLogger> loggers)
    {
        if (silent.Count == 0)
        {
            return [];
        }

        var last = silent.Max(l => l.HeardAt);
        var window = loggers.Max(l => l.Limit);
        return [.. silent.Where(l => l.HeardAt >= last - window)];
    }

    /// <summary>Whoever was heard later is alive; who was not due since says nothing either way.</summary>
    private static bool IsNode(List<WatchedLogger> together, IReadOnlyList<WatchedLogger> loggers)
    {
        if (together.Count < FewestTogether)
        {
            return false;
        }

        var last = together.Max(l => l.HeardAt);
        var alive = loggers.Count(l => l.HeardAt > last);
        return together.Count >= PartTogether * (together.Count + alive);
    }

    /// <summary>
    /// The silent ones that wait a little, because so many others are overdue, too, that it may be the node. Nobody
    /// waits for longer than his limit again.
    /// </summary>
    private static List<WatchedLogger> Suspects(
        IReadOnlyList<WatchedLogger> loggers,
        List<WatchedLogger> silent,
        DateTimeOffset now,
        DateTimeOffset listeningSince
    )
    {
        var overdue = loggers
            .Where(l => silent.Contains(l) || now - Moments.Later(l.HeardAt, listeningSince) > l.Limit / 2)
            .ToList();
        var together = Together(overdue, loggers);
        return IsNode(together, loggers)
            ? [.. together.Where(l => now - Moments.Later(l.HeardAt, listeningSince) <= 2 * l.Limit)]
            : [];
    }
}

/// <param name="HeardAt">Its last sign of life, or since when it is there.</param>
/// <param name="Limit">How long it may be silent.</param>
/// <param name="AlarmedSince">Onset of its open alarm; null when it has none.</param>
internal sealed record WatchedLogger(
    string Device,
    DateTimeOffset HeardAt,
    TimeSpan Limit,
    DateTimeOffset? AlarmedSince = null
)
{
    /// <summary>Only a message ends a silence: after a restart the server does not know yet.</summary>
    public bool SpeaksAgain => AlarmedSince is { } since && HeardAt > since;

    public bool IsSilent(DateTimeOffset now, DateTimeOffset listeningSince) =>
        AlarmedSince is not null ? !SpeaksAgain : now - (HeardAt > listeningSince ? HeardAt : listeningSince) > Limit;
}

/// <summary>An open alarm of a node.</summary>
/// <param name="OnsetAt">The last sign of life of those it began with.</param>
internal sealed record DarkNode(DateTimeOffset OnsetAt, IReadOnlyList<DarkMember> Members);

/// <param name="LeftAt">When it was heard again; null while it is silent.</param>
internal sealed record DarkMember(string Device, DateTimeOffset? LeftAt);

/// <summary>What changed about silence.</summary>
internal abstract record SilenceNews
{
    private SilenceNews() { }

    /// <summary>A logger is silent now; <paramref name="Grouped"/> as part of a dark node.</summary>
    public sealed record Falls(string Device, DateTimeOffset OnsetAt, bool Grouped) : SilenceNews;

    public sealed record Speaks(string Device, DateTimeOffset At) : SilenceNews;

    /// <summary>The node is dark; those that fall grouped and those that join are its members.</summary>
    public sealed record NodeDark(DateTimeOffset OnsetAt) : SilenceNews;

    /// <summary>An alarm of its own becomes part of the node's.</summary>
    public sealed record Joins(string Device) : SilenceNews;

    /// <summary>A member stays silent though the node came back: it is an alarm of its own from now on.</summary>
    public sealed record StandsAlone(string Device) : SilenceNews;

    public sealed record NodeBack(DateTimeOffset At) : SilenceNews;
}
