using RuralEc.Epcis;
using RuralEc.Gs1;

namespace RuralEc.Server.Tests.Epcis;

/// <summary>The events of the sample day, 26 June 2026, plot P-07.</summary>
internal static class Season
{
    public static readonly string Bulk = Lot("09521234500049", "2606260713");
    public static readonly string Grade1 = Lot("09521234500018", "2606260713");
    public static readonly string Grade2 = Lot("09521234500032", "2606260713");
    public static readonly string OtherFarm = Lot("09521234500018", "2606260904");
    public static readonly string Pallet1 = Sscc.Parse("095212340000000013").ToUri();
    public static readonly string Pallet2 = Sscc.Parse("095212340000000020").ToUri();
    public static readonly string Truck = Sscc.Parse("095212340000000037").ToUri();
    public static readonly string Repacked = Lot("09521234500025", "2606270001");

    private static readonly string Packhouse = Gln.Parse("9521234100027").ToLocationUri();

    public static string Lot(string gtin, string number) =>
        new Lgtin(Gtin.Parse(gtin), BatchNumber.Parse(number)).ToUri();

    public static QuantityElement Kg(string lot, decimal mass) => new(lot, mass, "KGM");

    public static QuantityElement Boxes(string lot, int count) => new(lot, count);

    public static DateTimeOffset At(int hour) =>
        new DateTimeOffset(2026, 6, 26, 0, 0, 0, TimeSpan.FromHours(8)).AddHours(hour);

    public static ObjectEvent Harvest { get; } =
        new()
        {
            EventId = "urn:uuid:harvest",
            EventTime = At(9),
            Action = EventAction.ADD,
            BizStep = BizStep.CreatingClassInstance,
            Disposition = Disposition.Active,
            BizLocation = Packhouse,
            QuantityList = [Kg(Bulk, 12_150)],
        };

    public static TransformationEvent Grading { get; } =
        Make("urn:uuid:grading", 12, [Kg(Bulk, 12_150)], [Boxes(Grade1, 2_160), Boxes(Grade2, 960)]);

    public static TransformationEvent Make(string id, int hour, QuantityElement[] inputs, QuantityElement[] outputs) =>
        new()
        {
            EventId = id,
            EventTime = At(hour),
            BizStep = BizStep.CreatingClassInstance,
            BizLocation = Packhouse,
            InputQuantityList = inputs,
            OutputQuantityList = outputs,
        };

    public static AggregationEvent Pack(string id, int hour, string parent, params QuantityElement[] lots) =>
        new()
        {
            EventId = id,
            EventTime = At(hour),
            Action = EventAction.ADD,
            BizStep = BizStep.Packing,
            BizLocation = Packhouse,
            ParentId = parent,
            ChildQuantityList = lots,
        };

    public static AggregationEvent Load(string id, int hour, string parent, params string[] units) =>
        Pack(id, hour, parent) with
        {
            ChildEpcs = units,
        };

    public static AggregationEvent Unpack(string id, int hour, string parent, params QuantityElement[] lots) =>
        Pack(id, hour, parent, lots) with
        {
            Action = EventAction.DELETE,
            BizStep = BizStep.Unpacking,
        };

    public static T Wrong<T>(T first)
        where T : EpcisEvent => first with { ErrorDeclaration = new(At(30), "incorrect_data", ["urn:uuid:better"]) };
}
