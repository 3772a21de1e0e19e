using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json.Nodes;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Assets;
using RuralEc.ColdChain.Stories;
using RuralEc.Epcis;
using RuralEc.Gs1;

namespace RuralEc.Server.ColdChainEvents;

/// <summary>
/// The EPCIS summary of a stay: one sensorElement for the window with the figures, a link to the raw series and to the
/// rules, and one report with <c>ALARM_CONDITION</c> for each excursion. Raw readings are no events (EPCIS 2.0
/// guideline §5.9).
/// </summary>
internal static class StayEvent
{
    private const string Placement = "ruralec:placement";
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <summary>Whether a stored event is the summary of a stay.</summary>
    public static bool IsOf(EpcisEvent stored, Guid placementId) =>
        stored.Extensions?[Placement]?.GetValue<string>() == IdOf(placementId);

    /// <param name="site">Where this server is reached, without a slash at its end.</param>
    /// <param name="revision">How many summaries of the stay were declared wrong before.</param>
    /// <returns>Null where no logger saw anything: there is nothing to tell.</returns>
    public static ObjectEvent? Of(StayStory stay, string site, int revision)
    {
        var story = stay.Story;
        if (story.Coverage.Covered <= TimeSpan.Zero)
        {
            return null;
        }

        var summary = new ObjectEvent
        {
            EventId = "",
            EventTime = story.To.ToOffset(China),
            Action = EventAction.OBSERVE,
            BizStep = stay.AssetKind switch
            {
                AssetKind.Truck => BizStep.Transporting,
                AssetKind.ColdRoom or AssetKind.Cabinet => BizStep.Storing,
                _ => BizStep.SensorReporting,
            },
            Disposition = stay.AssetKind is AssetKind.Truck ? Disposition.InTransit : Disposition.InProgress,
            ReadPoint = stay.NodeGln?.ToLocationUri(),
            EpcList = Sscc.TryFromUri(stay.ItemUri, out _) ? [stay.ItemUri] : [],
            QuantityList = Sscc.TryFromUri(stay.ItemUri, out _) ? [] : [new QuantityElement(stay.ItemUri)],
            SensorElements = [new SensorElement(MetadataOf(stay, site), [FiguresOf(story), .. AlarmsOf(story)])],
            Extensions = new JsonObject
            {
                ["ruralec:actingParty"] = stay.PartyGln.ToPartyUri(),
                [Placement] = IdOf(stay.PlacementId),
                ["ruralec:asset"] = stay.AssetName,
                ["ruralec:verdict"] = story.Verdict.ToString(),
                ["ruralec:coveragePercent"] = Rounded(story.CoveragePercent),
                ["ruralec:meanKineticCelsius"] = Rounded(story.MeanKineticCelsius!.Value),
            },
        };
        return summary with { EventId = EventIdOf(summary, revision) };
    }

    private static SensorMetadata MetadataOf(StayStory stay, string site)
    {
        var story = stay.Story;
        var productClass = Uri.EscapeDataString(story.Profile.ProductClass);
        var series =
            $"itemUri={Uri.EscapeDataString(stay.ItemUri)}&from={Iso(story.From)}&to={Iso(story.To)}&productClass={productClass}";
        return new(
            StartTime: story.From,
            EndTime: story.To,
            RawData: $"{site}/api/temperature-stories?{series}",
            BizRules: $"{site}/api/temperature-profiles/{productClass}"
        )
        {
            Further = new JsonObject
            {
                ["ruralec:devices"] = new JsonArray([
                    .. story.Legs.SelectMany(leg => leg.Devices).Select(device => (JsonNode)device),
                ]),
            },
        };
    }

    private static SensorReport FiguresOf(TemperatureFigures figures) =>
        new(
            "Temperature",
            MinValue: Rounded(figures.MinCelsius!.Value),
            MaxValue: Rounded(figures.MaxCelsius!.Value),
            MeanValue: Rounded(figures.MeanCelsius!.Value),
            Uom: "CEL"
        );

    private static IEnumerable<SensorReport> AlarmsOf(TemperatureFigures figures) =>
        figures
            .Breaches.Where(breach => breach.Limit.Severity >= Severity.Excursion)
            .Select(breach =>
            {
                var peak = Rounded(breach.PeakCelsius);
                var above = breach.Limit.Side == LimitSide.Above;
                return new SensorReport(
                    "Temperature",
                    MinValue: above ? null : peak,
                    MaxValue: above ? peak : null,
                    Uom: "CEL",
                    Exception: "ALARM_CONDITION"
                )
                {
                    Further = new JsonObject { ["time"] = Iso(breach.OnsetAt) },
                };
            });

    private static string EventIdOf(ObjectEvent summary, int revision)
    {
        var number = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(number, revision);
        return IdOf(HashedId.Of([.. EpcisJson.Write(summary), .. number]));
    }

    private static string IdOf(Guid id) => $"urn:uuid:{id:D}";

    private static decimal Rounded(double value) => Math.Round((decimal)value, 2);

    private static string Iso(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
