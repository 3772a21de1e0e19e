namespace RuralEc.Traceability.Certificates;

/// <summary>Who promises: the producer (样式一) or a buyer who collected others' certificates (样式二).</summary>
public enum CertificateStyle
{
    Producer,
    Buyer,
}

/// <summary>On what the promise rests (承诺依据).</summary>
public enum CertificateBasis
{
    QualityControl,
    OwnTest,
    CommissionedTest,

    /// <summary>Only on certificates issued before 2026-02-01.</summary>
    OwnPledge,
}

/// <summary>A basis that a template offers as a tick box, in the template's own words.</summary>
public sealed record CertificateBasisBox(CertificateBasis Basis, string Label);

/// <summary>
/// The wording of 承诺达标合格证 in force on the day of issue. 《农产品质量安全承诺达标合格证管理办法》 (MARA Order
/// 2025 No. 4) replaced the 2021 wording on 2026-02-01 and added a style for buyers.
/// </summary>
public sealed record CertificateTemplate
{
    /// <summary>The first day of the wording of MARA Order 2025 No. 4.</summary>
    public static readonly DateOnly OrderInForce = new(2026, 2, 1);

    /// <summary>The heading on the certificate.</summary>
    public const string Title = "承诺达标合格证";

    private static readonly CertificateBasisBox[] Boxes2026 =
    [
        new(CertificateBasis.QualityControl, "质量安全控制符合要求"),
        new(CertificateBasis.OwnTest, "自行检测合格"),
        new(CertificateBasis.CommissionedTest, "委托检测合格"),
    ];

    private static readonly CertificateTemplate Producer2026 = new()
    {
        Version = "2026-1",
        Style = CertificateStyle.Producer,
        LegalBasis = "《农产品质量安全承诺达标合格证管理办法》（农业农村部令2025年第4号）样式一",
        Promises = ["未使用禁用农药、兽药及其他化合物；使用的常规农药、兽药残留不超标。"],
        Boxes = Boxes2026,
        Verified = false,
    };

    private static readonly CertificateTemplate Buyer2026 = new()
    {
        Version = "2026-2",
        Style = CertificateStyle.Buyer,
        LegalBasis = "《农产品质量安全承诺达标合格证管理办法》（农业农村部令2025年第4号）样式二",
        Promises =
        [
            "已按规定收取并保存该批次农产品承诺达标合格证或者其他质量安全合格证明；未违规使用保鲜剂、防腐剂、添加剂等。",
        ],
        Boxes = Boxes2026,
        Verified = false,
    };

    private static readonly CertificateTemplate Before2026 = new()
    {
        Version = "2021",
        Style = CertificateStyle.Producer,
        LegalBasis = "承诺达标合格证参考样式（2021年）",
        Promises =
        [
            "我承诺对生产销售的食用农产品：",
            "不使用禁用农药兽药、停用兽药和非法添加物",
            "常规农药兽药残留不超标",
            "对承诺的真实性负责",
        ],
        Boxes =
        [
            new(CertificateBasis.CommissionedTest, "委托检测"),
            new(CertificateBasis.OwnTest, "自我检测"),
            new(CertificateBasis.QualityControl, "内部质量控制"),
            new(CertificateBasis.OwnPledge, "自我承诺"),
        ],
        Verified = false,
    };

    private CertificateTemplate() { }

    /// <summary>The key stored with each certificate: <c>2021</c>, <c>2026-1</c> or <c>2026-2</c>.</summary>
    public required string Version { get; init; }

    public required CertificateStyle Style { get; init; }

    /// <summary>Where the wording is laid down.</summary>
    public required string LegalBasis { get; init; }

    /// <summary>The promise, line by line, exactly as it is printed.</summary>
    public required IReadOnlyList<string> Promises { get; init; }

    /// <summary>The tick boxes of 承诺依据, in printing order.</summary>
    public required IReadOnlyList<CertificateBasisBox> Boxes { get; init; }

    /// <summary>True once the wording has been compared with the gazette; until then it is quoted at second hand.</summary>
    public required bool Verified { get; init; }

    /// <summary>The template for a certificate issued on a day. Before 2026-02-01 there was one wording for everybody.</summary>
    public static CertificateTemplate For(DateOnly issuedOn, CertificateStyle style) =>
        issuedOn < OrderInForce ? Before2026
        : style is CertificateStyle.Producer ? Producer2026
        : Buyer2026;

    /// <summary>The template of a stored certificate, or <c>null</c> when no such version was ever used.</summary>
    public static CertificateTemplate? OfVersion(string version) =>
        version switch
        {
            "2021" => Before2026,
            "2026-1" => Producer2026,
            "2026-2" => Buyer2026,
            _ => null,
        };

    /// <summary>True when this template has a tick box for the basis.</summary>
    public bool Offers(CertificateBasis basis) => Boxes.Any(box => box.Basis == basis);
}
