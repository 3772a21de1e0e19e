using Microsoft.EntityFrameworkCore;

namespace RuralEc.Epcis;

/// <summary>Puts events into the caller's transaction: the event and the state it changes are one commit.</summary>
public sealed class EventCapture(DbContext db, TimeProvider clock)
{
    /// <summary>
    /// Adds the event, its index rows and its genealogy edges to the context. Nothing is saved: the caller's
    /// <c>SaveChangesAsync</c> is the one commit. An event id that is stored already makes that commit fail with
    /// <see cref="DbUpdateException"/>; an error declaration shares the id of the event it declares wrong.
    /// </summary>
    /// <remarks>
    /// An aggregation DELETE and an error declaration read the edges they end, so that they query the database.
    /// </remarks>
    public void Add(EpcisEvent captured)
    {
        ArgumentNullException.ThrowIfNull(captured);
        Add(captured, EpcisJson.Write(captured));
    }

    /// <summary>The same for an event that came as JSON: its octets are kept as they came.</summary>
    public void Add(EpcisEvent captured, byte[] json)
    {
        ArgumentNullException.ThrowIfNull(captured);
        ArgumentNullException.ThrowIfNull(json);
        var row = new CapturedEvent
        {
            EventId = captured.EventId,
            IsErrorDeclaration = captured.ErrorDeclaration is not null,
            Type = Enum.Parse<EventType>(captured.GetType().Name),
            Action = ActionOf(captured),
            EventTime = Milliseconds(captured.EventTime),
            RecordTime = Milliseconds(clock.GetUtcNow()),
            BizStep = captured.BizStep,
            Disposition = captured.Disposition,
            ReadPoint = captured.ReadPoint,
            BizLocation = captured.BizLocation,
            Json = json,
            IndexEntries = IndexEntry.Of(captured),
            SensorEntries = SensorEntry.Of(captured),
        };
        db.Add(row);
        var genealogy = new Genealogy(db);
        if (row.IsErrorDeclaration)
        {
            genealogy.Undo(row.EventId);
        }
        else
        {
            genealogy.Add(captured, row);
        }
    }

    private static EventAction? ActionOf(EpcisEvent captured) =>
        captured switch
        {
            ObjectEvent e => e.Action,
            AggregationEvent e => e.Action,
            AssociationEvent e => e.Action,
            TransactionEvent e => e.Action,
            _ => null,
        };

    private static DateTimeOffset Milliseconds(DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
