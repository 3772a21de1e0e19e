namespace RuralEc.ColdChain.Alarms.Notices;

/// <summary>A way to tell contacts of alarms. The host supplies one for each <see cref="ContactChannel"/>.</summary>
public interface IAlarmChannel
{
    ContactChannel Kind { get; }

    /// <summary>Why nothing can be sent to such a target, or null.</summary>
    Task<DeskAnswer.Forbidden?> CheckAsync(ContactTarget target, CancellationToken ct);

    /// <summary>Completes when the target has taken the notice, or says why not. Never throws for what the target did.</summary>
    Task<NoticeResult> SendAsync(ContactTarget target, OutgoingNotice notice, CancellationToken ct);
}

/// <param name="Address">E-mail address, https address, or device id.</param>
/// <param name="PartyGln">Whose contact it is; null for an officer's.</param>
/// <param name="Secret">The key that signs; null where the channel signs nothing.</param>
public sealed record ContactTarget(
    string Name,
    string Address,
    Gs1.Gln? PartyGln,
    ContactLanguage Language,
    string? Secret = null
);

/// <param name="Id">The same for every try.</param>
/// <param name="Body">The notice as the JSON that programs get.</param>
public sealed record OutgoingNotice(Guid Id, string Body, AlarmNotice Notice);

/// <summary>What programs get, and what the words for people are made of.</summary>
/// <param name="Id">Of this notice: whoever has seen it may pass over it.</param>
/// <param name="At">When the change was noticed.</param>
/// <param name="Alarm">The alarm as it was then; absent in a test.</param>
/// <param name="ItemUris">The first fifty of the lots and pallets concerned, by canonical URI.</param>
/// <param name="Link">The alarm's page.</param>
public sealed record AlarmNotice(
    Guid Id,
    NoticeChange Change,
    DateTimeOffset At,
    AlarmView? Alarm,
    IReadOnlyList<string> ItemUris,
    string Link
);

/// <summary>What became of a try.</summary>
public abstract record NoticeResult
{
    private NoticeResult() { }

    public sealed record Sent : NoticeResult;

    /// <summary>Worth another try.</summary>
    public sealed record Failed(string Why) : NoticeResult;

    /// <summary>Another try would fail the same way.</summary>
    public sealed record Refused(string Why) : NoticeResult;
}
