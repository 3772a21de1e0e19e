using RuralEc.ColdChain.Assets;
using RuralEc.Gs1;
using RuralEc.Traceability.Handovers;

namespace RuralEc.Server;

/// <summary>Goods that records of handovers say have left are taken out of cold rooms and trucks.</summary>
internal sealed class GoodsLeave(Departures departures) : IGoodsLeave
{
    public Task PlaceAsync(
        IReadOnlyCollection<string> itemUris,
        Gln party,
        Gln place,
        DateTimeOffset at,
        CancellationToken ct
    ) => departures.FromPlaceAsync(itemUris, party, place, at, ct);

    public Task VehicleAsync(
        IReadOnlyCollection<string> itemUris,
        IReadOnlyCollection<Gln> parties,
        DateTimeOffset at,
        CancellationToken ct
    ) => departures.FromVehicleAsync(itemUris, parties, at, ct);

    public Task CommittedAsync(CancellationToken ct) => departures.CommittedAsync(ct);
}
