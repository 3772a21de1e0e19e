using System.ComponentModel.DataAnnotations;
using RuralEc.Gs1;

namespace RuralEc.Logistics;

/// <summary>A node to be registered. Its GLN is the key: the same request twice is one node.</summary>
/// <param name="Gln">Location key of the node.</param>
/// <param name="Kind">What it is for; its tier follows.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="OperatorGln">Party key of who runs it.</param>
/// <param name="DivisionCode">The smallest division known: 6, 9 or 12 digits.</param>
/// <param name="Longitude">Degrees east.</param>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Crs"><c>WGS84</c>, which is assumed, or <c>GCJ-02</c>.</param>
/// <param name="ParentGln">The node that supplies it.</param>
/// <param name="NameEn">English name.</param>
/// <param name="State"><c>planned</c>, which is assumed, or <c>active</c>.</param>
/// <param name="Demonstration">An invented node.</param>
public sealed record NodeCommand(
    Gln Gln,
    NodeKind Kind,
    [Required, PlainText(100)] string Name,
    Gln OperatorGln,
    [Required, RegularExpression("[0-9]{6}([0-9]{3}){0,2}", ErrorMessage = "应为6、9或12位区划代码。")]
        string DivisionCode,
    [Range(-180.0, 180.0)] double Longitude,
    [Range(-90.0, 90.0)] double Latitude,
    [PlainText(10)] string? Crs = null,
    Gln? ParentGln = null,
    [PlainText(100)] string? NameEn = null,
    NodeState State = NodeState.Planned,
    bool Demonstration = false
);

/// <summary>All particulars of a node as they shall be; its GLN, kind and state are not among them.</summary>
/// <param name="Version">The version that the caller saw: another change in the meantime is a conflict.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="NameEn">English name.</param>
/// <param name="OperatorGln">Party key of who runs it.</param>
/// <param name="ParentGln">The node that supplies it.</param>
/// <param name="DivisionCode">The smallest division known: 6, 9 or 12 digits, in the same district as before.</param>
/// <param name="Longitude">Degrees east.</param>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Crs"><c>WGS84</c>, which is assumed, <c>GCJ-02</c> or <c>BD-09</c>.</param>
/// <param name="Facts">What it has and offers.</param>
/// <param name="Reason">Why.</param>
public sealed record NodeChangeCommand(
    [Range(1, int.MaxValue)] int Version,
    [Required, PlainText(100)] string Name,
    Gln OperatorGln,
    [Required, RegularExpression("[0-9]{6}([0-9]{3}){0,2}", ErrorMessage = "应为6、9或12位区划代码。")]
        string DivisionCode,
    [Range(-180.0, 180.0)] double Longitude,
    [Range(-90.0, 90.0)] double Latitude,
    NodeFacts Facts,
    [Required, PlainText(200)] string Reason,
    [PlainText(10)] string? Crs = null,
    Gln? ParentGln = null,
    [PlainText(100)] string? NameEn = null
);

/// <summary>A state to bring a node into.</summary>
/// <param name="State">The state wanted.</param>
/// <param name="Version">The version that the caller saw: another answer in the meantime is a conflict.</param>
/// <param name="Reason">Why; needed to suspend or close.</param>
public sealed record NodeStateCommand(
    NodeState State,
    [Range(1, int.MaxValue)] int Version,
    [PlainText(200)] string? Reason = null
);

/// <summary>What became of a command on nodes.</summary>
public abstract record NodeOutcome
{
    private NodeOutcome() { }

    public sealed record Registered(NodeView Node) : NodeOutcome;

    public sealed record Changed(NodeView Node) : NodeOutcome;

    /// <summary>The same was asked before; nothing changed.</summary>
    public sealed record AlreadySo(NodeView Node) : NodeOutcome;

    /// <summary>The GLN names another node, or the node changed since the caller saw it.</summary>
    public sealed record Conflicting(Refusal Why) : NodeOutcome;

    /// <summary>Unknown, or in another's district.</summary>
    public sealed record NotFound : NodeOutcome;

    public sealed record Refused(Refusal Why) : NodeOutcome;
}
