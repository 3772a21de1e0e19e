namespace RuralEc.Epcis;

/// <summary>In which list of an event an identifier stands.</summary>
internal enum IndexRole
{
    Epc,
    Class,
    Parent,
    Child,
    ChildClass,
    Input,
    InputClass,
    Output,
    OutputClass,
}

/// <summary>An identifier named by an event: the way from a lot, a box or a pallet to its events.</summary>
internal sealed class IndexEntry
{
    public long EventKey { get; init; }

    /// <summary>The place among the event's entries; with the event it is the key.</summary>
    public required int Position { get; init; }

    /// <summary>The identifier's URI; canonical for events that this product writes.</summary>
    public required string Value { get; init; }

    public required IndexRole Role { get; init; }

    /// <summary>Rounded to thousandths; the event itself has the exact number.</summary>
    public decimal? Quantity { get; init; }

    public string? Uom { get; init; }

    /// <summary>All identifiers of an event with their roles.</summary>
    public static List<IndexEntry> Of(EpcisEvent captured)
    {
        List<IndexEntry> entries = [];
        void Add(IndexRole role, string? value, decimal? quantity = null, string? uom = null)
        {
            if (value is not null)
            {
                entries.Add(
                    new()
                    {
                        Position = entries.Count,
                        Value = value,
                        Role = role,
                        Quantity = Rounded(quantity),
                        Uom = uom,
                    }
                );
            }
        }
        void AddAll(IndexRole role, IEnumerable<string> values)
        {
            foreach (var value in values)
            {
                Add(role, value);
            }
        }
        void AddClasses(IndexRole role, IEnumerable<QuantityElement> elements)
        {
            foreach (var element in elements)
            {
                Add(role, element.EpcClass, element.Quantity, element.Uom);
            }
        }
        switch (captured)
        {
            case ObjectEvent seen:
                AddAll(IndexRole.Epc, seen.EpcList);
                AddClasses(IndexRole.Class, seen.QuantityList);
                break;
            case AggregationEvent packed:
                Add(IndexRole.Parent, packed.ParentId);
                AddAll(IndexRole.Child, packed.ChildEpcs);
                AddClasses(IndexRole.ChildClass, packed.ChildQuantityList);
                break;
            case TransformationEvent made:
                AddAll(IndexRole.Input, made.InputEpcList);
                AddClasses(IndexRole.InputClass, made.InputQuantityList);
                AddAll(IndexRole.Output, made.OutputEpcList);
                AddClasses(IndexRole.OutputClass, made.OutputQuantityList);
                break;
            case AssociationEvent joined:
                Add(IndexRole.Parent, joined.ParentId);
                AddAll(IndexRole.Child, joined.ChildEpcs);
                AddClasses(IndexRole.ChildClass, joined.ChildQuantityList);
                break;
            case TransactionEvent traded:
                Add(IndexRole.Parent, traded.ParentId);
                AddAll(IndexRole.Epc, traded.EpcList);
                AddClasses(IndexRole.Class, traded.QuantityList);
                break;
        }
        return entries;
    }

    public static decimal? Rounded(decimal? quantity) =>
        quantity is { } exact ? Math.Round(exact, 3, MidpointRounding.ToEven) : null;
}
