using System.Linq.Expressions;

namespace RuralEc.Logistics.Ogc;

/// <summary>What kind of value a property has, and so what it may be compared with.</summary>
internal enum PropertyKind
{
    Text,
    Number,
    Flag,
    Instant,
}

/// <summary>A property of the features of a layer.</summary>
/// <param name="Value">
/// Takes a row; gives <c>string?</c>, <c>double?</c>, <c>bool?</c> or <c>DateTimeOffset?</c>, in words that both databases know.
/// </param>
/// <param name="Names">The only values there are; null where any is possible.</param>
internal sealed record LayerProperty(
    string Name,
    string Title,
    PropertyKind Kind,
    LambdaExpression Value,
    IReadOnlyList<string>? Names = null
)
{
    /// <summary>What JSON Schema says of it.</summary>
    public System.Text.Json.Nodes.JsonObject Schema()
    {
        var schema = new System.Text.Json.Nodes.JsonObject
        {
            ["title"] = Title,
            ["type"] = Kind switch
            {
                PropertyKind.Number => "number",
                PropertyKind.Flag => "boolean",
                _ => "string",
            },
        };
        if (Kind == PropertyKind.Instant)
        {
            schema["format"] = "date-time";
        }

        if (Names is not null)
        {
            schema["enum"] = new System.Text.Json.Nodes.JsonArray([
                .. Names.Select(n => System.Text.Json.Nodes.JsonValue.Create(n)),
            ]);
        }

        return schema;
    }
}
