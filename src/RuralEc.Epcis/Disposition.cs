namespace RuralEc.Epcis;

/// <summary>The CBV 2.0 dispositions this product writes, as the bare words of the JSON binding (CBV 2.0 §7.2).</summary>
public static class Disposition
{
    public const string Active = "active";
    public const string Conformant = "conformant";
    public const string Damaged = "damaged";
    public const string Inactive = "inactive";
    public const string InProgress = "in_progress";
    public const string InTransit = "in_transit";
    public const string NonConformant = "non_conformant";
    public const string NonSellableOther = "non_sellable_other";
    public const string Recalled = "recalled";
    public const string Returned = "returned";
    public const string RetailSold = "retail_sold";
    public const string SellableAccessible = "sellable_accessible";
    public const string SellableNotAccessible = "sellable_not_accessible";
}
