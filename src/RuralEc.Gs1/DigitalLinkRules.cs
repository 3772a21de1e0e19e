namespace RuralEc.Gs1;

/// <summary>The rules of one Digital Link: known identifiers, order, no duplicates, good values.</summary>
internal static class DigitalLinkRules
{
    public static DigitalLinkError? FaultOf(IReadOnlyList<Element> path, IReadOnlyList<Element> attributes) =>
        path.Count == 0 || ApplicationIdentifier.Find(path[0].Identifier) is not { Use: AiUse.PrimaryKey } key
            ? new(DigitalLinkFault.NoPrimaryKey, "A GS1 primary key such as 01 is expected first.")
            : DuplicateOf(path, attributes)
                ?? ValueFaultOf(path[0], key)
                ?? QualifierFaultOf(key, [.. path.Skip(1)])
                ?? attributes.Select(AttributeFaultOf).FirstOrDefault(error => error is not null);

    private static DigitalLinkError? DuplicateOf(IEnumerable<Element> path, IEnumerable<Element> attributes)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (identifier, _) in path.Concat(attributes))
        {
            if (!seen.Add(identifier))
            {
                return new(DigitalLinkFault.Duplicate, $"Identifier {identifier} is given twice.", identifier);
            }
        }
        return null;
    }

    private static DigitalLinkError? QualifierFaultOf(ApplicationIdentifier key, Element[] qualifiers)
    {
        foreach (var element in qualifiers)
        {
            var code = element.Identifier;
            if (
                ApplicationIdentifier.Find(code) is not { } qualifier
                || !key.QualifierOrders.Any(order => order.Contains(code))
            )
            {
                return new(DigitalLinkFault.UnknownIdentifier, $"'{code}' cannot follow {key.Code} in a path.", code);
            }
            if (ValueFaultOf(element, qualifier) is { } error)
            {
                return error;
            }
        }
        return key.QualifierOrders.Count == 0 || key.QualifierOrders.Any(order => IsInOrder(order, qualifiers))
            ? null
            : new(
                DigitalLinkFault.WrongOrder,
                $"Behind {key.Code} the order is "
                    + string.Join(" or ", key.QualifierOrders.Select(order => string.Join(", ", order)))
                    + "."
            );
    }

    private static bool IsInOrder(IReadOnlyList<string> order, Element[] qualifiers)
    {
        var next = 0;
        foreach (var code in order)
        {
            next += next < qualifiers.Length && qualifiers[next].Identifier == code ? 1 : 0;
        }
        return next == qualifiers.Length;
    }

    private static DigitalLinkError? AttributeFaultOf(Element element) =>
        ApplicationIdentifier.Find(element.Identifier) is { Use: AiUse.Attribute } ai
            ? ValueFaultOf(element, ai)
            : new(
                DigitalLinkFault.UnknownIdentifier,
                $"'{element.Identifier}' is not a known GS1 attribute of a query.",
                element.Identifier
            );

    private static DigitalLinkError? ValueFaultOf(Element element, ApplicationIdentifier ai) =>
        element.Value.Length == 0 ? new(DigitalLinkFault.MissingValue, $"Identifier {ai.Code} has no value.", ai.Code)
        : ai.FaultOf(element.Value) is { } fault
            ? new(DigitalLinkFault.InvalidValue, $"The value of {ai.Code} ({ai.Title}) {fault}.", ai.Code)
        : null;
}
