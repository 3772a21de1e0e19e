using RuralEc.Gs1;
using RuralEc.Logistics;
using RuralEc.Logistics.Network;
using RuralEc.Server.Pages.Network;
using RuralEc.Traceability.Flows;
using Xunit;

namespace RuralEc.Server.Tests.Network;

/// <summary>The arithmetic of figures and reports, each expected value worked out by hand.</summary>
public class FigureRulesTests
{
    private static readonly Gln Maker = Gln.Parse("9521234100003");
    private static readonly Gln Store = Gln.Parse("9521234100041");
    private static readonly Gln Buyer = Gln.Parse("9521234100089");
    private static readonly DateTimeOffset Noon = new(2026, 6, 27, 12, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void The_median_of_an_even_number_lies_between_and_P95_is_the_nearest_rank()
    {
        SourceRow[] rows = [.. Enumerable.Range(1, 20).Select(i => Row(i, 1)), Row(null, 1), Row(null, 1)];

        var median = EventIndicators.Of(IndicatorCode.FirstAction, rows);
        var p95 = EventIndicators.Of(IndicatorCode.FirstActionP95, rows);

        // 20 of 22 alarms were answered after 1 to 20 minutes: (10 + 11) / 2, and the 19th.
        Assert.Equal((10.5, 20.0, 22.0, 22), (median.Value, median.Numerator, median.Denominator, median.Sources));
        Assert.Equal(19, p95.Value);
    }

    [Fact]
    public void Nothing_recorded_is_not_nought_and_a_half_record_counts_on_neither_side()
    {
        Assert.All(EventIndicators.Codes, code => Assert.Null(EventIndicators.Of(code, []).Value));
        Assert.Null(EventIndicators.Of(IndicatorCode.RecallResponse, [Row(1, 1)]).Value);

        var loss = EventIndicators.Of(IndicatorCode.Loss, [Row(0, 800), Row(5, 0), Row(null, 100)]);
        Assert.Equal((5 / 800.0, 3), (loss.Value, loss.Sources));
        Assert.Equal(0, EventIndicators.Of(IndicatorCode.BrokenChain, [Row(0, 1)]).Value);
    }

    [Fact]
    public void A_subject_counts_once()
    {
        var figure = EventIndicators.Of(
            IndicatorCode.Subjects,
            [Row(1, null, "a"), Row(1, null, "a"), Row(1, null, "b")]
        );

        Assert.Equal((2.0, 3), (figure.Value, figure.Sources));
    }

    [Fact]
    public void A_chain_is_complete_when_each_arrival_has_its_departure_and_nobody_sent_what_he_had_not()
    {
        LotMove[] whole =
        [
            new(false, Noon, Maker, Maker, "A"),
            new(true, Noon.AddHours(4), Store, Maker, "A"),
            new(false, Noon.AddHours(5), Store, Store, "B"),
            new(true, Noon.AddHours(8), Buyer, Store, "B"),
        ];

        Assert.True(TraceChain.IsComplete(Maker, whole));
        Assert.False(TraceChain.IsComplete(Maker, whole[1..]));
        Assert.False(TraceChain.IsComplete(Maker, [whole[0], whole[2], whole[3]]));
        Assert.False(TraceChain.IsComplete(Maker, [whole[0], whole[1] with { DespatchNumber = "C" }]));
        Assert.False(TraceChain.IsComplete(Maker, [whole[0], whole[1] with { At = Noon.AddHours(-1) }]));
        Assert.False(TraceChain.IsComplete(Maker, [whole[0], whole[1] with { FromPlaceGln = Buyer }]));
    }

    [Theory]
    [InlineData(null, null, null, null, "30", "2026-10-26", "2026-11-24", false)]
    [InlineData("7", null, null, null, "7", "2026-11-18", "2026-11-24", false)]
    [InlineData("month", "2026-02", null, null, "month", "2026-02-01", "2026-02-28", false)]
    [InlineData("free", null, "2026-06-26", "2026-06-27", "free", "2026-06-26", "2026-06-27", false)]
    [InlineData(null, null, "2026-06-27", "2026-06-26", "30", "2026-10-26", "2026-11-24", true)]
    [InlineData("free", null, "2020-01-01", "2026-06-30", "free", "2025-05-27", "2026-06-30", true)]
    public void A_time_is_read_from_the_address_and_nonsense_is_told(
        string? span,
        string? month,
        string? from,
        string? to,
        string readSpan,
        string readFrom,
        string readTo,
        bool fault
    )
    {
        var read = FigureSelection.Of("440118", null, null, span, month, from, to, null, new(2026, 11, 25));

        Assert.Equal(
            (readSpan, DateOnly.Parse(readFrom, null), DateOnly.Parse(readTo, null), fault),
            (read.Span, read.From, read.To, read.Fault)
        );
        Assert.Equal(read.From.AddDays(-1), read.Before.To);
        Assert.Equal(read.Period.Days, read.Before.Days);
    }

    [Fact]
    public void A_town_of_another_district_is_dropped_when_the_district_changes()
    {
        var read = FigureSelection.Of(
            "440117",
            "440118107",
            "x",
            "7",
            null,
            null,
            null,
            "2030-01-01",
            new(2026, 11, 25)
        );

        Assert.Equal(("440117", null, null, true), (read.District, read.Town, read.Node, read.Fault));
        Assert.Equal(new DateOnly(2026, 11, 25), read.AsOf);
        Assert.Equal("district=440117&from=2026-11-18&to=2026-11-24&asOf=2026-11-25", read.Query);
    }

    [Fact]
    public void A_trend_has_weeks_from_Monday_and_from_100_days_on_months()
    {
        // 2026-11-01 is a Sunday.
        var weeks = NetworkIndicators.Spans(new(new(2026, 11, 1), new(2026, 11, 11), Noon));
        var months = NetworkIndicators.Spans(new(new(2026, 1, 15), new(2026, 6, 2), Noon));

        Assert.Equal([(1, 1), (2, 8), (9, 11)], weeks.Select(w => (w.From.Day, w.To.Day)));
        Assert.Equal(6, months.Count);
        Assert.Equal((new DateOnly(2026, 6, 1), new DateOnly(2026, 6, 2)), months[^1]);
    }

    [Fact]
    public void Only_located_villages_are_judged_by_distance()
    {
        // A degree of latitude is 110.76 km long at 23.35° N (CGCS2000); 0.1° and a detour of 1.3 are 14.40 km.
        var point = Node(NodeKind.VillagePoint, 113.7, 23.3);
        DivisionView[] villages = [Place("a", 113.7, 23.4), Place("b", 113.7, 23.301), Place("c", null, null)];

        var far = Assert.Single(NetworkProblems.Far(villages, [point], NodeKind.VillagePoint, 3));

        Assert.Equal("a", far.Village.Name);
        Assert.Equal(14.40, far.RoadKm!.Value, 0.01);
        Assert.Equal(2, NetworkProblems.Far(villages, [point], NodeKind.TownStation, 3).Count);
    }

    [Fact]
    public void Load_is_judged_by_what_was_reported_and_laid_out()
    {
        var (busy, quiet, silent) = (
            Node(NodeKind.TownStation, 113, 23, "9521234100058", 100),
            Node(NodeKind.TownStation, 113, 23, "9521234100065", 100),
            Node(NodeKind.TownStation, 113, 23, "9521234100034", 100)
        );
        var totals = new Dictionary<Gln, NodeTotals>
        {
            [busy.Gln] = NodeTotals.Of([new(ParcelsIn: 100, ParcelsOut: 30), new(ParcelsIn: 90), new(Runs: 2)]),
            [quiet.Gln] = NodeTotals.Of([new(ParcelsIn: 9, Runs: 3, EmptyReturns: 1), new(Runs: 9)]),
        };

        Assert.Equal(110, totals[busy.Gln].ParcelsPerDay);
        Assert.Equal((3, 1), (totals[quiet.Gln].Runs, totals[quiet.Gln].EmptyReturns));
        Assert.Equal([busy], NetworkProblems.Overloaded([busy, quiet, silent], totals));
        Assert.Equal([quiet], NetworkProblems.Idle([busy, quiet, silent], totals));
    }

    [Fact]
    public void Equal_distances_east_and_north_are_equal_on_the_map()
    {
        // At 60° N a degree of longitude is half as long as one of latitude.
        var frame = new MapFrame(new(100, 59, 102, 61));
        var (middle, east, north) = (frame.At(101, 60), frame.At(102, 60), frame.At(101, 60.5));

        Assert.Equal(east.X - middle.X, middle.Y - north.Y, 1e-6);
        Assert.Equal(0, frame.Scale().Units / frame.Scale().Kilometres - ((middle.Y - north.Y) / 55.66), 0.001);
    }

    private static SourceRow Row(double? numerator, double? denominator, string id = "x") =>
        new(id, "", null, null, numerator, denominator);

    private static DivisionView Place(string name, double? longitude, double? latitude) =>
        new("440118107202", name, DivisionLevel.Village, "440118107", longitude, latitude, "", null, null, null);

    private static NodeView Node(
        NodeKind kind,
        double longitude,
        double latitude,
        string gln = "9521234100058",
        int? parcels = null
    ) =>
        new(
            Gln.Parse(gln),
            NodeTier.Town,
            kind,
            "x",
            "x",
            null,
            "440118107",
            longitude,
            latitude,
            NodeState.Active,
            false,
            new NodeFacts(ParcelsPerDay: parcels),
            null,
            null,
            null
        );
}
