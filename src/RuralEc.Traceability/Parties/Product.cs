using RuralEc.Gs1;

namespace RuralEc.Traceability.Parties;

/// <summary>A trade item of one owner, sold by the box or, as bulk, by the kilogram.</summary>
internal sealed class Product
{
    public Gtin Gtin { get; set; }
    public Gln OwnerGln { get; set; }
    public required string Name { get; set; }
    public required string NameEn { get; set; }
    public required string Variety { get; set; }
    public string? VarietyEn { get; set; }

    /// <summary>Code of a product class of the reference, such as <c>litchi</c>.</summary>
    public required string ProductClass { get; set; }

    /// <summary>Code of a grade of the product class, such as <c>first</c>; null for ungraded bulk.</summary>
    public string? Grade { get; set; }

    /// <summary>Net content of one box in kg; null for bulk.</summary>
    public decimal? NetContentKg { get; set; }

    /// <summary>Boxes in one case or on one layer, where the owner states it.</summary>
    public int? UnitsPerCase { get; set; }
    public DateTimeOffset RegisteredAt { get; set; }
}
