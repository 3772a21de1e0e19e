using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain.Alarms;
using RuralEc.ColdChain.Alarms.Notices;
using RuralEc.Gs1;
using RuralEc.Server.Security;
using RuralEc.Server.Storage;

namespace RuralEc.Server.Alarms;

/// <summary>What the cold-chain room asks of its host for alarms: ways to tell people, who they are, and the page's address.</summary>
internal static class AlarmSetup
{
    private const int MostPeople = 200;

    public static void AddAlarmChannels(this IServiceCollection services, ServerOptions options)
    {
        services
            .AddOptions<SmtpOptions>()
            .BindConfiguration("Smtp")
            .Validate(smtp => smtp.Port is > 0 and <= 65535, "Smtp:Port is a number from 1 to 65535.")
            .Validate(smtp => smtp.IsSound, "Smtp:Host needs Smtp:From, a sender such as 'RuralEc <alarm@example.cn>'.")
            .ValidateOnStart();
        services.AddSingleton<IAlarmChannel, EmailChannel>();
        services.AddSingleton<IAlarmChannel, WebhookChannel>();
        services.AddSingleton<IAlarmChannel, MqttChannel>();
        services.AddSingleton<AlarmLink>(alarm =>
            alarm == Guid.Empty ? $"{options.LabelUrl}/alarms" : $"{options.LabelUrl}/alarms/{alarm}"
        );
        services.AddScoped<AlarmPeople>(provider =>
            (side, party, district, ct) =>
                PeopleAsync(provider.GetRequiredService<RuralDb>(), side, party, district, ct)
        );
    }

    /// <summary>The people of the party, or the officers of the district.</summary>
    private static async Task<IReadOnlyList<AlarmPerson>> PeopleAsync(
        RuralDb db,
        HandlingSide side,
        Gln party,
        string district,
        CancellationToken ct
    )
    {
        var officers = db.UserRoles.Join(
            db.Roles.Where(r => r.Name == Roles.Officer),
            u => u.RoleId,
            r => r.Id,
            (u, _) => u.UserId
        );
        return await db
            .Users.Where(a =>
                side == HandlingSide.Party
                    ? a.Party == party
                    : officers.Contains(a.Id) && a.Districts.Contains(district)
            )
            .OrderBy(a => a.UserName)
            .Take(MostPeople)
            .Select(a => new AlarmPerson(a.UserName!, a.DisplayName))
            .ToListAsync(ct);
    }
}
