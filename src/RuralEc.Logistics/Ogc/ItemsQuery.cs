using System.Globalization;
using System.Linq.Expressions;
using System.Text;
using NetTopologySuite.Geometries;
using RuralEc.Logistics.Ogc.Cql;

namespace RuralEc.Logistics.Ogc;

/// <summary>The time that <c>datetime</c> asks for; null where it is open.</summary>
internal readonly record struct TimeSpanOfQuery(DateTimeOffset? Start, DateTimeOffset? End);

/// <summary>What a request for features asks for, read and checked.</summary>
internal sealed record ItemsQuery(
    int Limit,
    string? After,
    Geometry? Area,
    TimeSpanOfQuery? Time,
    IReadOnlyList<(LayerProperty Property, Expression Value)> Equal,
    CqlNode? Filter,
    Crs FilterCrs,
    Crs Crs
)
{
    public const int DefaultLimit = 100;
    public const int LargestLimit = 10_000;

    private const int LongestCursor = 200;

    /// <summary>Every parameter of <c>/items</c> but those that are named after properties.</summary>
    public static readonly string[] Parameters =
    [
        "bbox",
        "bbox-crs",
        "crs",
        "cursor",
        "datetime",
        "filter",
        "filter-crs",
        "filter-lang",
        "limit",
    ];

    /// <exception cref="OgcFault">A value is not of its parameter's kind.</exception>
    public static ItemsQuery Of(OgcRequest request, Layer layer)
    {
        if (request["filter-lang"] is { } language && language != "cql2-text")
        {
            throw OgcFault.Invalid("filter-lang", "filter-lang 只支持 cql2-text。");
        }

        return new(
            request["limit"] is { } limit ? LimitOf(limit) : DefaultLimit,
            request["cursor"] is { } cursor ? KeyOf(cursor) : null,
            request["bbox"] is { } box ? BoxOf(box, CrsOf(request, "bbox-crs")) : None(CrsOf(request, "bbox-crs")),
            request["datetime"] is { } time ? TimeOf(time) : null,
            [
                .. layer
                    .Properties.Where(p => request[p.Name] is not null)
                    .Select(p => (p, ValueOf(p, request[p.Name]!))),
            ],
            request["filter"] is { } filter ? FilterOf(filter) : null,
            CrsOf(request, "filter-crs"),
            CrsOf(request, "crs")
        );
    }

    /// <exception cref="OgcFault">Not one of the systems that are offered.</exception>
    public static Crs CrsOf(OgcRequest request, string parameter) =>
        request[parameter] is not { } uri ? Crs.Crs84
        : Crs.Find(uri) is { } crs ? crs
        : throw OgcFault.Invalid(parameter, $"{parameter} 不支持这个坐标系；可用的见图层的 crs。");

    /// <summary>The place in a list after a feature, which nobody needs to read.</summary>
    public static string CursorAfter(string key) =>
        System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key));

    /// <summary>False for ids that no database takes.</summary>
    public static bool IsPossibleId(string id) =>
        id.Length is > 0 and <= LongestCursor
        && !id.Any(char.IsControl)
        && !id.Contains('\uFFFD', StringComparison.Ordinal);

    // Checked, though it measures nothing.
    private static Geometry? None(Crs _) => null;

    private static int LimitOf(string text)
    {
        if (text.Length is 0 or > 20 || !text.All(char.IsAsciiDigit) || text.All(c => c == '0'))
        {
            throw OgcFault.Invalid("limit", $"limit 应为 1 到 {LargestLimit} 的整数。");
        }

        // 17-069r4 /req/core/fc-limit-response-1: more than the most is no error.
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? Math.Min(limit, LargestLimit)
            : LargestLimit;
    }

    private static string KeyOf(string cursor)
    {
        Span<byte> bytes = stackalloc byte[LongestCursor];
        return
            cursor.Length <= LongestCursor
            && System.Buffers.Text.Base64Url.IsValid(cursor)
            && System.Buffers.Text.Base64Url.TryDecodeFromChars(cursor, bytes, out var length)
            && Encoding.UTF8.GetString(bytes[..length]) is var key
            && IsPossibleId(key)
            ? key
            : throw OgcFault.Invalid("cursor", "cursor 无效；请使用上一页给出的 next 链接。");
    }

    private static Geometry BoxOf(string text, Crs crs)
    {
        var parts = text.Split(',');
        var numbers = new double[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (
                !double.TryParse(parts[i].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i])
                || !double.IsFinite(numbers[i])
            )
            {
                throw OgcFault.Invalid("bbox", "bbox 应为四个或六个以逗号分隔的数。");
            }
        }

        var (lower, upper) = numbers switch
        {
            [var a, var b, var c, var d] => (new Coordinate(a, b), new Coordinate(c, d)),
            [var a, var b, var low, var c, var d, var high] when low <= high => (
                new Coordinate(a, b),
                new Coordinate(c, d)
            ),
            _ => throw OgcFault.Invalid("bbox", "bbox 应为四个或六个以逗号分隔的数，最低高度在前。"),
        };
        return crs.StoredBox(lower, upper, out var why) ?? throw OgcFault.Invalid("bbox", why);
    }

    private static TimeSpanOfQuery TimeOf(string text)
    {
        var parts = text.Split('/');
        if (parts is [var only] && TryTime(only, out var first, out var last))
        {
            return new(first, last);
        }

        var (start, end) = ((DateTimeOffset?)null, (DateTimeOffset?)null);
        var good = parts.Length == 2 && !parts.All(IsOpen);
        if (good && !IsOpen(parts[0]))
        {
            good = TryTime(parts[0], out var from, out _);
            start = from;
        }

        if (good && !IsOpen(parts[1]))
        {
            good = TryTime(parts[1], out _, out var to);
            end = to;
        }

        return good && !(start > end)
            ? new(start, end)
            : throw OgcFault.Invalid(
                "datetime",
                "datetime 应为 RFC 3339 时刻，或以“/”分隔的起止时刻，其一可写作“..”，例如 2026-01-01T00:00:00Z/..。"
            );

        static bool IsOpen(string part) => part is "" or "..";
    }

    /// <summary>RFC 3339 §5.6; a day alone is its hours in UTC.</summary>
    private static bool TryTime(string text, out DateTimeOffset first, out DateTimeOffset last)
    {
        if (
            DateTimeOffset.TryParseExact(
                text,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out first
            )
        )
        {
            last = first.AddMilliseconds(24 * 3600 * 1000 - 1);
            return true;
        }

        var good = DateTimeOffset.TryParseExact(
            text.ToUpperInvariant(),
            [@"yyyy-MM-dd\THH:mm:ssK", @"yyyy-MM-dd\THH:mm:ss.FFFFFFFK"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal,
            out first
        );
        // Without an offset it would be the time of wherever the server stands.
        good &=
            text.EndsWith('Z') || text.EndsWith('z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
        last = first = first.ToUniversalTime();
        return good;
    }

    private static Expression ValueOf(LayerProperty property, string text)
    {
        switch (property.Kind)
        {
            case PropertyKind.Number
                when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    && double.IsFinite(number):
                return Given.Of<double?>(number);
            case PropertyKind.Flag when text is "true" or "false":
                return Given.Of<bool?>(text == "true");
            case PropertyKind.Instant when TryTime(text, out var time, out _):
                return Given.Of<DateTimeOffset?>(time);
            case PropertyKind.Text
                when !text.Contains('\0', StringComparison.Ordinal) && property.Names?.Contains(text) != false:
                return Given.Of(text);
            default:
                throw OgcFault.Invalid(property.Name, $"{property.Name}（{property.Title}）的值不可能是“{text}”。");
        }
    }

    private static CqlNode FilterOf(string text)
    {
        try
        {
            return CqlGrammar.Parse(text);
        }
        catch (CqlException why)
        {
            throw OgcFault.Invalid("filter", why.Message);
        }
    }
}
