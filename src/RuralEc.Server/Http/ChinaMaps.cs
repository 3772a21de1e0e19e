using RuralEc.Logistics;
using RuralEc.Spatial;

namespace RuralEc.Server.Http;

/// <summary>
/// Turns positions of Chinese web maps into WGS 84 for the rooms, which know no coordinate systems, and tells those that
/// keep no divisions which codes can be right.
/// </summary>
internal static class ChinaMaps
{
    public static void AddChinaMaps(this IServiceCollection services)
    {
        services.AddSingleton<Traceability.Plots.CoordinateConversion>(_ => ToWgs84);
        services.AddSingleton<Logistics.CoordinateConversion>(_ => ToWgs84);
        services.AddScoped<Traceability.Parties.DivisionCheck>(provider =>
            provider.GetRequiredService<DivisionQuery>().IsPossibleAsync
        );
        services.AddScoped<ColdChain.Assets.DistrictCheck>(provider =>
            provider.GetRequiredService<DivisionQuery>().IsPossibleAsync
        );
    }

    /// <param name="crs"><c>GCJ-02</c> (高德, 腾讯), <c>BD-09</c> (百度); anything else is taken as WGS 84.</param>
    public static (double Longitude, double Latitude) ToWgs84(double longitude, double latitude, string crs) =>
        crs switch
        {
            "GCJ-02" => ChinaCoordinates.Gcj02ToWgs84(longitude, latitude),
            "BD-09" => ChinaCoordinates.Bd09ToWgs84(longitude, latitude),
            _ => (longitude, latitude),
        };
}
