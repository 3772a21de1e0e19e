using RuralEc.Server.Security;

namespace RuralEc.Server.Pages.Alarms;

/// <summary>Who sees the alarm desk, and who does what there. The rooms check the same again.</summary>
internal static class AlarmRights
{
    /// <summary>Everybody who signs in, each their own.</summary>
    public const string See =
        $"{Roles.Clerk},{Roles.Manager},{Roles.Operator},{Roles.Carrier},{Roles.Officer},{Roles.Auditor},{Roles.Administrator}";

    /// <summary>Acknowledge, assign, snooze, comment.</summary>
    public const string Handle = $"{Roles.Clerk},{Roles.Manager},{Roles.Operator},{Roles.Carrier},{Roles.Officer}";

    /// <summary>Announce planned windows.</summary>
    public const string Plan = $"{Roles.Clerk},{Roles.Manager},{Roles.Operator},{Roles.Carrier}";

    /// <summary>Decide whom to tell.</summary>
    public const string Notify = $"{Roles.Manager},{Roles.Operator},{Roles.Carrier},{Roles.Officer}";
}
