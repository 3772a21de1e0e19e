namespace RuralEc.Logistics;

/// <summary>
/// Turns a position of another coordinate system into WGS 84. Supplied by the host, as this room knows no systems.
/// </summary>
/// <param name="longitude">Degrees east.</param>
/// <param name="latitude">Degrees north.</param>
/// <param name="crs">The name of the system, such as <c>GCJ-02</c>.</param>
public delegate (double Longitude, double Latitude) CoordinateConversion(double longitude, double latitude, string crs);
