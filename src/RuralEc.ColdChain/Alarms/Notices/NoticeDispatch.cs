using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace RuralEc.ColdChain.Alarms.Notices;

/// <summary>
/// Worker: delivers what was planned, tries again at growing intervals, and gives up after a day. The queue is in the
/// database, so a restart loses nothing; a lease keeps two processes from trying the same at once.
/// </summary>
internal sealed class NoticeDispatch(
    IServiceScopeFactory scopes,
    IEnumerable<IAlarmChannel> channels,
    IOptions<JsonOptions> json,
    TimeProvider clock,
    ILogger<NoticeDispatch> log
) : BackgroundService
{
    private const int AtOnce = 100;
    private const int ContactsAtOnce = 16;
    private const int LongestError = 300;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(1);

    private readonly Dictionary<ContactChannel, IAlarmChannel> _channels = channels.ToDictionary(c => c.Kind);
    private readonly ConcurrentDictionary<Guid, Task> _underWay = [];
    private readonly SemaphoreSlim _seats = new(ContactsAtOnce);
    private readonly SemaphoreSlim _news = new(0, 1);

    /// <summary>Something was planned: nobody waits for the next round.</summary>
    public void Wake()
    {
        try
        {
            _news.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is about to look already.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var rounds = new PeriodicTimer(Round, clock);
        var round = rounds.WaitForNextTickAsync(stoppingToken).AsTask();
        var news = _news.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAny(round, news);
            round = round.IsCompleted ? rounds.WaitForNextTickAsync(stoppingToken).AsTask() : round;
            news = news.IsCompleted ? _news.WaitAsync(stoppingToken) : news;
            try
            {
                await DeliverDueAsync(stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            // An outage of the database must not end the worker: the queue is still there afterwards.
            catch (Exception failure)
            {
                log.NotDelivered(failure);
            }
        }

        await Task.WhenAll(_underWay.Values);
    }

    private async Task DeliverDueAsync(CancellationToken ct)
    {
        List<(Guid Delivery, Guid Contact)> due;
        await using (var scope = scopes.CreateAsyncScope())
        {
            var now = clock.GetUtcNow();
            var deliveries = scope.ServiceProvider.GetRequiredService<DbContext>().Set<AlarmDelivery>();
            due =
            [
                .. (
                    await deliveries
                        .Where(d => d.State == DeliveryState.Pending && d.NextAttemptAt <= now)
                        .Where(d => d.LeasedUntil == null || d.LeasedUntil < now)
                        // Notices of one alarm reach a contact in order.
                        .Where(d =>
                            !deliveries.Any(e =>
                                e.ContactId == d.ContactId
                                && e.AlarmId == d.AlarmId
                                && e.State == DeliveryState.Pending
                                && e.Number < d.Number
                            )
                        )
                        .OrderBy(d => d.NextAttemptAt)
                        .Take(AtOnce)
                        .Select(d => new { d.Id, d.ContactId })
                        .ToListAsync(ct)
                ).Select(d => (d.Id, d.ContactId)),
            ];
        }

        // One that hangs keeps nobody else waiting but itself.
        foreach (var contact in due.GroupBy(d => d.Contact).Where(c => !_underWay.ContainsKey(c.Key)))
        {
            _underWay[contact.Key] = DeliverAsync(contact.Key, [.. contact.Select(d => d.Delivery)], ct);
        }
    }

    private async Task DeliverAsync(Guid contact, List<Guid> deliveries, CancellationToken ct)
    {
        // The caller writes down that this is under way before it can end.
        await Task.Yield();
        await _seats.WaitAsync(CancellationToken.None);
        try
        {
            foreach (var delivery in deliveries)
            {
                if (!ct.IsCancellationRequested)
                {
                    await DeliverAsync(delivery);
                }
            }
        }
        // The database: the lease ends, and it is tried again.
        catch (Exception failure)
        {
            log.NotDelivered(failure);
        }
        finally
        {
            _seats.Release();
            _underWay.TryRemove(contact, out _);
        }
    }

    // A try that has begun is finished even when the server stops: half a try would be told twice.
    private async Task DeliverAsync(Guid id)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DbContext>();
        var now = Moments.Kept(clock.GetUtcNow());
        var claimed = await db.Set<AlarmDelivery>()
            .Where(d => d.Id == id && d.State == DeliveryState.Pending)
            .Where(d => d.LeasedUntil == null || d.LeasedUntil < now)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(d => d.LeasedUntil, now + Lease).SetProperty(d => d.Attempts, d => d.Attempts + 1),
                CancellationToken.None
            );
        if (claimed == 0)
        {
            return;
        }

        var delivery = await db.Set<AlarmDelivery>().AsTracking().FirstAsync(d => d.Id == id, CancellationToken.None);
        var contact = await db.Set<AlarmContact>().FirstAsync(c => c.Id == delivery.ContactId, CancellationToken.None);
        var result = contact.RemovedAt is null
            ? await TryAsync(scope.ServiceProvider.GetRequiredService<ContactSecrets>(), contact, delivery)
            : null;
        Keep(db, delivery, contact, result);
        await db.SaveChangesAsync(CancellationToken.None);
    }

    private async Task<NoticeResult> TryAsync(ContactSecrets secrets, AlarmContact contact, AlarmDelivery delivery)
    {
        // How long a network takes is real time, whatever the clock of the alarms says.
        using var patience = new CancellationTokenSource(OneTry);
        try
        {
            var notice = JsonSerializer.Deserialize<AlarmNotice>(delivery.Body, json.Value.SerializerOptions)!;
            return await _channels[contact.Channel]
                .SendAsync(secrets.TargetOf(contact), new(delivery.Id, delivery.Body, notice), patience.Token);
        }
        catch (OperationCanceledException)
        {
            return new NoticeResult.Failed($"No answer within {OneTry.TotalSeconds:0} s");
        }
        // Whatever a channel did not foresee must not stop the others.
        catch (Exception failure)
        {
            log.NotDelivered(failure);
            return new NoticeResult.Failed(failure.GetType().Name);
        }
    }

    private void Keep(DbContext db, AlarmDelivery delivery, AlarmContact contact, NoticeResult? result)
    {
        var now = Moments.Kept(clock.GetUtcNow());
        delivery.LeasedUntil = null;
        delivery.EndedAt = now;
        switch (result)
        {
            case null:
                delivery.State = DeliveryState.Dropped;
                return;
            case NoticeResult.Sent:
                (delivery.State, delivery.Error) = (DeliveryState.Sent, null);
                db.Add(EntryOf(delivery, AlarmEntryKind.Delivered, contact.Name, now));
                return;
            case NoticeResult.Failed failed when now - delivery.CreatedAt < GiveUpAfter:
                delivery.EndedAt = null;
                delivery.Error = Short(failed.Why);
                delivery.NextAttemptAt = now + AlarmDelivery.BackOff(delivery.Attempts);
                return;
            default:
                delivery.State = DeliveryState.Failed;
                delivery.Error = Short(
                    result is NoticeResult.Refused refused ? refused.Why : ((NoticeResult.Failed)result).Why
                );
                db.Add(EntryOf(delivery, AlarmEntryKind.DeliveryFailed, $"{contact.Name}: {delivery.Error}", now));
                return;
        }
    }

    private static AlarmEntry EntryOf(AlarmDelivery delivery, AlarmEntryKind kind, string text, DateTimeOffset now) =>
        new()
        {
            // One line for each notice, also when a crash made the end come twice.
            Id = delivery.Id,
            AlarmId = delivery.AlarmId,
            Kind = kind,
            At = now,
            Text = text,
            Severity = delivery.Severity,
        };

    private static string Short(string error) => error.Length <= LongestError ? error : error[..LongestError];
}

internal static partial class NoticeLog
{
    [LoggerMessage(EventId = 2020, Level = LogLevel.Error, Message = "Alarms could not be told; they will be")]
    public static partial void NotDelivered(this ILogger log, Exception failure);
}
