using System.ComponentModel.DataAnnotations;
using RuralEc.Gs1;

namespace RuralEc.ColdChain.Alarms.Notices;

/// <param name="Id">Made by the client (UUIDv7): the same id twice is one contact.</param>
/// <param name="Name">Who or what is told.</param>
/// <param name="Target">
/// For <c>email</c> an address; for <c>webhook</c> an https address on the public internet, or at a host that an
/// administrator allowed; for <c>mqtt</c> the device id of a credential of the party's own, which subscribes its topic
/// <c>n</c>.
/// </param>
/// <param name="NodeGln">Only alarms at this node; absent: all.</param>
/// <param name="DistrictCode">For officers: the district whose alarms are told. Absent for the people of a party.</param>
/// <param name="MinSeverity">Less bad alarms are not told.</param>
/// <param name="QuietFrom">Begin of the quiet hours by the clock of China, such as 22:00; absent: none.</param>
/// <param name="QuietTo">End of the quiet hours.</param>
/// <param name="QuietSeverity">The worst that waits for their end: <c>warning</c> or <c>excursion</c>. Critical alarms never wait.</param>
/// <param name="AfterMinutes">Told only when nobody acknowledged for so long, 0 to 1440: the second in line.</param>
/// <param name="RepeatMinutes">Told again every so many minutes while nobody acknowledges, 5 to 1440; absent: once.</param>
public sealed record SaveContact(
    Guid Id,
    [PlainText(AlarmTables.NameLength)] string Name,
    ContactChannel Channel,
    [PlainText(SaveContact.TargetLength)] string Target,
    Gln? NodeGln = null,
    [RegularExpression("^[0-9]{6}$", ErrorMessage = "区县代码为6位数字。")] string? DistrictCode = null,
    ContactLanguage Language = ContactLanguage.Zh,
    Severity MinSeverity = Severity.Warning,
    TimeOnly? QuietFrom = null,
    TimeOnly? QuietTo = null,
    Severity QuietSeverity = Severity.Warning,
    [Range(0, 1440)] int AfterMinutes = 0,
    [Range(5, 1440)] int? RepeatMinutes = null
)
{
    public const int TargetLength = 500;
}

/// <param name="Secret">The key that signs the webhooks (Standard Webhooks). It is shown this once; null for channels without one.</param>
public sealed record ContactSecret(Guid Id, string? Secret);

/// <param name="Name">Who or what is told.</param>
/// <param name="Target">E-mail address, https address, or device id.</param>
/// <param name="LastSentAt">When it last took a notice.</param>
/// <param name="Waiting">Notices that it has not taken yet.</param>
/// <param name="LastError">Why the newest notice that it did not take failed; absent when the newest was taken.</param>
public sealed record ContactView(
    Guid Id,
    Gln? PartyGln,
    string? DistrictCode,
    Gln? NodeGln,
    string Name,
    ContactChannel Channel,
    string Target,
    ContactLanguage Language,
    Severity MinSeverity,
    TimeOnly? QuietFrom,
    TimeOnly? QuietTo,
    Severity QuietSeverity,
    int AfterMinutes,
    int? RepeatMinutes,
    string AddedBy,
    DateTimeOffset AddedAt,
    DateTimeOffset? LastSentAt,
    int Waiting,
    string? LastError
);

/// <param name="Sent">The target took it.</param>
/// <param name="Error">Why not.</param>
public sealed record ContactTrial(bool Sent, string? Error);
