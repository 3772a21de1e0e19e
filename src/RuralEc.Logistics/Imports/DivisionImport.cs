using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;
using RuralEc.Logistics.Jobs;

namespace RuralEc.Logistics.Imports;

/// <summary>
/// Divisions of any city from a file: code, name, point or outline, population. What is there and not in the file
/// stays. All rows or none.
/// </summary>
public sealed class DivisionImport(DbContext db, TimeProvider clock)
{
    // Further from the middle of its district than any village of China is from its own.
    private const double FarMeters = 100_000;

    /// <summary>Says what taking the rows would do; with <paramref name="take"/> it is done, unless a fault stands against it.</summary>
    public async Task<ImportSummary> RunAsync(
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
        var known = await db.Set<Division>().AsTracking().ToDictionaryAsync(d => d.Code, ct);
        var outlines = await db.Set<DivisionOutline>().AsTracking().ToDictionaryAsync(o => o.Code, ct);
        var run = new Run(origin, known, outlines, clock.GetUtcNow());
        foreach (var (i, row) in rows.Index())
        {
            ct.ThrowIfCancellationRequested();
            run.Take(row);
            progress.Step(i + 1, rows.Count);
        }

        run.CheckParents();
        var summary = run.Summary(rows.Count);
        if (take && summary.MayProceed)
        {
            db.AddRange(run.Added);
            db.AddRange(run.AddedOutlines);
            await db.SaveChangesAsync(ct);
        }

        db.ChangeTracker.Clear();
        return summary;
    }

