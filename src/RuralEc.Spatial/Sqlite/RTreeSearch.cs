using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RuralEc.Spatial.Sqlite;

/// <summary>
/// Searches that SQLite's R*Tree itself walks (sqlite3_rtree_query_callback): nearest first, and everything within a
/// distance. "Nearest" may order by an estimate, because its rows only bound the distance that "within" then searches.
/// </summary>
internal static unsafe class RTreeSearch
{
    /// <summary>rtree_nearest(minx, maxx, miny, maxy): all entries, nearest box first.</summary>
    public const string Nearest = "rtree_nearest";

    /// <summary>rtree_nearest_meters(x, y): all entries, about nearest box first.</summary>
    public const string NearestMeters = "rtree_nearest_meters";

    /// <summary>rtree_within(minx, maxx, miny, maxy, d): entries whose box is not farther than d.</summary>
    public const string Within = "rtree_within";

    /// <summary>rtree_within_meters(x, y, m): at least the entries whose box is not farther than m metres.</summary>
    public const string WithinMeters = "rtree_within_meters";

    private const int NotWithin = 0;
    private const int PartlyWithin = 1;
    private const int Error = 1;

    // Stored boxes are rounded outwards to 32 bits, so only the rounding of this sum needs room.
    private const double Slack = 1e-9;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int OnNearest(RTreeQueryInfo* info)
    {
        if (info->ParameterCount != 4)
        {
            return Error;
        }
        info->Score = SquaredDistance(info->Parameters, info->Coordinates);
        info->Within = PartlyWithin;
        return SqliteNative.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int OnNearestMeters(RTreeQueryInfo* info)
    {
        if (info->ParameterCount != 2)
        {
            return Error;
        }
        var (x, y) = (info->Parameters[0], info->Parameters[1]);
        var box = info->Coordinates;
        var dy = Gap(y, y, box[2], box[3]);
        // A box beyond the antimeridian is near, too.
        var dx = Math.Min(
            Gap(x, x, box[0], box[1]),
            Math.Min(Gap(x, x, box[0] + 360, box[1] + 360), Gap(x, x, box[0] - 360, box[1] - 360))
        );
        dx *= Math.Cos(double.DegreesToRadians(y));
        info->Score = (dx * dx) + (dy * dy);
        info->Within = PartlyWithin;
        return SqliteNative.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int OnWithin(RTreeQueryInfo* info)
    {
        if (info->ParameterCount != 5)
        {
            return Error;
        }
        var limit = info->Parameters[4] + Slack;
        info->Within = SquaredDistance(info->Parameters, info->Coordinates) <= limit * limit ? PartlyWithin : NotWithin;
        return SqliteNative.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int OnWithinMeters(RTreeQueryInfo* info)
    {
        if (info->ParameterCount != 3)
        {
            return Error;
        }
        // The box is worked out at the first entry and kept for the search.
        if (info->User == 0)
        {
            var around = Geodesic.BoxAround(info->Parameters[0], info->Parameters[1], info->Parameters[2]);
            var kept = (double*)NativeMemory.Alloc(4 * sizeof(double));
            (kept[0], kept[1], kept[2], kept[3]) = (around.MinX, around.MaxX, around.MinY, around.MaxY);
            info->User = (nint)kept;
            info->DeleteUser = (nint)(delegate* unmanaged[Cdecl]<nint, void>)&Free;
        }
        var box = (double*)info->User;
        var entry = info->Coordinates;
        info->Within =
            entry[1] >= box[0] && entry[0] <= box[1] && entry[3] >= box[2] && entry[2] <= box[3]
                ? PartlyWithin
                : NotWithin;
        return SqliteNative.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(nint memory) => NativeMemory.Free((void*)memory);

    private static double SquaredDistance(double* a, double* b)
    {
        var dx = Gap(a[0], a[1], b[0], b[1]);
        var dy = Gap(a[2], a[3], b[2], b[3]);
        return (dx * dx) + (dy * dy);
    }

    private static double Gap(double minA, double maxA, double minB, double maxB) =>
        Math.Max(0, Math.Max(minB - maxA, minA - maxB));
}
