using Microsoft.EntityFrameworkCore;
using RuralEc.Epcis;
using Xunit;
using static RuralEc.Server.Tests.Epcis.Season;

namespace RuralEc.Server.Tests.Epcis;

public sealed class EventStoreTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_event_is_found_by_everything_it_names_in_the_order_of_event_time(Database database)
    {
        await using var store = await EventStore.OnAsync(database);
        await store.CaptureAsync(Pack("urn:uuid:pack", 14, Pallet1, Boxes(Grade1, 120)), Grading);
        await store.CaptureAsync(Harvest);

        Assert.Equal(["urn:uuid:harvest", "urn:uuid:grading"], Ids(await store.EventsOfAsync(Bulk)));
        Assert.Equal(["urn:uuid:grading", "urn:uuid:pack"], Ids(await store.EventsOfAsync(Grade1)));
        Assert.Equal(["urn:uuid:pack"], Ids(await store.EventsOfAsync(Pallet1)));
        Assert.Equal(3, (await store.EventsOfAsync(Bulk, Pallet1)).Count);
        Assert.Empty(await store.EventsOfAsync(OtherFarm));
        Assert.Empty(await store.EventsOfAsync());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_event_comes_back_with_its_octets_its_offset_and_the_time_of_its_record(Database database)
    {
        await using var store = await EventStore.OnAsync(database);
        await store.CaptureAsync(Harvest);

        var stored = Assert.Single(await store.FindAsync(Harvest.EventId));
        Assert.Equal(EpcisJson.Write(Harvest), stored.Json.ToArray());
        Assert.True(stored.Event.EventTime.EqualsExact(Harvest.EventTime));
        Assert.Equal(new DateTimeOffset(2026, 6, 27, 0, 0, 0, TimeSpan.Zero), stored.RecordTime);
        Assert.Equal(12_150m, Assert.IsType<ObjectEvent>(stored.Event).QuantityList[0].Quantity);
        Assert.Empty(await store.FindAsync("urn:uuid:unknown"));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_event_id_is_stored_once_and_once_more_as_its_error_declaration(Database database)
    {
        await using var store = await EventStore.OnAsync(database);
        await store.CaptureAsync(Harvest);
        await Assert.ThrowsAsync<DbUpdateException>(() => store.CaptureAsync(Harvest));
        await store.CaptureAsync(Wrong(Harvest));
        await Assert.ThrowsAsync<DbUpdateException>(() => store.CaptureAsync(Wrong(Harvest)));

        var stored = await store.FindAsync(Harvest.EventId);
        Assert.Equal([true, false], stored.Select(e => e.IsDeclaredWrong));
        Assert.Equal("incorrect_data", stored[1].Event.ErrorDeclaration?.Reason);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Sensor_summaries_are_stored_with_the_event(Database database)
    {
        await using var store = await EventStore.OnAsync(database);
        var cold = Harvest with
        {
            SensorElements =
            [
                new(null, [new("Temperature", MinValue: 3.8m, MaxValue: 17.6m, MeanValue: 8.88m, Uom: "CEL")]),
            ],
        };
        await store.CaptureAsync(cold);
        var stored = Assert.Single(await store.EventsOfAsync(Bulk));
        Assert.Equal(17.6m, stored.Event.SensorElements[0].Reports[0].MaxValue);
    }

    private static IEnumerable<string> Ids(IEnumerable<StoredEvent> events) => events.Select(e => e.Event.EventId);
}
