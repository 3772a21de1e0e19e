using System.Globalization;
using System.Security.Cryptography;
using RuralEc.ColdChain.Devices;

namespace RuralEc.Server.Pages.Devices;

/// <summary>
/// Loggers as a table pasted from a spreadsheet or a CSV file, a line each: device id, model, seconds between two samples,
/// and optionally the day of the next calibration, the offset in K and the certificate. Commas, semicolons and tabs separate.
/// </summary>
internal static class LoggerList
{
    /// <summary>More in one go would make the page wait too long.</summary>
    public const int Most = 500;

    private static readonly char[] Separators = [',', ';', '\t', '，', '；'];

    /// <param name="form">The form's id: the same list sent twice registers nothing twice.</param>
    /// <returns>A command or null for each line that is not empty, with the line's number and text.</returns>
    public static IReadOnlyList<(int Line, string Text, RegisterLogger? Command)> Read(string text, Guid form) =>
        [
            .. text.ReplaceLineEndings("\n")
                .Split('\n')
                .Select((line, index) => (Line: index + 1, Text: line.Trim()))
                .Where(l => l.Text.Length > 0)
                .Select(l => (l.Line, l.Text, CommandOf(l.Text, IdOf(form, l.Text)))),
        ];

    private static RegisterLogger? CommandOf(string line, Guid id)
    {
        string[] cells = [.. line.Split(Separators).Select(c => c.Trim().Trim('"'))];
        DateOnly? due = null;
        var offset = 0d;
        if (
            cells.Length is < 3 or > 6
            || !DeviceId.IsValid(cells[0])
            || cells[1].Length is 0 or > 100
            || cells[1].Any(char.IsControl)
            || !int.TryParse(cells[2], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds is < 10 or > 86_400
            || (cells.Length > 3 && cells[3].Length > 0 && !TryDay(cells[3], out due))
            || (cells.Length > 4 && cells[4].Length > 0 && !TryOffset(cells[4], out offset))
            || (cells.Length > 5 && (cells[5].Length > 100 || cells[5].Any(char.IsControl)))
        )
        {
            return null;
        }

        var certificate = cells.Length > 5 && cells[5].Length > 0 ? cells[5] : null;
        return new(id, cells[0], cells[1], seconds, due, offset, certificate);
    }

    private static bool TryDay(string text, out DateOnly? day)
    {
        var read = DateOnly.TryParseExact(
            text,
            ["yyyy-MM-dd", "yyyy/M/d", "yyyy-M-d"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var found
        );
        day = found;
        return read;
    }

    private static bool TryOffset(string text, out double offset) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out offset)
        && offset is >= -10 and <= 10;

    private static Guid IdOf(Guid form, string line)
    {
        var hash = SHA256.HashData([.. form.ToByteArray(), .. System.Text.Encoding.UTF8.GetBytes(line)]);
        return new(hash.AsSpan(0, 16));
    }
}
