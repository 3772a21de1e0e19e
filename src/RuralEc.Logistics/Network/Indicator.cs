namespace RuralEc.Logistics.Network;

/// <summary>The figures by which a network is judged (domain: 县乡村物流体系考核).</summary>
public enum IndicatorCode
{
    /// <summary>建制村通达率.</summary>
    VillageReach,

    /// <summary>直投到村率.</summary>
    DirectDelivery,

    /// <summary>合作品牌覆盖.</summary>
    BrandCover,

    /// <summary>日均进件.</summary>
    ParcelsInPerDay,

    /// <summary>日均出件.</summary>
    ParcelsOutPerDay,

    /// <summary>上行比.</summary>
    OutInRatio,

    /// <summary>农产品上行件.</summary>
    FarmParcels,

    /// <summary>农产品上行额.</summary>
    FarmValue,

    /// <summary>时效达成率.</summary>
    OnTime,

    /// <summary>单件成本.</summary>
    UnitCost,

    /// <summary>装载率.</summary>
    LoadRate,

    /// <summary>空返率.</summary>
    EmptyReturns,

    /// <summary>冷库库容.</summary>
    ColdVolume,

    /// <summary>冷库利用率.</summary>
    ColdUse,

    /// <summary>冷链断链率.</summary>
    BrokenChain,

    /// <summary>温度覆盖率.</summary>
    TemperatureCover,

    /// <summary>损耗率.</summary>
    Loss,

    /// <summary>首见异常处置时长（中位）.</summary>
    FirstAction,

    /// <summary>首见异常处置时长（P95）.</summary>
    FirstActionP95,

    /// <summary>带动农户/合作社.</summary>
    Subjects,

    /// <summary>追溯完整率.</summary>
    TraceComplete,

    /// <summary>合格证开具率.</summary>
    CertificateRate,

    /// <summary>召回响应.</summary>
    RecallResponse,
}

/// <summary>What a figure counts in.</summary>
public enum IndicatorUnit
{
    /// <summary>A share from 0 to 1.</summary>
    Share,
    Parcels,
    ParcelsPerDay,
    Ratio,
    Yuan,
    YuanPerParcel,
    CubicMeters,
    Minutes,
    Subjects,
}

/// <summary>A figure, and what it was made of.</summary>
/// <param name="Code">Which.</param>
/// <param name="Unit">What it counts in.</param>
/// <param name="Value">Null where nothing is known of it: that is not nought.</param>
/// <param name="Numerator">Above the line.</param>
/// <param name="Denominator">Below it; null where there is none.</param>
/// <param name="Sources">How many records it was made of.</param>
public sealed record Indicator(
    IndicatorCode Code,
    IndicatorUnit Unit,
    double? Value,
    double? Numerator,
    double? Denominator,
    int Sources
)
{
    /// <summary>A quotient; unknown where nothing is below the line.</summary>
    public static Indicator Quotient(
        IndicatorCode code,
        IndicatorUnit unit,
        double? numerator,
        double? denominator,
        int sources
    ) =>
        new(
            code,
            unit,
            denominator is > 0 && numerator is not null ? numerator / denominator : null,
            numerator,
            denominator,
            sources
        );

    /// <summary>A sum.</summary>
    public static Indicator Sum(IndicatorCode code, IndicatorUnit unit, double? value, int sources) =>
        new(code, unit, sources > 0 ? value : null, value, null, sources);
}
