using System.Globalization;
using System.Text;
using System.Xml;
using NetTopologySuite.Geometries;

namespace RuralEc.Logistics.Ogc.Downloads;

/// <summary>A layer as KML 2.2 (OGC 07-147r2): a placemark a feature, its properties as typed data of a schema.</summary>
internal sealed class KmlDownload(XmlWriter xml, Layer layer)
{
    private const string Kml = "http://www.opengis.net/kml/2.2";

    private readonly string _table = LayerDownload.TableOf(layer);
    private readonly int _name = layer.Properties.FindIndex(p => p.Name == "name");

    public static async Task WriteAsync(
        Layer layer,
        IAsyncEnumerable<FeatureRow> rows,
        Stream file,
        CancellationToken ct
    )
    {
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(false), CloseOutput = false };
        using var xml = XmlWriter.Create(file, settings);
        var download = new KmlDownload(xml, layer);
        download.Begin();
        await foreach (var row in rows.WithCancellation(ct))
        {
            download.Add(row);
        }

        xml.WriteEndDocument();
    }

    private void Begin()
    {
        xml.WriteStartDocument();
        xml.WriteStartElement("kml", Kml);
        xml.WriteStartElement("Document", Kml);
        Element("name", layer.Title);
        Element("description", layer.Description);
        xml.WriteStartElement("Schema", Kml);
        xml.WriteAttributeString("name", _table);
        xml.WriteAttributeString("id", _table);
        foreach (var property in layer.Properties)
        {
            xml.WriteStartElement("SimpleField", Kml);
            // KML has no type for a time.
            var type = property.Kind switch
            {
                PropertyKind.Number => "double",
                PropertyKind.Flag => "bool",
                _ => "string",
            };
            xml.WriteAttributeString("type", type);
            xml.WriteAttributeString("name", property.Name);
            Element("displayName", property.Title);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    // The order of elements is the schema's.
    private void Add(FeatureRow row)
    {
        xml.WriteStartElement("Placemark", Kml);
        Element("name", _name >= 0 && row.Values[_name] is string name ? name : row.Id);
        xml.WriteStartElement("ExtendedData", Kml);
        xml.WriteStartElement("SchemaData", Kml);
        xml.WriteAttributeString("schemaUrl", "#" + _table);
        for (var i = 0; i < row.Values.Length; i++)
        {
            if (row.Values[i] is { } value)
            {
                xml.WriteStartElement("SimpleData", Kml);
                xml.WriteAttributeString("name", layer.Properties[i].Name);
                xml.WriteString(Possible(LayerDownload.TextOf(value)));
                xml.WriteEndElement();
            }
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
        if (row.Geometry is { IsEmpty: false } place)
        {
            Add(place);
        }

        xml.WriteEndElement();
    }

    private void Add(Geometry place)
    {
        switch (place)
        {
            case Point point:
                xml.WriteStartElement("Point", Kml);
                Coordinates(point.CoordinateSequence, reversed: false);
                xml.WriteEndElement();
                break;
            case LineString line:
                xml.WriteStartElement("LineString", Kml);
                Coordinates(line.CoordinateSequence, reversed: false);
                xml.WriteEndElement();
                break;
            case Polygon area:
                xml.WriteStartElement("Polygon", Kml);
                Ring("outerBoundaryIs", area.Shell, counterClockwise: true);
                foreach (var hole in area.Holes)
                {
                    Ring("innerBoundaryIs", hole, counterClockwise: false);
                }

                xml.WriteEndElement();
                break;
            default:
                xml.WriteStartElement("MultiGeometry", Kml);
                for (var i = 0; i < place.NumGeometries; i++)
                {
                    Add(place.GetGeometryN(i));
                }

                xml.WriteEndElement();
                break;
        }
    }

    private void Ring(string boundary, LinearRing ring, bool counterClockwise)
    {
        xml.WriteStartElement(boundary, Kml);
        xml.WriteStartElement("LinearRing", Kml);
        Coordinates(ring.CoordinateSequence, reversed: ring.IsCCW != counterClockwise);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private void Coordinates(CoordinateSequence all, bool reversed)
    {
        xml.WriteStartElement("coordinates", Kml);
        for (var i = 0; i < all.Count; i++)
        {
            var at = reversed ? all.Count - 1 - i : i;
            xml.WriteString(
                string.Create(CultureInfo.InvariantCulture, $"{(i > 0 ? " " : "")}{all.GetX(at):R},{all.GetY(at):R}")
            );
        }

        xml.WriteEndElement();
    }

    private void Element(string name, string text) => xml.WriteElementString(name, Kml, Possible(text));

    /// <summary>XML 1.0 has no way to write some characters, not even by their numbers.</summary>
    private static string Possible(string text)
    {
        try
        {
            return XmlConvert.VerifyXmlChars(text);
        }
        catch (XmlException)
        {
            var possible = new StringBuilder();
            foreach (var rune in text.EnumerateRunes())
            {
                var can = rune.Value > 0xFFFF || XmlConvert.IsXmlChar((char)rune.Value);
                possible.Append(can ? rune.ToString() : "\uFFFD");
            }

            return possible.ToString();
        }
    }
}
