using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace RuralEc.Traceability.Plots;

/// <summary>
/// A GeoJSON geometry (RFC 7946): <c>Point</c> with <c>[longitude, latitude]</c>, or <c>Polygon</c> with one closed ring.
/// </summary>
public sealed record PlotShape([Required] string Type, JsonElement Coordinates);

/// <summary>
/// Turns a position of another coordinate system into WGS 84. Supplied by the host, as this room knows no systems.
/// </summary>
/// <param name="longitude">Degrees east.</param>
/// <param name="latitude">Degrees north.</param>
/// <param name="crs">The name of the system, such as <c>GCJ-02</c>.</param>
public delegate (double Longitude, double Latitude) CoordinateConversion(double longitude, double latitude, string crs);
