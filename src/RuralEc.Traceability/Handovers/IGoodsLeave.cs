using RuralEc.Gs1;

namespace RuralEc.Traceability.Handovers;

/// <summary>
/// Hears of goods that leave a store or a vehicle, so that its loggers speak for them no longer: given by the host,
/// because this room knows no cold rooms.
/// </summary>
public interface IGoodsLeave
{
    /// <summary>Goods of a party were sent off. In the transaction of the step: what is changed is saved with it.</summary>
    /// <param name="itemUris">Pallets, and lots of which nothing lies there any more, by canonical URI.</param>
    Task PlaceAsync(
        IReadOnlyCollection<string> itemUris,
        Gln party,
        Gln place,
        DateTimeOffset at,
        CancellationToken ct
    );

    /// <summary>Goods were unloaded from a vehicle of one of the parties. In the transaction of the step.</summary>
    /// <param name="itemUris">Pallets, and lots of which nothing is under way any more, by canonical URI.</param>
    Task VehicleAsync(
        IReadOnlyCollection<string> itemUris,
        IReadOnlyCollection<Gln> parties,
        DateTimeOffset at,
        CancellationToken ct
    );

    /// <summary>The step is committed.</summary>
    Task CommittedAsync(CancellationToken ct);
}