    private sealed class Run(
        ImportOrigin origin,
        Dictionary<string, Division> known,
        Dictionary<string, DivisionOutline> outlines,
        DateTimeOffset now
    )
    {
        private readonly HashSet<string> _seen = [];
        private readonly List<ImportRemark> _faults = [];
        private readonly List<ImportRemark> _questions = [];
        private readonly List<ImportRemark> _repairs = [];
        private readonly Dictionary<string, int> _rowOf = [];
        private int _changed;
        private int _same;

        public List<Division> Added { get; } = [];

        public List<DivisionOutline> AddedOutlines { get; } = [];

        public void Take(ImportedFeature row)
        {
            var before = _faults.Count;
            var code = row.Find("code", "区划代码", "代码", "adcode", "gb") ?? "";
            if (code.Length is not (6 or 9 or 12) || !code.All(char.IsAsciiDigit))
            {
                Fault(row, $"区划代码“{code}”应为6、9或12位数字。");
            }
            else if (!_seen.Add(code))
            {
                Fault(row, $"区划代码{code}在文件中出现两次。");
            }

            var (geometry, fault) = Coordinates.Of(row, origin.Crs);
            if (fault is not null)
            {
                Fault(row, fault);
            }

            var quality = row.Find("quality", "质量") ?? origin.Quality;
            if (!CoordinateQuality.Stated.Contains(quality))
            {
                Fault(row, $"质量“{quality}”应为{string.Join("、", CoordinateQuality.Stated)}之一。");
            }

            var people = PopulationOf(row);
            var outline = geometry is Polygon or MultiPolygon ? OutlineOf(row, geometry) : null;
            if (geometry is not (null or Point or Polygon or MultiPolygon))
            {
                Fault(row, $"应为点或面，而不是{geometry.GeometryType}。");
            }

            var name = row.Find("name", "名称", "name_zh");
            if (name is null && !known.ContainsKey(code))
            {
                Fault(row, "没有名称。");
            }
            else if (name is not null && !PlainTextAttribute.IsPlain(name, LogisticsTables.NameLength))
            {
                Fault(row, "名称太长，或含有控制字符。");
            }

            CheckSources(row);
            if (_faults.Count == before)
            {
                _rowOf[code] = row.Row;
                Merge(row, code, name, geometry as Point, outline, quality, people);
            }
        }

        /// <summary>Every division that is new hangs below one that is there or comes with it.</summary>
        public void CheckParents()
        {
            foreach (var division in Added)
            {
                if (
                    division.ParentCode is { } parent
                    && !known.ContainsKey(parent)
                    && !Added.Exists(d => d.Code == parent)
                )
                {
                    _faults.Add(new(_rowOf[division.Code], $"没有上级区划{parent}。"));
                }
            }
        }

        public ImportSummary Summary(int rows)
        {
            if (rows == 0)
            {
                _faults.Add(new(null, "文件里没有任何行。"));
            }

            return new(Added.Count, _changed, _same, _faults, _questions, _repairs);
        }

        private void Merge(
            ImportedFeature row,
            string code,
            string? name,
            Point? point,
            MultiPolygon? outline,
            string quality,
            int? people
        )
        {
            var source = row.Find("source", "来源") ?? origin.Source;
            if (!known.TryGetValue(code, out var division))
            {
                division = new()
                {
                    Code = code,
                    Name = name!,
                    Level = code.Length switch
                    {
                        6 => DivisionLevel.District,
                        9 => DivisionLevel.Town,
                        _ => DivisionLevel.Village,
                    },
                    ParentCode = code.Length == 6 ? null : code[..^3],
                    Quality = CoordinateQuality.Missing,
                };
                Added.Add(division);
                Apply(row, division, name, point, outline, quality, source, people);
                return;
            }

            if (Apply(row, division, name, point, outline, quality, source, people))
            {
                _changed++;
            }
            else
            {
                _same++;
            }
        }

        private bool Apply(
            ImportedFeature row,
            Division division,
            string? name,
            Point? point,
            MultiPolygon? outline,
            string quality,
            string source,
            int? people
        )
        {
            var changed = false;
            if (name is not null && name != division.Name)
            {
                _questions.Add(new(row.Row, $"{division.Code}的名称将由“{division.Name}”改为“{name}”。"));
                division.Name = name;
                changed = true;
            }

            if (point is null && outline is not null && division.Location is null)
            {
                (point, quality) = (outline.InteriorPoint, CoordinateQuality.Derived);
            }

            if (point is not null)
            {
                var at = Positions.Of(point.X, point.Y);
                Ask(row, division.Code, at);
                if (
                    division.Location is null
                    || !division.Location.Coordinate.Equals2D(at.Coordinate)
                    || division.Quality != quality
                )
                {
                    (division.Location, division.Quality) = (at, quality);
                    (division.Source, division.Imported) = (source, true);
                    changed = true;
                }
            }

            if (people is not null && people != division.Population)
            {
                (division.Population, division.PopulationSource) = (
                    people,
                    row.Find("population_source", "人口来源") ?? source
                );
                changed = true;
            }

            return Draw(division.Code, outline, source) || changed;
        }

        private bool Draw(string code, MultiPolygon? outline, string source)
        {
            if (outline is null)
            {
                return false;
            }

            if (outlines.TryGetValue(code, out var drawn))
            {
                if (drawn.Outline.EqualsExact(outline) && drawn.Source == source)
                {
                    return false;
                }

                (drawn.Outline, drawn.Source) = (outline, source);
                (drawn.ReviewNumber, drawn.ImportedAt) = (origin.ReviewNumber, now);
                return true;
            }

            var added = new DivisionOutline
            {
                Code = code,
                Outline = outline,
                Source = source,
                ReviewNumber = origin.ReviewNumber,
                ImportedAt = now,
            };
            outlines[code] = added;
            AddedOutlines.Add(added);
            return true;
        }

        private void Ask(ImportedFeature row, string code, Point at)
        {
            if (code.Length == 6)
            {
                return;
            }

            if (outlines.TryGetValue(code[..6], out var district) && !district.Outline.Covers(at))
            {
                _questions.Add(new(row.Row, $"{code}的点在所属区{code[..6]}的界线之外。"));
            }
            else if (
                known.TryGetValue(code[..6], out var middle)
                && middle.Location is { } centre
                && !Spatial.SpatialMeters.WithinMeters(centre, at, FarMeters)
            )
            {
                _questions.Add(new(row.Row, $"{code}的点离所属区{middle.Name}超过100公里。"));
            }
        }

        private void CheckSources(ImportedFeature row)
        {
            if (
                new[] { row.Find("source", "来源") ?? origin.Source, row.Find("population_source", "人口来源") }.Any(
                    text => text is not null && !PlainTextAttribute.IsPlain(text, LogisticsTables.TextLength)
                )
            )
            {
                Fault(row, "来源太长，或含有控制字符。");
            }
        }

        private MultiPolygon? OutlineOf(ImportedFeature row, Geometry geometry)
        {
            var reading = Outlines.Read(geometry);
            if (reading.Why is { } why)
            {
                Fault(row, why);
            }
            else if (reading.Repaired is { } repaired)
            {
                _repairs.Add(new(row.Row, repaired + "，已修复。"));
            }

            return reading.Area;
        }

        private int? PopulationOf(ImportedFeature row)
        {
            if (row.Find("population", "常住人口", "人口") is not { } text)
            {
                return null;
            }

            if (
                int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var people)
                && people is >= 0 and <= 100_000_000
            )
            {
                return people;
            }

            Fault(row, $"人口“{text}”应为0到1亿之间的整数。");
            return null;
        }

        private void Fault(ImportedFeature row, string text) => _faults.Add(new(row.Row, text));
    }
}
