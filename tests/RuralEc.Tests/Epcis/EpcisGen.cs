using System.Text.Json.Nodes;
using CsCheck;
using RuralEc.Epcis;
using RuralEc.Gs1;

namespace RuralEc.Tests.Epcis;

/// <summary>Random events as this product writes them.</summary>
internal static class EpcisGen
{
    private const long Jan2000 = 946_684_800_000;
    private const long Jan2100 = 4_102_444_800_000;

    private static readonly Gen<string> Lots = Gen.Int[0, 9999]
        .Select(n => new Lgtin(Gtin.FromPrefix("9521234", n), BatchNumber.Parse($"L/{n % 7}")).ToUri());

    private static readonly Gen<string> Boxes = Gen.Int[0, 9999]
        .Select(n => new Sgtin(Gtin.FromPrefix("9521234", n % 5), SerialNumber.Parse($"S{n}")).ToUri());

    private static readonly Gen<string> Pallets = Gen.Int[1, 9999].Select(n => Sscc.FromPrefix("9521234", n).ToUri());

    private static readonly Gen<string> Places = Gen.Int[1, 9999]
        .Select(n => Gln.FromPrefix("9521234", n).ToLocationUri());

    private static readonly Gen<string> Parties = Gen.Int[1, 9999]
        .Select(n => Gln.FromPrefix("9521234", n).ToPartyUri());

    private static readonly Gen<decimal> Numbers = Gen.Int[-1_000_000, 1_000_000].Select(n => n / 1000m);

    private static readonly Gen<DateTimeOffset> Times = Gen.Select(
        Gen.Long[Jan2000, Jan2100],
        Gen.Int[-14 * 60, 14 * 60],
        (ms, offset) => DateTimeOffset.FromUnixTimeMilliseconds(ms).ToOffset(TimeSpan.FromMinutes(offset))
    );

    private static readonly Gen<QuantityElement> Quantities = Gen.Select(
        Lots,
        Gen.Int[1, 10_000_000],
        Gen.Bool,
        (lot, n, byWeight) => byWeight ? new QuantityElement(lot, n / 1000m, "KGM") : new(lot, n)
    );

    private static readonly Gen<string> Words = Gen.OneOfConst("precooled", "桂味 \"一级\"", "a<b>&'\\", "😀\n", "");

    private static readonly Gen<JsonObject?> Trees = Gen.Select(
        Words,
        Gen.Bool,
        (word, some) =>
            some
                ? new JsonObject
                {
                    ["ruralec:grade"] = word,
                    ["cbvmda:lotNumber"] = "L1",
                    ["ruralec:shares"] = new JsonArray(1, 2.5m, null, new JsonObject { ["ruralec:x"] = true }),
                }
                : null
    );

    private static readonly Gen<SensorElement> Sensors = Gen.Select(
        Times,
        Numbers.Array[4],
        Gen.Bool,
        (at, n, alarm) =>
            new SensorElement(
                new SensorMetadata(
                    StartTime: at,
                    EndTime: at.AddHours(4),
                    DeviceId: "https://id.gs1.org/8004/9521234DL7",
                    BizRules: "https://ruralec.example/rules/litchi"
                ),
                [
                    new("Temperature", MinValue: n[0], MaxValue: n[1], MeanValue: n[2], Uom: "CEL"),
                    alarm
                        ? new("Temperature", Exception: "ALARM_CONDITION", BooleanValue: true)
                        : new("RelativeHumidity", Value: n[3], Uom: "P1"),
                ]
            )
    );

    private static readonly Gen<(
        DateTimeOffset Time,
        string Place,
        SourceDest[] Parties,
        JsonObject? Extensions,
        ErrorDeclaration? Wrong,
        SensorElement[] Sensors
    )> Frames = Gen.Select(
        Times,
        Places,
        Gen.Select(Parties, Places, (p, l) => new[] { new SourceDest("owning_party", p), new("location", l) }),
        Trees,
        Gen.Select(Times, Gen.Bool, (t, b) => b ? new ErrorDeclaration(t, "incorrect_data", ["urn:uuid:1"]) : null),
        Sensors.Array[0, 2]
    );

    private static readonly Gen<EventAction> Actions = Gen.Enum<EventAction>();

    private static readonly Gen<EpcisEvent> Whats = Gen.OneOf(
        Gen.Select(
            Actions,
            Boxes.Array[0, 3],
            Quantities.Array[0, 3],
            Trees,
            (action, boxes, lots, ilmd) =>
                (EpcisEvent)
                    new ObjectEvent
                    {
                        EventTime = default,
                        EventId = "",
                        Action = action,
                        EpcList = boxes,
                        QuantityList = lots,
                        Ilmd = action == EventAction.ADD ? ilmd : null,
                        PersistentDisposition = new([RuralEc.Epcis.Disposition.Recalled], []),
                    }
        ),
        Gen.Select(
            Actions,
            Pallets,
            Boxes.Array[0, 3],
            Quantities.Array[1, 3],
            (action, pallet, boxes, lots) =>
                (EpcisEvent)
                    new AggregationEvent
                    {
                        EventTime = default,
                        EventId = "",
                        Action = action,
                        ParentId = pallet,
                        ChildEpcs = boxes,
                        ChildQuantityList = lots,
                    }
        ),
        Gen.Select(
            Quantities.Array[1, 3],
            Quantities.Array[1, 3],
            Trees,
            (inputs, outputs, ilmd) =>
                (EpcisEvent)
                    new TransformationEvent
                    {
                        EventTime = default,
                        EventId = "",
                        InputQuantityList = inputs,
                        OutputQuantityList = outputs,
                        Ilmd = ilmd,
                    }
        ),
        Gen.Select(
            Actions,
            Pallets,
            (action, pallet) =>
                (EpcisEvent)
                    new AssociationEvent
                    {
                        EventTime = default,
                        EventId = "",
                        Action = action,
                        ParentId = pallet,
                        ChildEpcs = ["https://id.gs1.org/8004/9521234DL7"],
                    }
        ),
        Gen.Select(
            Actions,
            Quantities.Array[1, 2],
            (action, lots) =>
                (EpcisEvent)
                    new TransactionEvent
                    {
                        EventTime = default,
                        EventId = "",
                        Action = action,
                        QuantityList = lots,
                        BizTransactions = [new("po", "urn:x-ruralec:order:7")],
                    }
        )
    );

    public static readonly Gen<EpcisEvent> Events = Gen.Select(
        Whats,
        Frames,
        Gen.Guid,
        (what, frame, id) =>
            what with
            {
                EventTime = frame.Time,
                EventId = $"urn:uuid:{id}",
                BizStep = BizStep.Packing,
                Disposition = Disposition.InProgress,
                ReadPoint = frame.Place,
                BizLocation = frame.Place,
                Sources = frame.Parties,
                Destinations = frame.Parties,
                SensorElements = frame.Sensors,
                CertificationInfo = frame.Wrong is null ? [] : ["https://certs.example/7", "https://certs.example/8"],
                ErrorDeclaration = frame.Wrong,
                Extensions = frame.Extensions?.DeepClone().AsObject(),
            }
    );
}
