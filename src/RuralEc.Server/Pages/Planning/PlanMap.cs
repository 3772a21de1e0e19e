using System.Text.Encodings.Web;
using System.Text.Json;

namespace RuralEc.Server.Pages.Planning;

/// <summary>Gathers what a plan's map draws: GeoJSON with a colour and a label for each thing.</summary>
public sealed class PlanMap
{
    // What stands between script tags must not end them.
    private static readonly JsonSerializerOptions Html = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
    };

    private readonly List<object> _features = [];

    /// <param name="radius">Pixels.</param>
    public void Point(
        double longitude,
        double latitude,
        string colour,
        double radius,
        string label,
        bool named = false
    ) =>
        Add(
            "Point",
            new[] { longitude, latitude },
            new
            {
                colour,
                radius,
                label,
                named,
            }
        );

    /// <param name="width">Pixels.</param>
    public void Line(IEnumerable<(double Longitude, double Latitude)> way, string colour, double width, string label) =>
        Add(
            "LineString",
            way.Select(p => new[] { p.Longitude, p.Latitude }).ToArray(),
            new
            {
                colour,
                width,
                label,
            }
        );

    public string Json() => JsonSerializer.Serialize(new { type = "FeatureCollection", features = _features }, Html);

    private void Add(string type, object coordinates, object properties) =>
        _features.Add(
            new
            {
                type = "Feature",
                geometry = new { type, coordinates },
                properties,
            }
        );
}
