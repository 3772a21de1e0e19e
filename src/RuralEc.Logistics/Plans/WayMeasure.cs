using NetTopologySuite.Geometries;
using RuralEc.Spatial;

namespace RuralEc.Logistics.Plans;

/// <summary>
/// How long a way by road is, where no road is known: the straight way on the ellipsoid times a detour factor, at one
/// speed. Whatever shows such a figure says so.
/// </summary>
/// <param name="DetourFactor">Length of the road to that of the straight way; 1.3 is what studies of rural roads find on the average.</param>
/// <param name="KilometersPerHour">Door to door.</param>
public sealed record WayMeasure(double DetourFactor = 1.3, double KilometersPerHour = 40)
{
    /// <summary>Nobody drives straighter than straight.</summary>
    public bool IsSound => DetourFactor is >= 1 and <= 5 && KilometersPerHour is >= 1 and <= 120;

    /// <summary>Metres by road.</summary>
    public double Meters(Point from, Point to) => SpatialMeters.Meters(from, to) * DetourFactor;

    /// <summary>Seconds for a way of so many metres.</summary>
    public double Seconds(double meters) => meters / (KilometersPerHour / 3.6);

    /// <summary>Minutes for a way of so many metres.</summary>
    public double Minutes(double meters) => Seconds(meters) / 60;
}
