using RuralEc.Epcis;
using Xunit;
using static RuralEc.Server.Tests.Epcis.Season;

namespace RuralEc.Server.Tests.Epcis;

public sealed class GenealogyTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_lot_is_traced_from_the_plot_to_the_truck_with_quantities(Database database)
    {
        await using var store = await EventStore.OnAsync(database);
        await store.CaptureAsync(
            Harvest,
            Grading,
            Pack("urn:uuid:p1", 14, Pallet1, Boxes(Grade1, 120)),
            Pack("urn:uuid:p2", 14, Pallet2, Boxes(Grade2, 120)),
            Load("urn:uuid:load", 15, Truck, Pallet1)
        );

        var down = await store.DownstreamAsync(Bulk);
        Assert.Equal(Nodes((Bulk, 0), (Grade1, 1), (Grade2, 1), (Pallet1, 2), (Pallet2, 2), (Truck, 3)), Nodes(down));
        var graded = Assert.Single(down.Edges, e => e.Target == Grade1 && e.Kind == EdgeKind.Transformation);
        Assert.Equal((12_150m, "KGM"), (graded.SourceQuantity, graded.SourceUom));
        Assert.Equal((2_160m, null), (graded.TargetQuantity, graded.TargetUom));
        Assert.Equal(("urn:uuid:grading", At(12)), (graded.EventId, graded.ValidFrom));
        Assert.True(down.IsComplete);

        var up = await store.UpstreamAsync(Truck);
        Assert.Equal(Nodes((Truck, 0), (Pallet1, 1), (Grade1, 2), (Bulk, 3)), Nodes(up));
        Assert.Equal(120m, Assert.Single(up.Edges, e => e.Source == Pallet1).TargetQuantity);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_lay_beside_a_lot_is_not_downstream_of_it_but_a_pallet_brings_its_content(Database database)
    {
        await using var store = await EventStore.OnAsync(database);
        await store.CaptureAsync(
            Pack("urn:uuid:p1", 14, Pallet1, Boxes(Grade1, 60), Boxes(OtherFarm, 60)),
            Make("urn:uuid:repack", 20, [Boxes(OtherFarm, 60)], [Boxes(Repacked, 60)])
        );

        Assert.Equal(Nodes((Grade1, 0), (Pallet1, 1)), Nodes(await store.DownstreamAsync(Grade1)));
        Assert.Equal(
            Nodes((Pallet1, 0), (Grade1, 1), (OtherFarm, 1), (Repacked, 2)),
            Nodes(await store.DownstreamAsync(Pallet1))
        );
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Commingled_lots_are_all_upstream(Database database)
    {
        await using var store = await EventStore.OnAsync(database);
        await store.CaptureAsync(
            Grading,
            Make("urn:uuid:mix", 20, [Boxes(Grade2, 96), Boxes(OtherFarm, 96)], [Boxes(Repacked, 192)])
        );
        Assert.Equal(
            Nodes((Repacked, 0), (Grade2, 1), (OtherFarm, 1), (Bulk, 2)),
            Nodes(await store.UpstreamAsync(Repacked))
        );
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Unpacking_ends_the_stay_on_the_pallet(Database database)
    {
        await using var store = await EventStore.OnAsync(database);
        await store.CaptureAsync(Pack("urn:uuid:p1", 14, Pallet1, Boxes(Grade1, 120), Boxes(Grade2, 30)));
        await store.CaptureAsync(Unpack("urn:uuid:u1", 18, Pallet1, Boxes(Grade1, 50)));

        Assert.Equal(
            [(Grade1, 70m, At(18), null), (Grade1, 120m, At(14), At(18)), (Grade2, 30m, At(14), null)],
            await StaysAsync(store, Pallet1)
        );

        await store.CaptureAsync(Unpack("urn:uuid:u2", 20, Pallet1));
        Assert.Equal(
            [(Grade1, 70m, At(18), At(20)), (Grade1, 120m, At(14), At(18)), (Grade2, 30m, At(14), At(20))],
            await StaysAsync(store, Pallet1)
        );
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Packing_and_unpacking_in_one_unit_of_work_is_one_stay(Database database)
    {
        await using var store = await EventStore.OnAsync(database);
        await store.CaptureAsync(
            Pack("urn:uuid:p1", 14, Pallet1, Boxes(Grade1, 120)),
            Unpack("urn:uuid:u1", 18, Pallet1),
            Pack("urn:uuid:p2", 19, Pallet1, Boxes(Grade2, 30))
        );
        Assert.Equal([(Grade1, 120m, At(14), At(18)), (Grade2, 30m, At(19), null)], await StaysAsync(store, Pallet1));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_event_declared_wrong_leaves_no_trace(Database database)
    {
        await using var store = await EventStore.OnAsync(database);
        var unpacking = Unpack("urn:uuid:u1", 18, Pallet1, Boxes(Grade1, 50));
        await store.CaptureAsync(Grading, Pack("urn:uuid:p1", 14, Pallet1, Boxes(Grade1, 120)));
        await store.CaptureAsync(unpacking);
        await store.CaptureAsync(Wrong(unpacking), Wrong(Grading));

        Assert.Equal([(Grade1, 120m, At(14), null)], await StaysAsync(store, Pallet1));
        Assert.Equal(Nodes((Pallet1, 0), (Grade1, 1)), Nodes(await store.UpstreamAsync(Pallet1)));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_circle_ends_and_the_limit_is_said(Database database)
    {
        await using var store = await EventStore.OnAsync(database);
        await store.CaptureAsync(
            Grading,
            Make("urn:uuid:back", 20, [Boxes(Grade1, 1)], [Kg(Bulk, 2.5m)]),
            Make("urn:uuid:self", 21, [Kg(Bulk, 1)], [Kg(Bulk, 1)])
        );

        var whole = await store.DownstreamAsync(Bulk);
        Assert.Equal(Nodes((Bulk, 0), (Grade1, 1), (Grade2, 1)), Nodes(whole));
        Assert.Equal(4, whole.Edges.Count);

        var cut = await store.DownstreamAsync(Bulk, limit: 2);
        Assert.Equal(2, cut.Nodes.Count);
        Assert.False(cut.IsComplete);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_wide_tree_takes_few_queries(Database database)
    {
        await using var store = await EventStore.OnAsync(database);
        QuantityElement[] boxes = [.. Enumerable.Range(0, 1_200).Select(n => Boxes(Lot("09521234500018", $"B{n}"), 1))];
        EpcisEvent[] pallets =
        [
            .. boxes.Chunk(100).Select((some, n) => Pack($"urn:uuid:p{n}", 14, $"https://id.gs1.org/00/{n}", some)),
        ];
        await store.CaptureAsync([Make("urn:uuid:split", 12, [Kg(Bulk, 3_000)], boxes), .. pallets]);

        var before = store.QueriesSent;
        var graph = await store.DownstreamAsync(Bulk);
        Assert.Equal(1 + 1_200 + 12, graph.Nodes.Count);
        Assert.Equal(1_200 + 1_200, graph.Edges.Count);
        Assert.InRange(store.QueriesSent - before, 1, 8);
    }

    private static async Task<IEnumerable<(string, decimal?, DateTimeOffset, DateTimeOffset?)>> StaysAsync(
        EventStore store,
        string pallet
    ) =>
        (await store.UpstreamAsync(pallet))
            .Edges.Where(e => e.Source == pallet)
            .OrderBy(e => e.Target, StringComparer.Ordinal)
            .ThenBy(e => e.TargetQuantity)
            .Select(e => (e.Target, e.TargetQuantity, e.ValidFrom, e.ValidUntil));

    private static IEnumerable<(string, int)> Nodes(TraceGraph graph) =>
        Nodes([.. graph.Nodes.Select(n => (n.Identifier, n.Distance))]);

    private static IEnumerable<(string, int)> Nodes(params (string Identifier, int Distance)[] nodes) =>
        nodes.OrderBy(n => n.Distance).ThenBy(n => n.Identifier, StringComparer.Ordinal);
}
