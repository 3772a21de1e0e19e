using RuralEc.Gs1;

namespace RuralEc.Traceability.Lots;

/// <summary>A lot of a product as everyone may know it.</summary>
public sealed record RecentLot(BatchNumber Lot, DateOnly? PackedOn, DateOnly? HarvestedOn);
