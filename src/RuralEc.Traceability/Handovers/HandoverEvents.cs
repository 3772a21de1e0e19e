using System.Text.Json.Nodes;
using RuralEc.Epcis;
using RuralEc.Gs1;
using RuralEc.Traceability.Lots;

namespace RuralEc.Traceability.Handovers;

/// <summary>How shipments and handovers are written into EPCIS events.</summary>
internal static class HandoverEvents
{
    /// <summary>Who has the goods and where: one end of a transfer (CBV 2.0 §7.4).</summary>
    public static IReadOnlyList<SourceDest> Ends(Gln party, Gln place) =>
        [new SourceDest("possessing_party", party.ToPartyUri()), new SourceDest("location", place.ToLocationUri())];

    /// <summary>The measured temperatures: the surfaces as one window, air and core each as one report.</summary>
    public static IReadOnlyList<SensorElement> Sensors(HandoverRecord handover)
    {
        var surfaces = handover.Temperatures.SurfaceCelsius;
        var reports = new List<SensorReport>();
        if (surfaces.Count > 0)
        {
            reports.Add(
                new SensorReport(
                    "Temperature",
                    MinValue: surfaces.Min(),
                    MaxValue: surfaces.Max(),
                    MeanValue: decimal.Round(surfaces.Average(), 2),
                    Uom: "CEL"
                )
            );
        }
        if (handover.CoreCelsius is { } core)
        {
            reports.Add(new SensorReport("Temperature", Value: core, Uom: "CEL"));
        }
        if (reports.Count == 0)
        {
            return [];
        }
        var series = Uri.TryCreate(handover.SensorSeries, UriKind.Absolute, out var url) ? url.AbsoluteUri : null;
        return [new SensorElement(new SensorMetadata(Time: handover.MeasuredAt, RawData: series), reports)];
    }

    /// <summary>All that was found and decided, as an extension field: EPCIS has no words for it.</summary>
    public static JsonObject Findings(HandoverRecord handover, IEnumerable<JsonObject> differences)
    {
        var findings = new JsonObject
        {
            ["ruralec:kind"] = handover.Kind.ToString(),
            ["ruralec:decision"] = handover.Decision.ToString(),
            ["ruralec:plannedMinCelsius"] = handover.PlannedMinCelsius,
            ["ruralec:plannedMaxCelsius"] = handover.PlannedMaxCelsius,
            ["ruralec:surfaceCelsius"] = new JsonArray([
                .. handover.Temperatures.SurfaceCelsius.Select(celsius => (JsonNode)celsius),
            ]),
            ["ruralec:packagingState"] = handover.PackagingState,
        };
        var stated = new (string Name, JsonNode? Value)[]
        {
            ("vehicleAirCelsius", handover.VehicleAirCelsius),
            ("precoolCelsius", handover.PrecoolCelsius),
            ("coreCelsius", handover.CoreCelsius),
            ("fewSurfacesReason", handover.FewSurfacesReason),
            ("instrument", handover.Instrument),
            ("instrumentCalibrationDueOn", handover.InstrumentCalibrationDueOn is { } due ? LotEvents.Iso(due) : null),
            ("reason", handover.Reason),
            ("sensorSeries", handover.SensorSeries),
        };
        foreach (var (name, value) in stated.Where(fact => fact.Value is not null))
        {
            findings["ruralec:" + name] = value;
        }
        var all = differences.ToArray<JsonNode?>();
        if (all.Length > 0)
        {
            findings["ruralec:differences"] = new JsonArray(all);
        }
        return findings;
    }
}
