using System.Globalization;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.Valid;
using RuralEc.Spatial;

namespace RuralEc.Logistics;

/// <summary>An area as it may be stored, or why it may not.</summary>
/// <param name="Area">Valid, in WGS 84, its rings closed.</param>
/// <param name="Repaired">Where and what was wrong before it was repaired.</param>
/// <param name="Why">Why there is no area.</param>
internal sealed record OutlineReading(MultiPolygon? Area, string? Repaired, string? Why);

/// <summary>Areas that people draw or import: broken ones are repaired where their shape stays what it was.</summary>
internal static class Outlines
{
    // A repair that changes the area by more than this share would be an invention.
    private const double MostChanged = 0.01;
    private const int MostPoints = 500_000;

    public static OutlineReading Read(Geometry? geometry)
    {
        if (geometry is null || geometry.IsEmpty)
        {
            return new(null, null, "没有图形。");
        }

        if (geometry is not (Polygon or MultiPolygon))
        {
            return new(null, null, $"应为面（Polygon或MultiPolygon），而不是{geometry.GeometryType}。");
        }

        if (geometry.NumPoints > MostPoints)
        {
            return new(null, null, $"顶点太多（{geometry.NumPoints}个，最多{MostPoints}个）。");
        }

        if (Array.Find(geometry.Coordinates, c => !(Math.Abs(c.X) <= 180 && Math.Abs(c.Y) <= 90)) is { } far)
        {
            return new(null, null, $"坐标{Text(far)}不是经纬度（度）。");
        }

        var check = new IsValidOp(geometry);
        if (check.IsValid)
        {
            return new(MultiOf(geometry), null, null);
        }

        var error = check.ValidationError;
        var where = $"{WordsOf(error.ErrorType)}，位于{Text(error.Coordinate)}";
        var repaired = GeometryFixer.Fix(geometry);
        return
            repaired is Polygon or MultiPolygon
            && !repaired.IsEmpty
            && Math.Abs(repaired.Area - Math.Abs(geometry.Area)) <= MostChanged * repaired.Area
            ? new(MultiOf(repaired), where, null)
            : new(null, null, where + "，无法在不改变形状的情况下修复。");
    }

    private static MultiPolygon MultiOf(Geometry geometry)
    {
        var polygons = geometry is MultiPolygon many ? many.Geometries.Cast<Polygon>() : [(Polygon)geometry];
        return (MultiPolygon)Cgcs2000.Factory.CreateGeometry(geometry.Factory.CreateMultiPolygon([.. polygons]));
    }

    private static string WordsOf(TopologyValidationErrors error) =>
        error switch
        {
            TopologyValidationErrors.SelfIntersection or TopologyValidationErrors.RingSelfIntersection => "边界自相交",
            TopologyValidationErrors.HoleOutsideShell => "洞在外环之外",
            TopologyValidationErrors.NestedHoles => "洞中有洞",
            TopologyValidationErrors.NestedShells => "面中有面",
            TopologyValidationErrors.DisconnectedInteriors => "内部不连通",
            TopologyValidationErrors.DuplicateRings => "环重复",
            TopologyValidationErrors.TooFewPoints => "顶点太少",
            TopologyValidationErrors.RingNotClosed => "环未闭合",
            _ => "坐标无效",
        };

    private static string Text(Coordinate c) =>
        string.Create(CultureInfo.InvariantCulture, $"({c.X:0.######}, {c.Y:0.######})");
}
