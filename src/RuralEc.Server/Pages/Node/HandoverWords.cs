using Microsoft.Extensions.Localization;
using RuralEc.Traceability.Handovers;

namespace RuralEc.Server.Pages.Node;

/// <summary>What kinds, states and decisions of handovers are called.</summary>
internal sealed class HandoverWords(IStringLocalizer<NodeTexts> T)
{
    public string Of(HandoverKind kind) =>
        kind switch
        {
            HandoverKind.Inbound => T["入库"],
            HandoverKind.Outbound => T["出库"],
            HandoverKind.Delivery => T["配送"],
            HandoverKind.Loading => T["装车"],
            HandoverKind.Unloading => T["卸车"],
            _ => kind.ToString(),
        };

    public string Of(HandoverDecision? decision) =>
        decision switch
        {
            HandoverDecision.Accept => T["接收"],
            HandoverDecision.AcceptWithReserve => T["保留接收"],
            HandoverDecision.Reject => T["拒收"],
            _ => T["待决定"],
        };

    public string Of(ShipmentState state) =>
        state switch
        {
            ShipmentState.InTransit => T["在途"],
            ShipmentState.Received => T["已接收"],
            ShipmentState.ReceivedWithReserve => T["保留接收"],
            ShipmentState.Returning => T["退回途中"],
            ShipmentState.Returned => T["已退回"],
            _ => state.ToString(),
        };

    /// <summary>The colour of a state: what asks for attention, what went wrong.</summary>
    public static string ToneOf(ShipmentState state) =>
        state switch
        {
            ShipmentState.InTransit => "warn",
            ShipmentState.Returning or ShipmentState.Returned => "alarm",
            _ => "",
        };
}
