namespace RuralEc.Logistics.Routing;

/// <summary>Which compartment goods ride in. Goods of one class do not ride in another, colder or not.</summary>
public enum TemperatureClass
{
    Ambient,
    Chilled,
    Frozen,
}

/// <summary>A mass in kilograms and a volume in litres; both count to the thousandth.</summary>
public readonly record struct Cargo(double Kg, double Litres)
{
    public static Cargo operator +(Cargo a, Cargo b) => new(a.Kg + b.Kg, a.Litres + b.Litres);

    public static Cargo operator -(Cargo a, Cargo b) => new(a.Kg - b.Kg, a.Litres - b.Litres);
}

/// <summary>What a stop loads, a vehicle holds or has on board, by compartment. The default is nothing at all.</summary>
public readonly record struct CargoByClass(Cargo Ambient = default, Cargo Chilled = default, Cargo Frozen = default)
{
    /// <summary>Every class there is, in the order of the enumeration.</summary>
    public static IReadOnlyList<TemperatureClass> Classes { get; } = Enum.GetValues<TemperatureClass>();

    public Cargo this[TemperatureClass temperature] =>
        temperature switch
        {
            TemperatureClass.Ambient => Ambient,
            TemperatureClass.Chilled => Chilled,
            TemperatureClass.Frozen => Frozen,
            _ => throw new ArgumentOutOfRangeException(nameof(temperature)),
        };

    /// <summary>Goods of one class only.</summary>
    public static CargoByClass Of(TemperatureClass temperature, double kg, double litres = 0) =>
        temperature switch
        {
            TemperatureClass.Ambient => new(Ambient: new(kg, litres)),
            TemperatureClass.Chilled => new(Chilled: new(kg, litres)),
            TemperatureClass.Frozen => new(Frozen: new(kg, litres)),
            _ => throw new ArgumentOutOfRangeException(nameof(temperature)),
        };

    public static CargoByClass operator +(CargoByClass a, CargoByClass b) =>
        new(a.Ambient + b.Ambient, a.Chilled + b.Chilled, a.Frozen + b.Frozen);

    public static CargoByClass operator -(CargoByClass a, CargoByClass b) =>
        new(a.Ambient - b.Ambient, a.Chilled - b.Chilled, a.Frozen - b.Frozen);
}
