using RuralEc.Gs1;

namespace RuralEc.ColdChain.Assets;

/// <summary>What keeps goods cool: loggers are mounted in it, goods are placed in it.</summary>
internal sealed class Asset
{
    /// <summary>Made by the client.</summary>
    public Guid Id { get; set; }
    public AssetKind Kind { get; set; }
    public required string Name { get; set; }
    public Gln PartyGln { get; set; }

    /// <summary>The node it stands at; null for what drives.</summary>
    public Gln? NodeGln { get; set; }

    /// <summary>GB/T 2260 code of the district whose officers watch it, 6 digits.</summary>
    public required string DistrictCode { get; set; }

    /// <summary>°C below which the air must not fall, whatever is in it.</summary>
    public double? MinCelsius { get; set; }

    /// <summary>°C above which the air must not rise, whatever is in it.</summary>
    public double? MaxCelsius { get; set; }
    public DateTimeOffset RegisteredAt { get; set; }

    /// <summary>
    /// Its own limits; ten minutes beyond one are an excursion (or two samples ten minutes apart).
    /// </summary>
    public IEnumerable<TemperatureLimit> Limits()
    {
        var onset = TimeSpan.FromMinutes(10);
        if (MaxCelsius is { } max)
        {
            yield return new(Severity.Excursion, LimitSide.Above, max, onset);
        }

        if (MinCelsius is { } min)
        {
            yield return new(Severity.Excursion, LimitSide.Below, min, onset);
        }
    }
}

public enum AssetKind
{
    /// <summary>A compartment of a vehicle.</summary>
    Truck,
    ColdRoom,
    Cabinet,
    Crate,
    ParcelBox,
}
