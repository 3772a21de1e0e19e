using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain.Alarms;
using RuralEc.ColdChain.Alarms.Notices;
using RuralEc.ColdChain.Alarms.Windows;
using RuralEc.ColdChain.Assets;
using RuralEc.ColdChain.Devices;
using RuralEc.ColdChain.Retention;
using RuralEc.Gs1;

namespace RuralEc.ColdChain;

/// <summary>How far an account sees: its own party's things, those of its districts, or everything.</summary>
internal sealed record Reach(Gln? PartyGln, bool Everything, IReadOnlyList<string> Districts)
{
    /// <summary>Who may keep assets, mount loggers and place goods: the people of a party.</summary>
    public static readonly string[] Workers = ["clerk", "manager", "operator", "carrier"];

    /// <summary>Who acknowledges, assigns and snoozes alarms: the people of a party and officers, each at their own desk.</summary>
    public static readonly string[] Handlers = [.. Workers, "officer"];

    /// <summary>Who may make and withdraw credentials of devices.</summary>
    public static readonly string[] Keepers = ["manager", "operator", "carrier"];

    /// <summary>Who decides whom to tell of alarms.</summary>
    public static readonly string[] Notifiers = [.. Keepers, "officer"];

    public static Reach Of(ClaimsPrincipal by) =>
        new(
            Gln.TryParse(by.FindFirstValue("party"), out var party) ? party : null,
            by.IsInRole("administrator") || by.IsInRole("auditor"),
            by.IsInRole("officer") ? [.. by.FindAll("district").Select(c => c.Value)] : []
        );

    /// <summary>At whose desk the account handles alarms.</summary>
    public HandlingSide Side => PartyGln is null ? HandlingSide.District : HandlingSide.Party;

    /// <summary>The name that others read beside what the account did.</summary>
    public static string NameOf(ClaimsPrincipal by) =>
        by.FindFirstValue("display_name") is { Length: > 0 } name ? name : by.Identity?.Name ?? "";

    public IQueryable<Alarm> Alarms(DbContext db) =>
        Everything ? db.Set<Alarm>()
        : Districts.Count > 0 ? db.Set<Alarm>().Where(a => Districts.Contains(a.DistrictCode))
        : PartyGln is { } own ? db.Set<Alarm>().Where(a => a.PartyGln == own)
        : db.Set<Alarm>().Where(a => false);

    public IQueryable<AlarmContact> Contacts(DbContext db) =>
        Everything ? db.Set<AlarmContact>()
        : Districts.Count > 0
            ? db.Set<AlarmContact>().Where(c => c.DistrictCode != null && Districts.Contains(c.DistrictCode))
        : PartyGln is { } own ? db.Set<AlarmContact>().Where(c => c.PartyGln == own)
        : db.Set<AlarmContact>().Where(c => false);

    public IQueryable<PlannedWindow> Windows(DbContext db) =>
        Everything ? db.Set<PlannedWindow>()
        : Districts.Count > 0 ? db.Set<PlannedWindow>().Where(w => Districts.Contains(w.DistrictCode))
        : PartyGln is { } own ? db.Set<PlannedWindow>().Where(w => w.PartyGln == own)
        : db.Set<PlannedWindow>().Where(w => false);

    public IQueryable<Asset> Assets(DbContext db) =>
        Everything ? db.Set<Asset>()
        : Districts.Count > 0 ? db.Set<Asset>().Where(a => Districts.Contains(a.DistrictCode))
        : PartyGln is { } own ? db.Set<Asset>().Where(a => a.PartyGln == own)
        : db.Set<Asset>().Where(a => false);

    /// <summary>A matter between officers and those who check them.</summary>
    public IQueryable<LegalHold> LegalHolds(DbContext db) =>
        Everything ? db.Set<LegalHold>() : db.Set<LegalHold>().Where(h => Districts.Contains(h.DistrictCode));

    /// <summary>An officer sees a logger when it is or was mounted in one of the districts.</summary>
    public IQueryable<DataLogger> Loggers(DbContext db)
    {
        if (Everything)
        {
            return db.Set<DataLogger>();
        }

        if (Districts.Count > 0)
        {
            return db.Set<DataLogger>()
                .Where(l =>
                    db.Set<Mounting>()
                        .Any(m => m.Device == l.Device && Assets(db).Select(a => a.Id).Contains(m.AssetId))
                );
        }

        return OwnLoggers(db);
    }

    /// <summary>Those that the caller's party answers for, whoever else may see them.</summary>
    public IQueryable<DataLogger> OwnLoggers(DbContext db) =>
        PartyGln is { } own
            ? db.Set<DataLogger>().Where(l => l.PartyGln == own)
            : db.Set<DataLogger>().Where(l => false);
}
