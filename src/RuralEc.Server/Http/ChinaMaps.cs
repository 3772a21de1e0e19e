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
        services.AddSingleton<Traceability.Plots.CoordinateConversion>(_ => ChinaCoordinates.ToWgs84);
        services.AddScoped<Traceability.Parties.DivisionCheck>(provider =>
            provider.GetRequiredService<DivisionQuery>().IsPossibleAsync
        );
        services.AddScoped<ColdChain.Assets.DistrictCheck>(provider =>
            provider.GetRequiredService<DivisionQuery>().IsPossibleAsync
        );
    }
}
