using System.Diagnostics;
using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Serialization;
using RuralEc.Gs1;

namespace RuralEc.Logistics;

/// <summary>Invented nodes for the sample season, with invented positions near named towns.</summary>
public sealed class DemonstrationNodes(NodeRegister register)
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>The nodes, parents before children.</summary>
    public static IReadOnlyList<NodeCommand> All { get; } = Read();

    /// <summary>Registers those that are missing, as an administrator may.</summary>
    /// <returns>How many were new.</returns>
    /// <exception cref="InvalidOperationException">When <paramref name="by"/> may not, or a node was changed by hand.</exception>
    public async Task<int> RegisterAsync(ClaimsPrincipal by, CancellationToken ct)
    {
        var added = 0;
        foreach (var node in All)
        {
            added += await register.RegisterAsync(by, node, ct) switch
            {
                NodeOutcome.Registered => 1,
                NodeOutcome.AlreadySo => 0,
                NodeOutcome.Conflicting c => throw new InvalidOperationException($"{node.Gln}: {c.Why.Title}"),
                NodeOutcome.Refused r => throw new InvalidOperationException($"{node.Gln}: {r.Why.Title}"),
                _ => throw new UnreachableException(),
            };
        }

        return added;
    }

    private static NodeCommand[] Read()
    {
        using var stream =
            typeof(DemonstrationNodes).Assembly.GetManifestResourceStream("demonstration-nodes.json")
            ?? throw new InvalidOperationException("The assembly lacks demonstration-nodes.json.");
        var rows = JsonSerializer.Deserialize<List<Row>>(stream, Strict) ?? [];
        return
        [
            .. rows.Select(row => new NodeCommand(
                Gln.Parse(row.Gln),
                row.Kind,
                row.Name,
                Gln.Parse(row.OperatorGln),
                row.DivisionCode,
                row.Longitude,
                row.Latitude,
                ParentGln: row.ParentGln is { } parent ? Gln.Parse(parent) : null,
                NameEn: row.NameEn,
                State: row.State,
                Demonstration: true
            )),
        ];
    }

    private sealed record Row(
        string Gln,
        NodeKind Kind,
        string Name,
        string NameEn,
        string OperatorGln,
        string DivisionCode,
        double Longitude,
        double Latitude,
        string? ParentGln = null,
        NodeState State = NodeState.Active
    );
}
