using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using NetTopologySuite.Features;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Converters;

namespace RuralEc.Logistics;

/// <summary>Features for maps (RFC 7946): WGS 84, longitude first.</summary>
internal static class GeoJson
{
    public const string MediaType = "application/geo+json";

    private static readonly JsonSerializerOptions Features = new()
    {
        Converters = { new GeoJsonConverterFactory() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Feature Feature(
        double longitude,
        double latitude,
        params ReadOnlySpan<(string Name, object? Value)> properties
    )
    {
        var attributes = new AttributesTable();
        foreach (var (name, value) in properties)
        {
            attributes.Add(name, value);
        }

        return new(Positions.Of(longitude, latitude), attributes);
    }

    public static ContentHttpResult Collection(IEnumerable<Feature> features) =>
        TypedResults.Text(Write(features), MediaType);

    /// <summary>A geometry of a request; true with null where none is given.</summary>
    public static bool TryRead(JsonElement? json, out Geometry? geometry)
    {
        geometry = null;
        if (json is not { ValueKind: not JsonValueKind.Null } given)
        {
            return true;
        }

        try
        {
            geometry = given.Deserialize<Geometry>(Features);
            return geometry is not null;
        }
        catch (Exception e)
            when (e is JsonException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            return false;
        }
    }

    internal static string Write(IEnumerable<Feature> features)
    {
        var collection = new FeatureCollection();
        foreach (var feature in features)
        {
            collection.Add(feature);
        }

        return JsonSerializer.Serialize(collection, Features);
    }
}
