using Microsoft.EntityFrameworkCore;

namespace RuralEc.Epcis;

/// <summary>Makes, ends and undoes the edges between lots, items and logistic units as events come in.</summary>
internal sealed class Genealogy(DbContext db)
{
    /// <summary>Adds the edges that the event makes, and ends those that it says have ended.</summary>
    public void Add(EpcisEvent captured, CapturedEvent row)
    {
        switch (captured)
        {
            case TransformationEvent made:
                Transform(made, row);
                break;
            case AggregationEvent { Action: EventAction.ADD, ParentId: { } parent } packed:
                foreach (var (child, quantity, uom) in ChildrenOf(packed))
                {
                    Contain(parent, child, quantity, uom, row);
                }
                break;
            case AggregationEvent { Action: EventAction.DELETE, ParentId: { } parent } unpacked:
                TakeOut(parent, [.. ChildrenOf(unpacked)], row);
                break;
        }
    }

    /// <summary>The event did not happen so: its edges go, and what it ended goes on.</summary>
    public void Undo(string eventId)
    {
        var edges = db.Set<GenealogyEdge>().AsTracking();
        foreach (var closed in edges.Where(e => e.ClosedBy!.EventId == eventId && !e.ClosedBy.IsErrorDeclaration))
        {
            (closed.ValidUntil, closed.ClosedByKey) = (null, null);
        }
        db.RemoveRange(edges.Where(e => e.Event!.EventId == eventId));
    }

    private static void Transform(TransformationEvent made, CapturedEvent row)
    {
        Side[] inputs = [.. Sides(made.InputEpcList, made.InputQuantityList)];
        foreach (var output in Sides(made.OutputEpcList, made.OutputQuantityList))
        {
            foreach (var input in inputs)
            {
                row.Edges.Add(
                    new()
                    {
                        Kind = EdgeKind.Transformation,
                        Source = input.Uri,
                        SourceQuantity = input.Quantity,
                        SourceUom = input.Uom,
                        Target = output.Uri,
                        TargetQuantity = output.Quantity,
                        TargetUom = output.Uom,
                        ValidFrom = row.EventTime,
                    }
                );
            }
        }
    }

    private static void Contain(string parent, string child, decimal? quantity, string? uom, CapturedEvent row) =>
        row.Edges.Add(
            new()
            {
                Kind = EdgeKind.Aggregation,
                Source = parent,
                Target = child,
                TargetQuantity = quantity,
                TargetUom = uom,
                ValidFrom = row.EventTime,
            }
        );

    private void TakeOut(string parent, Side[] children, CapturedEvent row)
    {
        foreach (var edge in OpenEdgesOf(parent, row.EventTime))
        {
            // No child named means all of them (EPCIS 2.0 §7.4.3).
            var taken = Array.Find(children, c => c.Uri == edge.Target && c.Uom == edge.TargetUom);
            if (children.Length > 0 && taken == default)
            {
                continue;
            }
            edge.ValidUntil = row.EventTime;
            edge.ClosedBy = row;
            if (edge.TargetQuantity - taken.Quantity is { } rest and > 0)
            {
                Contain(parent, edge.Target, rest, edge.TargetUom, row);
            }
        }
    }

    private List<GenealogyEdge> OpenEdgesOf(string parent, DateTimeOffset at)
    {
        bool IsOpen(GenealogyEdge e) =>
            e.Kind == EdgeKind.Aggregation && e.Source == parent && e.ValidUntil is null && e.ValidFrom <= at;

        // What was packed in the same unit of work is only in the context yet; Load makes both one list.
        db.Set<GenealogyEdge>()
            .AsTracking()
            .Where(e =>
                e.Kind == EdgeKind.Aggregation && e.Source == parent && e.ValidUntil == null && e.ValidFrom <= at
            )
            .Load();
        return [.. db.Set<GenealogyEdge>().Local.Where(IsOpen)];
    }

    private static IEnumerable<Side> ChildrenOf(AggregationEvent packed) =>
        Sides(packed.ChildEpcs, packed.ChildQuantityList);

    /// <summary>Items and lots of one side; a lot that is named several times in one unit is one amount.</summary>
    private static IEnumerable<Side> Sides(IEnumerable<string> items, IEnumerable<QuantityElement> lots) =>
        items
            .Distinct(StringComparer.Ordinal)
            .Select(item => new Side(item, null, null))
            .Concat(
                lots.GroupBy(lot => (lot.EpcClass, lot.Uom))
                    .Select(same => new Side(
                        same.Key.EpcClass,
                        same.Any(lot => lot.Quantity is null)
                            ? null
                            : IndexEntry.Rounded(same.Sum(lot => lot.Quantity)),
                        same.Key.Uom
                    ))
            );

    private readonly record struct Side(string Uri, decimal? Quantity, string? Uom);
}
