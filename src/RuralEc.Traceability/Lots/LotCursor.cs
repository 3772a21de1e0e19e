using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace RuralEc.Traceability.Lots;

/// <summary>
/// Where a page of lots ends: the time of its last lot, and how many lots of just that time were shown. Stable while
/// newer lots arrive, as those stand before every cursor.
/// </summary>
internal readonly record struct LotCursor(DateTimeOffset CreatedAt, int Shown)
{
    public string Write() =>
        Base64Url.EncodeToString(
            Encoding.ASCII.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"{CreatedAt.ToUnixTimeMilliseconds()}-{Shown}")
            )
        );

    public static LotCursor? Read(string? cursor)
    {
        if (cursor is not { Length: <= 64 } || !Base64Url.IsValid(cursor))
        {
            return null;
        }
        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)).Split('-');
        return
            parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            && time <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var shown)
            ? new LotCursor(DateTimeOffset.FromUnixTimeMilliseconds(time), shown)
            : null;
    }

    /// <summary>The cursor after a page that began at <paramref name="start"/>.</summary>
    public static LotCursor After(LotCursor? start, IReadOnlyList<DateTimeOffset> shown)
    {
        var last = shown[^1];
        var ofLast = shown.Count(at => at == last);
        return new LotCursor(last, start?.CreatedAt == last ? start.Value.Shown + ofLast : ofLast);
    }
}
