using System.ComponentModel.DataAnnotations;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RuralEc.Logistics;

/// <summary>What a node has and offers. A member that is null was never stated: that is not nought.</summary>
/// <param name="FloorAreaSquareMeters">Floor area, m².</param>
/// <param name="AmbientCubicMeters">Storage without cooling, m³.</param>
/// <param name="ChilledCubicMeters">Cold rooms above 0 °C, m³.</param>
/// <param name="FrozenCubicMeters">Cold rooms at -18 °C and below, m³.</param>
/// <param name="ParcelsPerDay">How many parcels a day the node is laid out for.</param>
/// <param name="Equipment">What it is equipped with.</param>
/// <param name="Services">What it does for people.</param>
/// <param name="OpeningHours">When it is open, on the clock of China.</param>
/// <param name="CourierBrands">The courier brands whose parcels it handles, such as 中通.</param>
/// <param name="ServedDivisions">Codes of the towns and villages that it serves besides its own.</param>
public sealed record NodeFacts(
    [Range(0.0, 1e7)] double? FloorAreaSquareMeters = null,
    [Range(0.0, 1e7)] double? AmbientCubicMeters = null,
    [Range(0.0, 1e7)] double? ChilledCubicMeters = null,
    [Range(0.0, 1e7)] double? FrozenCubicMeters = null,
    [Range(0, 10_000_000)] int? ParcelsPerDay = null,
    IReadOnlyList<NodeEquipment>? Equipment = null,
    IReadOnlyList<NodeService>? Services = null,
    IReadOnlyList<OpeningHours>? OpeningHours = null,
    IReadOnlyList<string>? CourierBrands = null,
    IReadOnlyList<string>? ServedDivisions = null
)
{
    /// <summary>Nothing is known.</summary>
    public static NodeFacts None { get; } = new();

    /// <summary>All cold volume in m³; null where none was stated.</summary>
    [JsonIgnore]
    public double? ColdCubicMeters =>
        ChilledCubicMeters is null && FrozenCubicMeters is null
            ? null
            : (ChilledCubicMeters ?? 0) + (FrozenCubicMeters ?? 0);

    private static readonly JsonSerializerOptions Stored = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    internal string ToJson() => JsonSerializer.Serialize(this, Stored);

    internal static NodeFacts FromJson(string json) => JsonSerializer.Deserialize<NodeFacts>(json, Stored) ?? None;

    /// <summary>The members by their JSON names, for a history of what changed.</summary>
    internal IReadOnlyDictionary<string, JsonElement> Members() =>
        JsonSerializer
            .SerializeToElement(this, Stored)
            .EnumerateObject()
            .ToDictionary(member => member.Name, member => member.Value);

    /// <summary>With lists in one order and without repeats, so that the same facts are the same text.</summary>
    internal NodeFacts Ordered() =>
        this with
        {
            Equipment = Sorted(Equipment),
            Services = Sorted(Services),
            OpeningHours = OpeningHours is null or []
                ? null
                : [.. OpeningHours.OrderBy(h => h.Days.Min()).ThenBy(h => h.Opens)],
            CourierBrands = Sorted(CourierBrands?.Select(b => b.Trim()).Where(b => b.Length > 0)),
            ServedDivisions = Sorted(ServedDivisions),
        };

    // Not in the order of the reader's language: the same facts are the same text for everybody.
    private static string[]? Sorted(IEnumerable<string>? items) =>
        items?.Distinct().Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } sorted ? sorted : null;

    private static T[]? Sorted<T>(IEnumerable<T>? items) =>
        items?.Distinct().Order().ToArray() is { Length: > 0 } sorted ? sorted : null;
}

/// <summary>Hours on the same days of the week.</summary>
/// <param name="Days">Days of the week.</param>
/// <param name="Opens">From, on the clock of China.</param>
/// <param name="Closes">To, later than <paramref name="Opens"/>.</param>
public sealed record OpeningHours(IReadOnlyList<DayOfWeek> Days, TimeOnly Opens, TimeOnly Closes);

/// <summary>Equipment of nodes by tier (设备配置).</summary>
public enum NodeEquipment
{
    /// <summary>装卸月台.</summary>
    LoadingDock,

    /// <summary>自动分拣线.</summary>
    SortingLine,

    /// <summary>人工分拣线.</summary>
    ManualSorting,

    /// <summary>冷藏车充电位.</summary>
    ReeferPower,

    /// <summary>预冷设备.</summary>
    Precooler,

    /// <summary>冷藏箱/冷柜.</summary>
    ColdBox,

    /// <summary>电子秤.</summary>
    Scale,

    /// <summary>标签打印机.</summary>
    LabelPrinter,

    /// <summary>扫码终端.</summary>
    Scanner,

    /// <summary>监控摄像.</summary>
    Camera,

    /// <summary>快检设备.</summary>
    RapidTest,

    /// <summary>智能快件柜.</summary>
    ParcelCabinet,
}

/// <summary>Services of nodes by tier (服务功能).</summary>
public enum NodeService
{
    /// <summary>分拣.</summary>
    Sorting,

    /// <summary>共同仓储.</summary>
    SharedStorage,

    /// <summary>冷藏冷冻.</summary>
    ColdStorage,

    /// <summary>预冷.</summary>
    Precooling,

    /// <summary>分级包装.</summary>
    GradingAndPacking,

    /// <summary>共同配送.</summary>
    SharedDelivery,

    /// <summary>快速检测.</summary>
    RapidTesting,

    /// <summary>中转集拼.</summary>
    Consolidation,

    /// <summary>农产品收购揽收.</summary>
    FarmGoodsCollection,

    /// <summary>客货邮装载.</summary>
    PassengerFreightPost,

    /// <summary>快件收投.</summary>
    Parcels,

    /// <summary>退换货.</summary>
    Returns,

    /// <summary>代买代卖.</summary>
    AgentBuying,

    /// <summary>便民缴费.</summary>
    Payments,
}
