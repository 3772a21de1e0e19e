using System.Globalization;
using System.Text;
using NetTopologySuite.IO.Esri.Dbf.Fields;

namespace RuralEc.Logistics.Ogc.Downloads;

/// <summary>The properties of a layer as columns of dBASE, which are short in every way.</summary>
internal sealed class ShapefileFields
{
    private const int LongestName = 10;
    private const int LongestText = 254;
    private const int InstantLength = 24;

    private readonly Layer _layer;

    public ShapefileFields(Layer layer)
    {
        _layer = layer;
        Names = ShortNames(layer.Properties.Select(p => p.Name));
    }

    /// <summary>The columns' names, in the order of the properties.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>How many texts were too long and lost their end.</summary>
    public int Cut { get; private set; }

    /// <summary>New columns: each belongs to one file.</summary>
    public DbfField[] Create() => [.. _layer.Properties.Zip(Names, Create)];

    /// <summary>Puts a row into columns that <see cref="Create()"/> made.</summary>
    public void Fill(IReadOnlyList<DbfField> columns, object?[] values)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            columns[i].Value = values[i] switch
            {
                DateTimeOffset time => OgcFeatures.TextOf(time),
                string text => Fitting(text, columns[i].Length),
                var value => value,
            };
        }
    }

    /// <summary>
    /// Names of ten octets at most, all different: a longer one loses its end, and where that is taken already, ends with
    /// _1, _2 and so on.
    /// </summary>
    public static IReadOnlyList<string> ShortNames(IEnumerable<string> names)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var all = new List<string>();
        foreach (var name in names)
        {
            var candidate = Shortened(name, LongestName);
            for (var i = 1; !taken.Add(candidate); i++)
            {
                var ending = "_" + i.ToString(CultureInfo.InvariantCulture);
                candidate = Shortened(name, LongestName - ending.Length) + ending;
            }

            all.Add(candidate);
        }

        return all;
    }

    private static DbfField Create(LayerProperty property, string name) =>
        property.Kind switch
        {
            // As GDAL makes them: the widest that keeps 15 digits.
            PropertyKind.Number => new DbfNumericDoubleField(name, 24, 15),
            PropertyKind.Flag => new DbfLogicalField(name),
            // A date of dBASE has no time.
            PropertyKind.Instant => new DbfCharacterField(name, InstantLength),
            _ => new DbfCharacterField(name, property.Names?.Max(n => n.Length) ?? LongestText),
        };

    private string Fitting(string text, int octets)
    {
        var fitting = Shortened(text, octets);
        Cut += fitting.Length < text.Length ? 1 : 0;
        return fitting;
    }

    /// <summary>As much of a text as fits, up to a whole character.</summary>
    private static string Shortened(string text, int octets)
    {
        if (Encoding.UTF8.GetByteCount(text) <= octets)
        {
            return text;
        }

        var (length, used) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            used += rune.Utf8SequenceLength;
            if (used > octets)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }
}
