using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using RuralEc.ColdChain.Assets;
using RuralEc.Server.Pages.Forms;
using RuralEc.Traceability.Handovers;

namespace RuralEc.Server.Pages.Devices;

/// <summary>Puts the goods of one form into a truck, cold room or box.</summary>
internal sealed class GoodsLoading(PlacementDesk placements, Outcomes outcomes)
{
    /// <summary>Records one after the other until one is refused; the entry says which fault that was.</summary>
    public async Task PutInAsync(
        Entry entry,
        IEnumerable<Goods> goods,
        Guid asset,
        DateTimeOffset from,
        ClaimsPrincipal by,
        CancellationToken ct
    )
    {
        foreach (var one in goods)
        {
            if (!entry.IsSound)
            {
                return;
            }

            var command = new PlaceItem(IdOf(entry.Id, one.ItemUri), one.ItemUri, asset, from, one.ProductClass);
            outcomes.Take(entry, await placements.PlaceAsync(command, by, ct));
        }
    }

    // The same form sent twice makes the same ids, so that a double tap records each stay once.
    private static Guid IdOf(Guid form, string itemUri) =>
        new(SHA256.HashData([.. form.ToByteArray(), .. Encoding.UTF8.GetBytes(itemUri)]).AsSpan(0, 16));
}
