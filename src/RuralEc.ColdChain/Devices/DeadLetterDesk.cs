using System.Security.Claims;
using Microsoft.EntityFrameworkCore;

namespace RuralEc.ColdChain.Devices;

/// <summary>Tries again what could not be taken: after an upgrade or a change of settings it may be readable.</summary>
public sealed class DeadLetterDesk(DbContext db, IReadingStore store, ReadingIngest ingest)
{
    private const int Most = 500;

    /// <returns>How many messages are readings now; null where the logger is not the caller's own.</returns>
    /// <exception cref="ReadingsNotStoredException">The store is away; what is done is done, the rest stays.</exception>
    public async Task<int?> ReplayAsync(string device, ClaimsPrincipal by, CancellationToken ct)
    {
        if (!await Reach.Of(by).OwnLoggers(db).AnyAsync(l => l.Device == device, ct))
        {
            return null;
        }

        var taken = new List<DeadLetter>();
        var readings = new List<Reading>();
        foreach (var letter in (await store.DeadLettersAsync(device, Most, ct)).Where(l => l.IsWhole).Reverse())
        {
            readings.Clear();
            if (
                letter.Kind != RefusalKind.NumberReused
                && ReadingMessage.TryParse(device, letter.Payload, letter.ReceivedAt, readings, out _)
            )
            {
                await ingest.AcceptAsync(device, letter.Payload, letter.ReceivedAt, ct);
                taken.Add(letter);
            }
        }

        await store.ForgetAsync(taken, ct);
        return taken.Count;
    }
}
