using System.Globalization;
using RuralEc.Gs1;
using RuralEc.Logistics.Network;

namespace RuralEc.Server.Pages.Network;

/// <summary>Of what figures are shown: it stands in the address, so that a page can be passed on.</summary>
/// <param name="District">6 digits; null for all within reach.</param>
/// <param name="Town">9 digits, of the district.</param>
/// <param name="Span">How the time was chosen: <c>7</c>, <c>30</c>, <c>90</c>, <c>month</c> or <c>free</c>.</param>
/// <param name="AsOf">What was recorded after this day does not count.</param>
/// <param name="Fault">Part of what was asked makes no sense, and something else is shown instead.</param>
public sealed record FigureSelection(
    string? District,
    string? Town,
    Gln? Node,
    string Span,
    DateOnly From,
    DateOnly To,
    DateOnly AsOf,
    bool Fault = false
)
{
    /// <summary>Longer times than this are cut: a year and a month.</summary>
    public const int MostDays = 400;

    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    public NetworkScope Scope => new(Town ?? District ?? "", Node);

    public NetworkPeriod Period => PeriodOf(From, To);

    /// <summary>As many days just before.</summary>
    public NetworkPeriod Before => PeriodOf(From.AddDays(-Period.Days), From.AddDays(-1));

    /// <summary>The same in an address, with the days themselves: it means the same tomorrow.</summary>
    public string Query => QueryOf("from", "to");

    /// <summary>The same for the API.</summary>
    public string ApiQuery => QueryOf("fromDay", "toDay");

    /// <summary>The same of another district or town.</summary>
    public FigureSelection Within(string code) =>
        this with
        {
            District = code[..6],
            Town = code.Length == 9 ? code : null,
            Node = null,
        };

    public static FigureSelection Of(
        string? district,
        string? town,
        string? node,
        string? span,
        string? month,
        string? from,
        string? to,
        string? asOf,
        DateOnly today
    )
    {
        var (knownDistrict, wrongDistrict) = CodeOf(district, 6);
        var (knownTown, wrongTown) = CodeOf(town, 9);
        if (knownTown is not null && knownDistrict is not null && knownTown[..6] != knownDistrict)
        {
            // The district was chosen anew, and the town is still that of the one before.
            knownTown = null;
        }

        var wrongNode = !Gln.TryParse(node, out var gln) && !string.IsNullOrEmpty(node);
        var day = DayOf(asOf) is { } known && known <= today ? known : today;
        var last = day == today ? day.AddDays(-1) : day;
        var (chosen, first, end, wrongTime) = TimeOf(span, month, from, to, last);
        return new(
            knownDistrict ?? knownTown?[..6],
            knownTown,
            wrongNode || string.IsNullOrEmpty(node) ? null : gln,
            chosen,
            first,
            end,
            day,
            wrongDistrict || wrongTown || wrongNode || wrongTime || (!string.IsNullOrEmpty(asOf) && DayOf(asOf) != day)
        );
    }

    private static (string Span, DateOnly From, DateOnly To, bool Wrong) TimeOf(
        string? span,
        string? month,
        string? from,
        string? to,
        DateOnly last
    )
    {
        switch (span)
        {
            case "7" or "90":
                var days = int.Parse(span, CultureInfo.InvariantCulture);
                return (span, last.AddDays(1 - days), last, false);
            case "month" when DayOf(month + "-01") is { } first:
                return (span, first, first.AddMonths(1).AddDays(-1), false);
            case null or "" or "free" when DayOf(from) is { } begin && DayOf(to) is { } end && begin <= end:
                return end.DayNumber - begin.DayNumber < MostDays
                    ? ("free", begin, end, false)
                    : ("free", end.AddDays(1 - MostDays), end, true);
            default:
                var wrong =
                    span is not (null or "" or "30") || !(string.IsNullOrEmpty(from) && string.IsNullOrEmpty(to));
                return ("30", last.AddDays(-29), last, wrong && span != "30");
        }
    }

    private static (string? Code, bool Wrong) CodeOf(string? code, int digits) =>
        string.IsNullOrEmpty(code) ? (null, false)
        : code.Length == digits && code.All(char.IsAsciiDigit) ? (code, false)
        : (null, true);

    private static DateOnly? DayOf(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year is > 2000 and < 2100
            ? day
            : null;

    private NetworkPeriod PeriodOf(DateOnly from, DateOnly to) =>
        new(from, to, new DateTimeOffset(AsOf.AddDays(1), TimeOnly.MinValue, China).AddMilliseconds(-1));

    private string QueryOf(string first, string last)
    {
        (string Name, string? Value)[] parts =
        [
            ("district", District),
            ("town", Town),
            ("node", Node?.ToString()),
            (first, Text(From)),
            (last, Text(To)),
            ("asOf", Text(AsOf)),
        ];
        return string.Join('&', parts.Where(p => p.Value is not null).Select(p => $"{p.Name}={p.Value}"));
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
