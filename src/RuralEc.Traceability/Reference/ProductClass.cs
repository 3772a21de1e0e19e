namespace RuralEc.Traceability.Reference;

/// <summary>
/// A class of products: drives the grade table and whether a conformity certificate is required.
/// <paramref name="Verified"/> says whether someone has compared the row with the text of the standard.
/// </summary>
/// <param name="ShelfLifeDays">Days from packing to best before at the optimum temperature; null where unknown.</param>
public sealed record ProductClass(
    string Code,
    string Name,
    string NameEn,
    bool CertificateRequired,
    int? ShelfLifeDays,
    string Standard,
    string Source,
    bool Verified,
    IReadOnlyList<Grade> Grades
)
{
    private static readonly Dictionary<string, ProductClass> ByCode = EmbeddedReference
        .Read<ProductClass>("product-classes.json")
        .ToDictionary(c => c.Code, StringComparer.Ordinal);

    /// <summary>Every class this product knows, in the order of the reference file.</summary>
    public static IReadOnlyCollection<ProductClass> All => ByCode.Values;

    public static ProductClass? Find(string code) => ByCode.GetValueOrDefault(code);

    public Grade? GradeOf(string? code) => Grades.FirstOrDefault(g => g.Code == code);

    /// <summary>Place of a grade from the best, 0, downwards; ungraded goods stand below all.</summary>
    internal int RankOf(string? code)
    {
        for (var rank = 0; rank < Grades.Count; rank++)
        {
            if (Grades[rank].Code == code)
            {
                return rank;
            }
        }
        return Grades.Count;
    }
}

/// <summary>
/// A grade of the standard. <paramref name="Mark"/> is its short form in lot numbers;
/// <paramref name="TolerancePercent"/> is the share by mass that may be of the next lower grade, null where unknown.
/// </summary>
public sealed record Grade(string Code, string Mark, string Name, string NameEn, decimal? TolerancePercent);
