using System.Globalization;
using System.Text.Json.Nodes;
using RuralEc.Epcis;
using RuralEc.Gs1;

namespace RuralEc.Traceability.Lots;

/// <summary>How lots, amounts and our extension fields are written into EPCIS events.</summary>
internal static class LotEvents
{
    public const string ActingParty = "ruralec:actingParty";

    /// <summary>Guangzhou grows what it traces: ISO 3166-1 alpha-2.</summary>
    private const string CountryOfOrigin = "CN";

    /// <summary>Kilograms carry their unit; pieces carry none (EPCIS 2.0 §7.3.3.3).</summary>
    public static QuantityElement AmountOf(Lot lot, decimal quantity, Uom uom) =>
        new(lot.Lgtin.ToUri(), quantity, uom == Uom.KGM ? "KGM" : null);

    /// <summary>Top-level extension fields: who acted, and what else was stated. Absent values are left out.</summary>
    public static JsonObject Extensions(Gln party, params IEnumerable<(string Name, JsonNode? Value)> stated)
    {
        var fields = new JsonObject { [ActingParty] = party.ToPartyUri() };
        foreach (var (name, value) in stated.Where(s => s.Value is not null))
        {
            fields["ruralec:" + name] = value;
        }
        return fields;
    }

    /// <summary>Master data of new lots (CBV 2.0 §9, GS1 Web Vocabulary); the number only where there is one lot.</summary>
    public static JsonObject Ilmd(IReadOnlyList<Lot> made)
    {
        var ilmd = new JsonObject { ["cbvmda:countryOfOrigin"] = CountryOfOrigin };
        if (made.Count == 1)
        {
            ilmd["cbvmda:lotNumber"] = made[0].BatchNumber.ToString();
        }
        if (made[0].PackedOn is { } packed)
        {
            ilmd["gs1:packagingDate"] = Iso(packed);
        }
        if (made[0].BestBefore is { } bestBefore)
        {
            ilmd["cbvmda:bestBeforeDate"] = Iso(bestBefore);
        }
        return ilmd;
    }

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A temperature measured at one moment, in °C.</summary>
    public static SensorElement TemperatureAt(DateTimeOffset time, decimal celsius) =>
        new(new SensorMetadata(Time: time), [new SensorReport("Temperature", Value: celsius, Uom: "CEL")]);
}
