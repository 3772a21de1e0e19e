using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using RuralEc.Gs1;

namespace RuralEc.Server.Http;

/// <summary>Schemas of what our own converters write, of which the framework knows nothing: GS1 keys, times, shapes.</summary>
internal static class ApiSchemas
{
    private static readonly Dictionary<Type, (string Words, string Pattern, string Example)> Keys = new()
    {
        [typeof(Gtin)] = ("A GTIN-14 with its check digit.", "^[0-9]{14}$", "09521234500018"),
        [typeof(Gln)] = ("A GLN with its check digit.", "^[0-9]{13}$", "9521234100003"),
        [typeof(Sscc)] = ("An SSCC with its check digit.", "^[0-9]{18}$", "095212340000000013"),
        [typeof(BatchNumber)] = ("A batch or lot number, GS1 AI (10).", Characters82, "2606260713"),
        [typeof(Lgtin)] = (
            "A lot: GTIN and batch number as in a Digital Link.",
            "^01/[0-9]{14}/10/.+$",
            "01/09521234500018/10/2606260713"
        ),
        [typeof(SerialNumber)] = ("A serial number, GS1 AI (21).", Characters82, "7F3K9QX2M8"),
    };

    // GS1 General Specifications §7.11, up to 20 characters of set 82.
    private const string Characters82 = "^[!\"%&'()*+,\\-./0-9:;<=>?A-Z_a-z]{1,20}$";

    public static Task CompleteAsync(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context,
        CancellationToken ct
    )
    {
        var declared = context.JsonTypeInfo.Type;
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        var none = type == declared ? default(JsonSchemaType) : JsonSchemaType.Null;
        if (Keys.TryGetValue(type, out var key))
        {
            Fill(schema, key, none);
        }
        else if (type == typeof(DateTimeOffset))
        {
            schema.Type = JsonSchemaType.String | none;
            schema.Format = "date-time";
        }
        else if (type == typeof(JsonElement))
        {
            schema.Type = JsonSchemaType.Array;
            schema.Items = new OpenApiSchema();
            schema.Description ??= "Positions as GeoJSON nests them, longitude first.";
        }
        else if (type.IsEnum && schema.Enum is { } names)
        {
            // Where none may stand, the place of use says so; the list of names is of names only.
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. names.Where(name => name is not null && name.GetValueKind() != JsonValueKind.Null)];
        }
        else if (
            schema.Items is null
            && context.JsonTypeInfo.ElementType is { } element
            && Keys.TryGetValue(element, out var item)
        )
        {
            var items = new OpenApiSchema();
            Fill(items, item, default);
            schema.Items = items;
        }

        return Task.CompletedTask;
    }

    private static void Fill(
        OpenApiSchema schema,
        (string Words, string Pattern, string Example) key,
        JsonSchemaType none
    )
    {
        schema.Type = JsonSchemaType.String | none;
        schema.Properties = null;
        schema.Required = null;
        schema.Description = key.Words;
        schema.Pattern = key.Pattern;
        schema.Examples = [JsonValue.Create(key.Example)];
    }
}
