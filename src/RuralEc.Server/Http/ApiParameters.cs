using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace RuralEc.Server.Http;

/// <summary>What each parameter means. A name means the same everywhere in the API.</summary>
internal static class ApiParameters
{
    private static readonly Dictionary<string, string> Words = new()
    {
        ["after"] = "The last id or device of the page before.",
        ["asOf"] = "What was recorded after this day in China does not count; today when absent.",
        ["assetId"] = "Id of the truck, cold room or box.",
        ["bbox"] = "West, south, east and north in degrees of WGS 84, separated by commas.",
        ["assignedTo"] = "Only alarms assigned to the person of this sign-in name.",
        ["before"] = "The onset of the last alarm of the page before, with its offset.",
        ["code"] = "A short code with its check character; I and L are read as 1, O as 0.",
        ["count"] = "How many.",
        ["cursor"] = "The `next` of the page before.",
        ["day"] = "A day in China.",
        ["device"] = "The device id of a logger.",
        ["district"] = "GB/T 2260 code of a district, 6 digits.",
        ["format"] = "`csv`, `xlsx` or `parquet`.",
        ["fromDay"] = "The first day in China.",
        ["from"] = "Start of the window, with its offset.",
        ["gln"] = "GLN with its check digit.",
        ["grade"] = "A grade of the product class, such as `first`.",
        ["gtin"] = "GTIN-14 with its check digit.",
        ["host"] = "Host and port, such as `10.8.0.12:8443`.",
        ["id"] = "The id that the client made.",
        ["indicator"] = "The code of a figure, such as `village_reach`.",
        ["inStock"] = "Only lots of which something is in stock.",
        ["itemUri"] =
            "Canonical URI of a lot (`https://id.gs1.org/01/…/10/…`) or a pallet (`https://id.gs1.org/00/…`).",
        ["kind"] = "Only of this kind.",
        ["latitude"] = "Degrees of WGS 84.",
        ["level"] = "`district`, `town` or `village`.",
        ["longitude"] = "Degrees of WGS 84.",
        ["lot"] = "Batch or lot number, percent-encoded where it holds a reserved character.",
        ["node"] = "GLN of a node.",
        ["number"] = "Number, or the beginning of one.",
        ["open"] = "Only alarms that last, or only those that are over.",
        ["owner"] = "GLN of the party that owns the products.",
        ["past"] = "Those that are over, too.",
        ["parent"] = "Code of the division above; without it the districts.",
        ["plotId"] = "Id of a plot.",
        ["pointKm"] = "How far by road a village may be from a village point, km; 3 when absent.",
        ["productClass"] = "Code of a product class, such as `litchi`.",
        ["quantity"] = "What is measured, such as `temperature`.",
        ["serial"] = "Serial number of the package.",
        ["severity"] = "Only this severity and worse: `warning`, `excursion`, `critical`.",
        ["shipment"] = "Id of a shipment.",
        ["skip"] = "How many to pass over.",
        ["sscc"] = "SSCC with its check digit.",
        ["state"] = "Only those in this state.",
        ["stationKm"] = "How far by road a village may be from a town station, km; 10 when absent.",
        ["step"] = "`hour` or `day`.",
        ["take"] = "How many at most.",
        ["tier"] = "`district`, `town`, `village` or `other`.",
        ["town"] = "Code of a town, 9 digits.",
        ["toDay"] = "The last day in China.",
        ["to"] = "End of the window, with its offset.",
        ["undecided"] = "Only handovers that wait for a decision.",
        ["unacknowledged"] = "Only alarms that nobody has acknowledged.",
        ["underWay"] = "Only shipments that have not arrived.",
    };

    public static Task DescribeAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken ct
    )
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            parameter.Description ??= Words.GetValueOrDefault(parameter.Name ?? "");
            if (parameter.Name is "from" or "to" or "before" && parameter.Schema is OpenApiSchema time)
            {
                time.Format = "date-time";
            }
        }

        return Task.CompletedTask;
    }
}
