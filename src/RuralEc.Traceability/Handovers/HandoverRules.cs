namespace RuralEc.Traceability.Handovers;

/// <summary>What is handed over, and where in the chain (GB 31605: inbound, outbound and delivery handovers).</summary>
public enum HandoverKind
{
    /// <summary>入库: goods come into a node's stock.</summary>
    Inbound,

    /// <summary>出库: goods leave a node's stock for a carrier.</summary>
    Outbound,

    /// <summary>配送: goods are delivered to a buyer or point of sale.</summary>
    Delivery,

    /// <summary>装车: goods are loaded.</summary>
    Loading,

    /// <summary>卸车: goods are unloaded, not yet received.</summary>
    Unloading,
}

/// <summary>What the receiving party said.</summary>
public enum HandoverDecision
{
    Accept,
    AcceptWithReserve,
    Reject,
}

/// <summary>
/// The temperatures taken at one handover, all in °C. <paramref name="SurfaceCelsius"/> are outer-case or inner-pack
/// surface temperatures; <paramref name="FewSurfacesReason"/> says why there are fewer than three.
/// </summary>
public sealed record HandoverTemperatures(
    decimal PlannedMinCelsius,
    decimal PlannedMaxCelsius,
    decimal? VehicleAirCelsius,
    decimal? PrecoolCelsius,
    IReadOnlyList<decimal> SurfaceCelsius,
    decimal? CoreCelsius,
    string? FewSurfacesReason,
    DateOnly? InstrumentCalibrationDueOn
);

/// <summary>
/// The rules of a handover (GB 31605-2020: state, quantity and temperature are checked; the surface first, the core
/// when the surface is out of range; both sign; refuse if wrong).
/// </summary>
public static class HandoverRules
{
    /// <summary>Surface readings that one handover needs unless it says why there are fewer.</summary>
    public const int SurfacesNeeded = 3;

    /// <summary>What is wrong with the measurements, or <c>null</c>.</summary>
    public static Refusal? Check(HandoverTemperatures measured)
    {
        if (measured.PlannedMinCelsius >= measured.PlannedMaxCelsius)
        {
            return new Refusal(
                "planned-range-empty",
                "Planned range is empty",
                "计划温度上限必须高于下限。",
                "/plannedMaxCelsius"
            );
        }
        if (measured.SurfaceCelsius.Count < SurfacesNeeded && string.IsNullOrWhiteSpace(measured.FewSurfacesReason))
        {
            return new Refusal(
                "surface-temperatures-missing",
                "Surface temperatures missing",
                $"产品表面温度至少测 {SurfacesNeeded} 点；不足时请填写原因。",
                "/surfaceCelsius"
            );
        }
        if (measured.CoreCelsius is null && measured.SurfaceCelsius.Any(surface => !InRange(measured, surface)))
        {
            return new Refusal(
                "core-temperature-missing",
                "Core temperature missing",
                "产品表面温度超出计划范围，必须测量并填写中心温度。",
                "/coreCelsius"
            );
        }
        return null;
    }

    /// <summary>
    /// What is wrong with a decision on those measurements, or <c>null</c>. <paramref name="measuredOn"/> is the local
    /// day of the measurement.
    /// </summary>
    public static Refusal? Check(
        HandoverDecision decision,
        string? reason,
        HandoverTemperatures measured,
        DateOnly measuredOn,
        string handedOverBy,
        string receivedBy
    )
    {
        if (string.Equals(handedOverBy.Trim(), receivedBy.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            return new Refusal(
                "one-signatory",
                "One person cannot sign for both",
                "交接须由双方不同的人签字。",
                "/receivedBy"
            );
        }
        if (decision is not HandoverDecision.Accept)
        {
            return string.IsNullOrWhiteSpace(reason)
                ? new Refusal("reason-missing", "Reason missing", "保留接收或拒收必须填写原因。", "/reason")
                : null;
        }
        if (measured.CoreCelsius is { } core && !InRange(measured, core))
        {
            return new Refusal(
                "core-out-of-range",
                "Core temperature out of range",
                "中心温度超出计划范围，不能无保留接收；请选择保留接收或拒收。",
                "/decision"
            );
        }
        if (measured.InstrumentCalibrationDueOn is { } due && due < measuredOn)
        {
            return new Refusal(
                "calibration-overdue",
                "Calibration overdue",
                "测温仪器已过校准有效期，不能无保留接收；请选择保留接收或拒收。",
                "/decision"
            );
        }
        return null;
    }

    /// <summary>True when a temperature in °C is within the planned range, limits included.</summary>
    public static bool InRange(HandoverTemperatures measured, decimal celsius) =>
        celsius >= measured.PlannedMinCelsius && celsius <= measured.PlannedMaxCelsius;

    /// <summary>
    /// What is wrong with the quantity accepted of one line, or <c>null</c>. Unreserved acceptance takes all that was
    /// shipped; nothing can arrive that was not sent; a reserve says how much came.
    /// </summary>
    public static Refusal? Check(HandoverDecision decision, decimal shipped, decimal accepted, string field)
    {
        if (accepted < 0 || accepted > shipped)
        {
            return new Refusal(
                "quantity-exceeds-shipment",
                "More than was shipped",
                "接收数量必须在 0 与发货数量之间。",
                field
            );
        }
        return decision switch
        {
            HandoverDecision.Accept when accepted != shipped => new Refusal(
                "difference-needs-reserve",
                "A difference needs a reserve",
                "接收数量与发货数量不符，请选择保留接收并说明原因。",
                field
            ),
            HandoverDecision.Reject when accepted != 0 => new Refusal(
                "rejection-accepts-nothing",
                "A rejection accepts nothing",
                "拒收时接收数量必须为 0。",
                field
            ),
            _ => null,
        };
    }
}
