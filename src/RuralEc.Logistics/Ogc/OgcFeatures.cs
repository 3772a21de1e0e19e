using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NetTopologySuite.IO.Converters;

namespace RuralEc.Logistics.Ogc;

/// <summary>Writes features as GeoJSON (17-069r4 §8.3).</summary>
internal static class OgcFeatures
{
    private static readonly JsonSerializerOptions Geometries = new() { Converters = { new GeoJsonConverterFactory() } };

    public static OgcAnswer Page(
        OgcRequest request,
        Layer layer,
        ItemsQuery query,
        FeaturePage page,
        DateTimeOffset now
    )
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(bytes, OgcAnswer.Writing);
        writer.WriteStartObject();
        writer.WriteString("type", "FeatureCollection");
        writer.WriteNumber("numberMatched", page.Matched);
        writer.WriteNumber("numberReturned", page.Features.Count);
        writer.WritePropertyName("links");
        LinksOf(request, layer, page).WriteTo(writer);
        writer.WriteStartArray("features");
        foreach (var feature in page.Features)
        {
            writer.WriteStartObject();
            WriteMembers(writer, layer, feature, query.Crs);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.Flush();
        var lasting = bytes.WrittenCount;
        writer.WriteString("timeStamp", TextOf(now));
        writer.WriteEndObject();
        writer.Flush();
        return new(request, GeoJson.MediaType, layer.Title, bytes.WrittenMemory)
        {
            Lasting = bytes.WrittenMemory[..lasting],
            ContentCrs = query.Crs,
        };
    }

    public static OgcAnswer One(OgcRequest request, Layer layer, Crs crs, FeatureRow feature)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(bytes, OgcAnswer.Writing);
        var path = OgcDocuments.PathOf(request, layer);
        writer.WriteStartObject();
        WriteMembers(writer, layer, feature, crs);
        writer.WritePropertyName("links");
        new JsonArray([
            .. request.Itself(GeoJson.MediaType),
            OgcRequest.Link("collection", path + "?f=json", OgcRequest.Json, layer.Title),
            OgcRequest.Link("collection", path + "?f=html", OgcRequest.Html, layer.Title),
        ]).WriteTo(writer);
        writer.WriteEndObject();
        writer.Flush();
        return new(request, GeoJson.MediaType, $"{layer.Title} {feature.Id}", bytes.WrittenMemory) { ContentCrs = crs };
    }

    private static JsonArray LinksOf(OgcRequest request, Layer layer, FeaturePage page)
    {
        var links = new JsonArray([.. request.Itself(GeoJson.MediaType)]);
        if (page.More)
        {
            var next = request.Here(
                ("cursor", ItemsQuery.CursorAfter(page.Features[^1].Id)),
                ("f", request.WantsHtml ? "html" : "json")
            );
            links.Add(OgcRequest.Link("next", next, request.WantsHtml ? OgcRequest.Html : GeoJson.MediaType, "下一页"));
        }

        links.Add(OgcRequest.Link("collection", OgcDocuments.PathOf(request, layer), OgcRequest.Json, layer.Title));
        return links;
    }

    /// <summary>A time as every answer has it.</summary>
    public static string TextOf(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The members of one feature, within an object that is begun.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, Layer layer, FeatureRow feature, Crs crs)
    {
        writer.WriteString("type", "Feature");
        writer.WriteString("id", feature.Id);
        writer.WritePropertyName("geometry");
        if (feature.Geometry is { } place)
        {
            JsonSerializer.Serialize(writer, crs == Crs.Crs84 ? place : crs.FromStored(place), Geometries);
        }
        else
        {
            writer.WriteNullValue();
        }

        writer.WriteStartObject("properties");
        for (var i = 0; i < layer.Properties.Count; i++)
        {
            Write(writer, layer.Properties[i].Name, feature.Values[i]);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNull(name);
                break;
            case bool flag:
                writer.WriteBoolean(name, flag);
                break;
            case double number:
                writer.WriteNumber(name, number);
                break;
            case DateTimeOffset time:
                writer.WriteString(name, TextOf(time));
                break;
            default:
                writer.WriteString(name, value.ToString());
                break;
        }
    }
}
