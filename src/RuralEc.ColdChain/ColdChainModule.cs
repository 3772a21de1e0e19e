using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RuralEc.ColdChain.Alarms;
using RuralEc.ColdChain.Assets;
using RuralEc.ColdChain.Assets.Equipment;
using RuralEc.ColdChain.Devices;
using RuralEc.ColdChain.Devices.Calibrations;
using RuralEc.ColdChain.Devices.Settings;
using RuralEc.ColdChain.Evidence;
using RuralEc.ColdChain.Live;
using RuralEc.ColdChain.Retention;
using RuralEc.ColdChain.Stories;

namespace RuralEc.ColdChain;

/// <summary>
/// The door of the room: loggers, their readings, the assets they are in, and what that means for goods. The host
/// supplies an <see cref="IReadingStore"/>, <see cref="AlarmPeople"/>, <see cref="RelatedGoods"/> and <see cref="CustodyCheck"/>.
/// </summary>
public static class ColdChainModule
{
    public static IServiceCollection AddColdChain(this IServiceCollection services)
    {
        services.AddValidation();
        services.AddSingleton<CommittedFeed>();
        services.AddSingleton<ReadingIngest>();
        services.AddHostedService(provider => provider.GetRequiredService<ReadingIngest>());
        services.AddSingleton<DeviceKeys>();
        services.AddSingleton<DeviceState>();
        services.AddSingleton<DeviceSettings>();
        services.AddScoped<SettingsDesk>();
        services.AddScoped<CalibrationDesk>();
        services.AddScoped<LoggerRegister>();
        services.AddScoped<LoggerQuery>();
        services.AddScoped<FleetHealth>();
        services.AddScoped<EquipmentAdvice>();
        services.AddScoped<DeadLetterDesk>();
        services.AddScoped<AssetRegister>();
        services.AddScoped<MountingDesk>();
        services.AddScoped<PlacementDesk>();
        services.AddScoped<Departures>();
        services.AddAlarms();
        services.AddScoped<EvidenceQuery>();
        services.AddScoped<LegalHoldDesk>();
        services.AddScoped<RetentionSweep>();
        services.AddScoped<LotTemperature>();
        services.AddScoped<StayStories>();
        services.AddSingleton<Gathered<EndedStay>>();
        services.AddSingleton<Gathered<SpoiledStay>>();
        services.AddSingleton<LiveNews>();
        services.AddSingleton<LiveStream>();
        services.AddScoped<LiveAssets>();
        return services;
    }

    public static void MapColdChain(this IEndpointRouteBuilder routes)
    {
        LoggerEndpoints.Map(routes);
        ReadingEndpoints.Map(routes);
        RollupEndpoints.Map(routes);
        SettingsEndpoints.Map(routes);
        CalibrationEndpoints.Map(routes);
        AssetEndpoints.Map(routes);
        LiveEndpoints.Map(routes);
        StayEndpoints.Map(routes);
        AlarmModule.Map(routes);
        StoryEndpoints.Map(routes);
        ProfileEndpoints.Map(routes);
        LegalHoldEndpoints.Map(routes);
    }

    public static void ApplyColdChain(this ModelBuilder model) => ColdChainTables.Apply(model);
}
