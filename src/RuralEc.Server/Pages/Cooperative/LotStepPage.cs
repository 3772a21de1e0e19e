using Microsoft.AspNetCore.Components;
using RuralEc.Gs1;
using RuralEc.Server.Pages.Forms;
using RuralEc.Traceability.Lots;

namespace RuralEc.Server.Pages.Cooperative;

/// <summary>A page about one lot: its address names the lot, and a lot out of reach is no page.</summary>
public abstract class LotStepPage : EntryPage
{
    [Parameter]
    public string Gtin { get; set; } = "";

    [Parameter]
    public string Lot { get; set; } = "";

    [Inject]
    private protected LotQuery Lots { get; set; } = default!;

    [Inject]
    private protected Outcomes Outcomes { get; set; } = default!;

    [Inject]
    private protected Words Words { get; set; } = default!;

    [Inject]
    private protected Places Places { get; set; } = default!;

    /// <summary>The lot; null while loading, and for one that is not found.</summary>
    private protected LotDetails? Details { get; private set; }

    private protected Entry Entry { get; private set; } = default!;

    private protected PlaceNames Names { get; private set; } = new(new Dictionary<Gln, string>());

    private protected LotView Head => Details!.Lot;

    /// <summary>What lies loose in one's own hands, by place: what a step can take from.</summary>
    private protected IReadOnlyList<StockView> Loose =>
        [.. (Details?.Stock ?? []).Where(s => s.Sscc is null && s.HolderGln == Own)];

    private protected string Path => PathOf(Head.Gtin, Head.Lot);

    public static string PathOf(Gtin gtin, BatchNumber lot) =>
        $"/coop/lots/{gtin}/{Uri.EscapeDataString(lot.ToString())}";

    /// <summary>Where the goods are: the one place, or a choice among several.</summary>
    private protected IReadOnlyList<Option> StockPlaces =>
        [
            .. Loose.Select(s => new Option(
                s.PlaceGln.ToString(),
                Names.Of(s.PlaceGln),
                Words.Amount(s.Quantity, s.Uom)
            )),
        ];

    protected override async Task OnInitializedAsync()
    {
        Entry = await ReadEntryAsync("step");

        // A page renders once where it first waits: here, with nothing, and not between two of its queries.
        await Task.Yield();

        // Routing leaves an encoded slash of a lot number as it is.
        var number = Lot.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        if (RuralEc.Gs1.Gtin.TryParse(Gtin, out var gtin) && BatchNumber.TryParse(number, out var lot))
        {
            Details = await Lots.FindAsync(User, gtin, lot, Aborted);
        }

        if (Details is null)
        {
            Navigation.NotFound();
            return;
        }

        Names = await Places.NamesAsync(
            User,
            [.. Details.Stock.Select(s => s.PlaceGln), .. Details.Steps.Select(s => s.PlaceGln)],
            Aborted
        );
        Entry["at"] = ChinaTime.ToInput(Clock.GetUtcNow());
        Entry["place"] = Loose.Count > 0 ? Loose[0].PlaceGln.ToString() : Own?.ToString() ?? "";
        await PrepareAsync();
    }

    /// <summary>Defaults of the form, once the lot is known.</summary>
    private protected virtual Task PrepareAsync() => Task.CompletedTask;

    private protected decimal LooseAt(Gln place) => Loose.FirstOrDefault(s => s.PlaceGln == place)?.Quantity ?? 0;

    /// <summary>Goes back to the lot once the step is recorded; otherwise the entry says why it is not.</summary>
    private protected void Finish(StepOutcome outcome, string done, string? path = null)
    {
        if (Outcomes.Take(Entry, outcome) is not null)
        {
            GoTo(path ?? Path, done);
        }
    }

    private protected static string Plain(decimal? number) =>
        number is { } given ? FormattableString.Invariant($"{given:0.###}") : "";
}
