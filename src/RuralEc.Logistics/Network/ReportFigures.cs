namespace RuralEc.Logistics.Network;

/// <summary>The figures of a day (日报). What is null was not reported, which is not nought.</summary>
/// <param name="ParcelsIn">Parcels that came in (进件).</param>
/// <param name="ParcelsOut">Parcels that went out (出件).</param>
/// <param name="FarmParcelsOut">Of those, with farm goods (农产品上行件).</param>
/// <param name="FarmValueYuan">Declared value of the farm goods, yuan.</param>
/// <param name="VillageParcelsAddressed">Parcels addressed to the node's villages.</param>
/// <param name="VillageParcelsDelivered">Of those, delivered inside the village (直投到村).</param>
/// <param name="HandoversDue">Handovers due on the day.</param>
/// <param name="HandoversOnTime">Of those, within the promised time.</param>
/// <param name="TonnesIn">Goods in, t.</param>
/// <param name="TonnesOut">Goods out, t.</param>
/// <param name="Runs">Runs of vehicles that left.</param>
/// <param name="EmptyReturns">Of those, that came back empty.</param>
/// <param name="CapacityCubicMeters">What the runs could have carried, m³.</param>
/// <param name="CarriedCubicMeters">What they carried, m³.</param>
/// <param name="ColdOccupiedCubicMeters">Cold rooms occupied on the average of the day, m³.</param>
/// <param name="CostYuan">Labour, vehicles, rent, energy and packaging, yuan.</param>
/// <param name="SharedRevenueYuan">What others paid for shared use, yuan.</param>
public sealed record ReportFigures(
    int? ParcelsIn = null,
    int? ParcelsOut = null,
    int? FarmParcelsOut = null,
    decimal? FarmValueYuan = null,
    int? VillageParcelsAddressed = null,
    int? VillageParcelsDelivered = null,
    int? HandoversDue = null,
    int? HandoversOnTime = null,
    decimal? TonnesIn = null,
    decimal? TonnesOut = null,
    int? Runs = null,
    int? EmptyReturns = null,
    decimal? CapacityCubicMeters = null,
    decimal? CarriedCubicMeters = null,
    decimal? ColdOccupiedCubicMeters = null,
    decimal? CostYuan = null,
    decimal? SharedRevenueYuan = null
);
