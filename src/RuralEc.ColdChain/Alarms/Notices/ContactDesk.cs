using System.Diagnostics;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace RuralEc.ColdChain.Alarms.Notices;

/// <summary>Who is told of alarms: a party keeps its own contacts, officers those of their districts.</summary>
public sealed class ContactDesk(
    DbContext db,
    IEnumerable<IAlarmChannel> channels,
    ContactSecrets secrets,
    AlarmLink link,
    IOptions<JsonOptions> json,
    TimeProvider clock
)
{
    private const int Most = 100;
    private const string NoContact = "没有这个联系人，或您无权修改。";
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(20);

    /// <returns><see cref="DeskAnswer.SecretGiven"/> for a new webhook: the only time that its key can be read.</returns>
    public async Task<DeskAnswer> AddAsync(SaveContact command, ClaimsPrincipal by, CancellationToken ct)
    {
        var contact = new AlarmContact
        {
            Id = command.Id,
            Name = command.Name.Trim(),
            Target = command.Target.Trim(),
            AddedAt = Moments.Kept(clock.GetUtcNow()),
            AddedBy = Reach.NameOf(by),
        };
        if (await FillAsync(contact, command, by, ct) is { } refused)
        {
            return refused;
        }

        if (await db.Set<AlarmContact>().FirstOrDefaultAsync(c => c.Id == command.Id, ct) is { } known)
        {
            var same =
                known.PartyGln == contact.PartyGln
                && known.DistrictCode == contact.DistrictCode
                && known.Channel == contact.Channel
                && known.Target == contact.Target
                && known.Name == contact.Name;
            return same ? new DeskAnswer.AlreadyRecorded(known.Id) : new DeskAnswer.IdTaken();
        }

        var mine = Reach.Of(by).Contacts(db).Where(c => c.RemovedAt == null);
        if (await mine.CountAsync(ct) >= Most)
        {
            return new DeskAnswer.Forbidden(
                "too-many-contacts",
                $"At most {Most} contacts",
                $"联系人最多{Most}个。",
                ""
            );
        }

        string? shown = null;
        if (contact.Channel == ContactChannel.Webhook)
        {
            (shown, contact.ProtectedSecret) = secrets.New();
        }

        db.Add(contact);
        await db.SaveChangesAsync(ct);
        return shown is null
            ? new DeskAnswer.Recorded(contact.Id)
            : new DeskAnswer.SecretGiven(contact.Id.ToString(), shown);
    }

    /// <summary>Changes everything but the channel; the key stays.</summary>
    public async Task<DeskAnswer> ChangeAsync(Guid id, SaveContact command, ClaimsPrincipal by, CancellationToken ct)
    {
        if (await OwnAsync(id, by, ct) is not { } contact)
        {
            return new DeskAnswer.NotFound(NoContact, "/id");
        }

        if (contact.Channel != command.Channel)
        {
            return new DeskAnswer.Forbidden(
                "other-channel",
                "The channel of a contact cannot be changed",
                "联系方式不能更改，请另加一个联系人。",
                "/channel"
            );
        }

        contact.Name = command.Name.Trim();
        contact.Target = command.Target.Trim();
        if (await FillAsync(contact, command, by, ct) is { } refused)
        {
            return refused;
        }

        contact.Version++;
        await db.SaveChangesAsync(ct);
        return new DeskAnswer.Recorded(id);
    }

    /// <summary>It is told nothing more, not even what waits. Its past deliveries stay in the histories.</summary>
    public async Task<DeskAnswer> RemoveAsync(Guid id, ClaimsPrincipal by, CancellationToken ct)
    {
        if (await OwnAsync(id, by, ct) is not { } contact)
        {
            return new DeskAnswer.NotFound(NoContact, "/id");
        }

        contact.RemovedAt = Moments.Kept(clock.GetUtcNow());
        contact.Version++;
        await db.SaveChangesAsync(ct);
        return new DeskAnswer.Recorded(id);
    }

    /// <summary>A new key; the old one signs nothing more from now on.</summary>
    public async Task<DeskAnswer> RotateAsync(Guid id, ClaimsPrincipal by, CancellationToken ct)
    {
        if (await OwnAsync(id, by, ct) is not { Channel: ContactChannel.Webhook } contact)
        {
            return new DeskAnswer.NotFound(NoContact, "/id");
        }

        (var shown, contact.ProtectedSecret) = secrets.New();
        contact.Version++;
        await db.SaveChangesAsync(ct);
        return new DeskAnswer.SecretGiven(id.ToString(), shown);
    }

    /// <summary>Tells the contact, now and once, that nothing happened; null where it is not the caller's.</summary>
    public async Task<ContactTrial?> TryAsync(Guid id, ClaimsPrincipal by, CancellationToken ct)
    {
        if (await OwnAsync(id, by, ct) is not { } contact)
        {
            return null;
        }

        var notice = new AlarmNotice(
            Guid.CreateVersion7(clock.GetUtcNow()),
            NoticeChange.Test,
            Moments.Kept(clock.GetUtcNow()),
            null,
            [],
            link(Guid.Empty)
        );
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(OneTry);
        try
        {
            return await ChannelOf(contact)
                .SendAsync(
                    secrets.TargetOf(contact),
                    new(notice.Id, JsonSerializer.Serialize(notice, json.Value.SerializerOptions), notice),
                    patience.Token
                ) switch
            {
                NoticeResult.Sent => new(true, null),
                NoticeResult.Failed failed => new(false, failed.Why),
                NoticeResult.Refused refused => new(false, refused.Why),
                _ => throw new UnreachableException(),
            };
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(false, $"No answer within {OneTry.TotalSeconds:0} s");
        }
    }

    public async Task<IReadOnlyList<ContactView>> ListAsync(ClaimsPrincipal by, CancellationToken ct)
    {
        var contacts = await Reach
            .Of(by)
            .Contacts(db)
            .Where(c => c.RemovedAt == null)
            .OrderBy(c => c.Id)
            .Take(10 * Most)
            .ToListAsync(ct);
        Guid[] ids = [.. contacts.Select(c => c.Id)];
        var deliveries = db.Set<AlarmDelivery>().Where(d => ids.Contains(d.ContactId));
        var sent = await deliveries
            .Where(d => d.State == DeliveryState.Sent)
            .GroupBy(d => d.ContactId)
            .Select(g => new { g.Key, At = g.Max(d => d.EndedAt) })
            .ToDictionaryAsync(g => g.Key, g => g.At, ct);
        var troubled = (
            await deliveries
                .Where(d => d.Error != null || d.State == DeliveryState.Pending)
                .OrderByDescending(d => d.CreatedAt)
                .Take(10 * Most)
                .Select(d => new
                {
                    d.ContactId,
                    d.CreatedAt,
                    d.State,
                    d.Error,
                })
                .ToListAsync(ct)
        ).ToLookup(d => d.ContactId);
        return
        [
            .. contacts.Select(c =>
            {
                var last = sent.GetValueOrDefault(c.Id);
                var error = troubled[c.Id].FirstOrDefault(d => d.Error is not null);
                return new ContactView(
                    c.Id,
                    c.PartyGln,
                    c.DistrictCode,
                    c.NodeGln,
                    c.Name,
                    c.Channel,
                    c.Target,
                    c.Language,
                    c.MinSeverity,
                    c.QuietFrom,
                    c.QuietTo,
                    c.QuietSeverity,
                    c.AfterMinutes,
                    c.RepeatMinutes,
                    c.AddedBy,
                    c.AddedAt,
                    last,
                    troubled[c.Id].Count(d => d.State == DeliveryState.Pending),
                    error is not null && (last is null || error.CreatedAt > last) ? error.Error : null
                );
            }),
        ];
    }

    private async Task<DeskAnswer?> FillAsync(
        AlarmContact contact,
        SaveContact command,
        ClaimsPrincipal by,
        CancellationToken ct
    )
    {
        var reach = Reach.Of(by);
        contact.Channel = command.Channel;
        contact.NodeGln = command.NodeGln;
        contact.Language = command.Language;
        contact.MinSeverity = command.MinSeverity;
        (contact.QuietFrom, contact.QuietTo) = (command.QuietFrom, command.QuietTo);
        contact.QuietSeverity = command.QuietSeverity;
        (contact.AfterMinutes, contact.RepeatMinutes) = (command.AfterMinutes, command.RepeatMinutes);
        contact.PartyGln = reach.PartyGln;
        contact.DistrictCode =
            reach.PartyGln is not null ? null
            : command.DistrictCode is null && reach.Districts.Count > 0 ? reach.Districts[0]
            : command.DistrictCode ?? "";
        if (contact.DistrictCode is { } district && !reach.Districts.Contains(district))
        {
            return new DeskAnswer.NotFound("这个区不在您的辖区内。", "/districtCode");
        }

        // None of both, or two different times.
        if (
            (contact.QuietFrom is null) != (contact.QuietTo is null)
            || (contact.QuietFrom is { } from && from == contact.QuietTo)
        )
        {
            return new DeskAnswer.Forbidden(
                "bad-quiet-hours",
                "Quiet hours need a begin and another end",
                "静默时段须填写不同的开始和结束时间。",
                "/quietTo"
            );
        }

        if (contact.QuietSeverity == Severity.Critical)
        {
            return new DeskAnswer.Forbidden(
                "critical-never-waits",
                "Critical alarms never wait",
                "严重告警不受静默时段限制。",
                "/quietSeverity"
            );
        }

        if (contact.NodeGln is { } node && !await reach.Assets(db).AnyAsync(a => a.NodeGln == node, ct))
        {
            return new DeskAnswer.NotFound("这个节点没有您可查看的设施。", "/nodeGln");
        }

        return await ChannelOf(contact)
            .CheckAsync(new(contact.Name, contact.Target, contact.PartyGln, contact.Language), ct);
    }

    private IAlarmChannel ChannelOf(AlarmContact contact) => channels.First(c => c.Kind == contact.Channel);

    private Task<AlarmContact?> OwnAsync(Guid id, ClaimsPrincipal by, CancellationToken ct) =>
        Reach.Of(by).Contacts(db).AsTracking().FirstOrDefaultAsync(c => c.Id == id && c.RemovedAt == null, ct);
}
