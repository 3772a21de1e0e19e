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

    private static readonly Row[] Rows = Read();

    /// <summary>The nodes, parents before children.</summary>
    public static IReadOnlyList<NodeCommand> All { get; } = [.. Rows.Select(CommandOf)];

    /// <summary>Registers those that are missing, as an administrator may.</summary>
    /// <returns>How many were new.</returns>
    /// <exception cref="InvalidOperationException">When <paramref name="by"/> may not, or a node was changed by hand.</exception>
    public async Task<int> RegisterAsync(ClaimsPrincipal by, CancellationToken ct)
    {
        var added = 0;
        foreach (var row in Rows)
        {
            var node = CommandOf(row);
            switch (await register.RegisterAsync(by, node, ct))
            {
                case NodeOutcome.Registered:
                    added++;
                    await SuspendAsync(by, row, ct);
                    break;
                case NodeOutcome.AlreadySo:
                    break;
                case var refused:
                    throw new InvalidOperationException($"The demonstration node {node.Gln} was refused: {refused}");
            }
        }

        return added;
    }

    private async Task SuspendAsync(ClaimsPrincipal by, Row row, CancellationToken ct)
    {
        if (row.State == NodeState.Suspended)
        {
            var suspension = new NodeStateCommand(NodeState.Suspended, Version: 1, "示例：设备检修");
            await register.ChangeStateAsync(by, Gln.Parse(row.Gln), suspension, ct);
        }
    }

    private static NodeCommand CommandOf(Row row) =>
        new(
            Gln.Parse(row.Gln),
            row.Kind,
            row.Name,
            Gln.Parse(row.OperatorGln),
            row.DivisionCode,
            row.Longitude,
            row.Latitude,
            ParentGln: row.ParentGln is { } parent ? Gln.Parse(parent) : null,
            NameEn: row.NameEn,
            State: row.State == NodeState.Planned ? NodeState.Planned : NodeState.Active,
            Demonstration: true
        );

    private static Row[] Read()
    {
        using var stream =
            typeof(DemonstrationNodes).Assembly.GetManifestResourceStream("demonstration-nodes.json")
            ?? throw new InvalidOperationException("The assembly lacks demonstration-nodes.json.");
        return JsonSerializer.Deserialize<Row[]>(stream, Strict) ?? [];
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
