using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;
using RuralEc.Gs1;
using RuralEc.Logistics.Jobs;

namespace RuralEc.Logistics.Imports;

/// <summary>Nodes from a file, as if each were registered by hand; parents may stand anywhere in it. All rows or none.</summary>
public sealed class NodeImport(DbContext db, NodeRegister register)
{
    private const int MostDepth = 50;

    /// <summary>Says what taking the rows would do; with <paramref name="take"/> it is done, unless a fault stands against it.</summary>
    public async Task<ImportSummary> RunAsync(
        ClaimsPrincipal by,
        IReadOnlyList<ImportedFeature> rows,
        ImportOrigin origin,
        bool take,
        JobProgress progress,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(origin);
        ArgumentNullException.ThrowIfNull(progress);
        var faults = new List<ImportRemark>();
        var commands = Commands(rows, origin, faults);
        var (added, same) = (0, 0);

        // Registered within a transaction that a preview or a fault rolls back: the rules are the register's own.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        foreach (var (i, (row, command)) in InOrder(commands, faults).Index())
        {
            switch (await register.RegisterAsync(by, command, ct))
            {
                case NodeOutcome.Registered:
                    added++;
                    break;
                case NodeOutcome.AlreadySo:
                    same++;
                    break;
                case NodeOutcome.Refused refused:
                    faults.Add(new(row, refused.Why.Detail));
                    break;
                case NodeOutcome.Conflicting conflict:
                    faults.Add(new(row, conflict.Why.Detail));
                    break;
            }

            db.ChangeTracker.Clear();
            progress.Step(i + 1, rows.Count);
        }

        if (rows.Count == 0)
        {
            faults.Add(new(null, "文件里没有任何行。"));
        }

        var summary = new ImportSummary(added, 0, same, [.. faults.OrderBy(f => f.Row)], [], []);
        if (take && summary.MayProceed)
        {
            await transaction.CommitAsync(ct);
        }
        else
        {
            await transaction.RollbackAsync(ct);
        }

        return summary;
    }

    private static List<(int Row, NodeCommand Command)> Commands(
        IReadOnlyList<ImportedFeature> rows,
        ImportOrigin origin,
        List<ImportRemark> faults
    )
    {
        var commands = new List<(int Row, NodeCommand Command)>();
        var seen = new HashSet<Gln>();
        foreach (var row in rows)
        {
            var before = faults.Count;
            var gln = Key(row, faults, true, "gln", "节点GLN");
            var operatorGln = Key(row, faults, true, "operator_gln", "operatorGln", "运营主体GLN");
            var parent = Key(row, faults, false, "parent_gln", "parentGln", "上级GLN");
            if (gln is { } own && !seen.Add(own))
            {
                faults.Add(new(row.Row, $"GLN {own}在文件中出现两次。"));
            }

            if (!SnakeCase.TryParse<NodeKind>(row.Find("kind", "类型"), out var kind) || kind is null)
            {
                faults.Add(
                    new(
                        row.Row,
                        $"类型“{row.Find("kind", "类型")}”应为{string.Join("、", Enum.GetValues<NodeKind>().Select(k => SnakeCase.Of(k)))}之一。"
                    )
                );
            }

            if (!SnakeCase.TryParse<NodeState>(row.Find("state", "状态") ?? "planned", out var state) || state is null)
            {
                faults.Add(new(row.Row, $"状态“{row.Find("state", "状态")}”应为planned或active。"));
            }

            var division = row.Find("division_code", "divisionCode", "区划代码") ?? "";
            if (division.Length is not (6 or 9 or 12) || !division.All(char.IsAsciiDigit))
            {
                faults.Add(new(row.Row, $"区划代码“{division}”应为6、9或12位数字。"));
            }

            var (geometry, fault) = Coordinates.Of(row, "WGS84");
            if (fault is not null || geometry is not Point)
            {
                faults.Add(new(row.Row, fault ?? "没有点位。"));
            }

            if (faults.Count == before)
            {
                var at = (Point)geometry!;
                commands.Add(
                    (
                        row.Row,
                        new(
                            gln!.Value,
                            kind!.Value,
                            row.Find("name", "名称") ?? "",
                            operatorGln!.Value,
                            division,
                            at.X,
                            at.Y,
                            origin.Crs,
                            parent,
                            row.Find("name_en", "nameEn", "英文名称"),
                            state!.Value,
                            row.Find("demonstration", "示例") is "true" or "True" or "1" or "是"
                        )
                    )
                );
            }
        }

        return commands;
    }

    /// <summary>Parents before children; a circle within the file is a fault.</summary>
    private static List<(int Row, NodeCommand Command)> InOrder(
        List<(int Row, NodeCommand Command)> commands,
        List<ImportRemark> faults
    )
    {
        var waiting = commands.ToDictionary(c => c.Command.Gln);
        var ordered = new List<(int, NodeCommand)>(commands.Count);
        var onTheWay = new HashSet<Gln>();
        foreach (var command in commands)
        {
            Place(command);
        }

        return ordered;

        void Place((int Row, NodeCommand Command) node)
        {
            if (!waiting.ContainsKey(node.Command.Gln))
            {
                return;
            }

            // Deeper than any network is a circle, or meant to exhaust the stack.
            if (!onTheWay.Add(node.Command.Gln) || onTheWay.Count > MostDepth)
            {
                faults.Add(new(node.Row, $"上级关系成环：{node.Command.Gln}。"));
                waiting.Remove(node.Command.Gln);
                return;
            }

            if (node.Command.ParentGln is { } parent && waiting.TryGetValue(parent, out var above))
            {
                Place(above);
            }

            onTheWay.Remove(node.Command.Gln);
            if (waiting.Remove(node.Command.Gln))
            {
                ordered.Add(node);
            }
        }
    }

    private static Gln? Key(ImportedFeature row, List<ImportRemark> faults, bool required, params string[] names)
    {
        var text = row.Find(names);
        if (Gln.TryParse(text, out var gln))
        {
            return gln;
        }

        if (required || text is not null)
        {
            faults.Add(new(row.Row, $"{names[^1]}“{text}”不是有效的GLN。"));
        }

        return null;
    }
}
