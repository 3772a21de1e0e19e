using System.Linq.Expressions;
using NetTopologySuite.Geometries;

namespace RuralEc.Server.Tests.Spatial;

/// <summary>One kind of question; each drawing of it has other values.</summary>
internal sealed record Question(string Name, Func<Random, Func<AtlasDb, IQueryable>> Draw, double Tolerance = 0)
{
    /// <summary>Asks both databases once.</summary>
    public Task AskAsync(TwoDatabases databases, Random random)
    {
        var question = Draw(random);
        return Tolerance switch
        {
            0 => databases.SameAsync(db => (IQueryable<int>)question(db)),
            Questions.OfShapes => databases.SameShapesAsync(db => (IQueryable<Geometry?>)question(db)),
            _ => databases.SameNumbersAsync(db => (IQueryable<double?>)question(db), Tolerance),
        };
    }
}

/// <summary>Every kind of question that SQLite translates, over every layer.</summary>
internal static class Questions
{
    /// <summary>Shapes are compared corner by corner to 1e-9 degrees, a tenth of a millimetre.</summary>
    public const double OfShapes = 1e-9;

    // The libraries add the same terms in another order, so sums differ in their last digits: square degrees and degrees.
    private const double OfDegrees = 1e-10;

    // Vincenty here, Karney in PostGIS: a micrometre apart over some hundred kilometres.
    private const double OfMeters = 1e-5;

    private static readonly string[] Relations =
    [
        "Intersects",
        "Disjoint",
        "Within",
        "Contains",
        "Covers",
        "CoveredBy",
        "Touches",
        "Crosses",
        "Overlaps",
        "EqualsTopologically",
    ];

    private static readonly string[] Overlays = ["Intersection", "Union", "Difference", "SymmetricDifference"];

    /// <param name="stored">Shapes that rows have, so that some questions are about the very same.</param>
    public static IReadOnlyList<Question> All(IReadOnlyList<Geometry> stored) =>
        [
            .. OfLayer("places", db => db.Places, p => p.Location, p => p.Id, p => p.Tier, stored),
            .. OfLayer("stops", db => db.Stops, s => s.Location, s => s.Id, s => s.Tier, stored),
            .. OfLayer("routes", db => db.Routes, r => r.Path, r => r.Id, r => r.Tier, stored),
            .. OfLayer("plots", db => db.Plots, p => p.Outline, p => p.Id, p => p.Tier, stored),
            .. OfLayer("areas", db => db.Areas, a => a.Shape, a => a.Id, a => a.Id % 4, stored),
            .. MeterQuestions.OfPoints("places", db => db.Places, p => p.Location, p => p.Id, p => p.Tier, OfMeters),
            .. MeterQuestions.OfPoints("stops", db => db.Stops, s => s.Location, s => s.Id, s => s.Tier, OfMeters),
            .. JoinQuestions.All(),
            new(
                "points of a line",
                random =>
                {
                    var id = random.Next(Atlas.Layer);
                    return db => db.Routes.Where(r => r.Id > id).OrderBy(r => r.Id).Select(r => r.Path.NumPoints);
                }
            ),
        ];

    /// <summary>What is drawn for a question: any shape, one that is stored, or an empty one.</summary>
    public static Geometry Other(Random random, IReadOnlyList<Geometry> stored) =>
        random.Next(16) switch
        {
            0 => Atlas.Empty(random.Next(3)),
            < 5 => stored[random.Next(stored.Count)],
            < 8 => Atlas.Line(random, onGrid: true),
            var kind => Atlas.Shape(random, kind),
        };

    private static IEnumerable<Question> OfLayer<T>(
        string layer,
        Func<AtlasDb, IQueryable<T>> rows,
        Expression<Func<T, Geometry?>> shape,
        Expression<Func<T, int>> id,
        Expression<Func<T, int>> tier,
        IReadOnlyList<Geometry> stored
    )
        where T : class
    {
        var composed = new Composed<T>(shape, id, tier);
        foreach (var relation in Relations)
        {
            // Whether two empty shapes are equal PostGIS answers by its plan: yes row by row, no by the index.
            var others = relation == "EqualsTopologically" ? [.. stored.Where(s => !s.IsEmpty)] : stored;
            Func<Random, Geometry> draw = random =>
                relation == "EqualsTopologically" ? others[random.Next(others.Count)] : Other(random, others);
            yield return new(
                $"{relation} of {layer}",
                random =>
                {
                    var where = composed.Where(relation, draw(random), random.Next(2) == 0);
                    return db => rows(db).Where(where).OrderBy(id).Select(id);
                }
            );
            yield return new(
                $"{relation} of {layer} of a tier",
                random =>
                {
                    var where = composed.Where(relation, draw(random), random.Next(2) == 0);
                    var only = composed.OfTier(random.Next(4));
                    return db => rows(db).Where(only).Where(where).OrderBy(id).Select(id);
                }
            );
        }
        yield return new(
            $"IsWithinDistance of {layer}",
            random =>
            {
                var where = composed.Where("IsWithinDistance", Other(random, stored), random.Next(2) == 0, Far(random));
                return db => rows(db).Where(where).OrderBy(id).Select(id);
            }
        );
        yield return new(
            $"Distance of {layer} at most",
            random =>
            {
                var distance = composed.Number("Distance", Other(random, stored));
                var where = Composed<T>.AtMost(distance, Far(random));
                return db => rows(db).Where(where).OrderBy(id).Select(id);
            }
        );
        foreach (var question in Nearest(layer, rows, composed, id, typeof(Point).IsAssignableFrom(composed.Type)))
        {
            yield return question;
        }
        foreach (var number in new[] { "Area", "Length", "SRID", "NumGeometries" })
        {
            yield return OfSome($"{number} of {layer}", composed.Member(number), OfDegrees);
        }
        foreach (var truth in new[] { "IsEmpty", "IsValid", "IsSimple" })
        {
            yield return OfSome($"{truth} of {layer}", composed.Truth(truth), OfDegrees);
        }
        foreach (var made in new[] { "Envelope", "Centroid", "PointOnSurface", "InteriorPoint", "ConvexHull" })
        {
            yield return OfSome($"{made} of {layer}", composed.Made(made), OfShapes);
        }
        foreach (var overlay in Overlays)
        {
            yield return new(
                $"{overlay} of {layer}",
                random =>
                {
                    var (first, made) = (random.Next(Atlas.Layer), composed.Made(overlay, Atlas.Star(random, 9)));
                    return db => rows(db).OrderBy(id).Skip(first).Take(8).Select(made);
                },
                OfShapes
            );
        }
        yield return new(
            $"Distance of {layer}",
            random =>
            {
                var (first, number) = (random.Next(Atlas.Layer), composed.Number("Distance", Other(random, stored)));
                return db => rows(db).OrderBy(id).Skip(first).Take(8).Select(number);
            },
            OfDegrees
        );

        Question OfSome<TValue>(string name, Expression<Func<T, TValue>> value, double tolerance) =>
            new(
                name,
                random =>
                {
                    var first = random.Next(Atlas.Layer);
                    return db => rows(db).OrderBy(id).Skip(first).Take(8).Select(value);
                },
                tolerance
            );
    }

    private static IEnumerable<Question> Nearest<T>(
        string layer,
        Func<AtlasDb, IQueryable<T>> rows,
        Composed<T> composed,
        Expression<Func<T, int>> id,
        bool isOfPoints
    )
        where T : class
    {
        foreach (var filter in new[] { "", " of a tier", " that intersect" })
        {
            // Boxes of the grid share edges, which are equally far but for rounding in the last digit and then have no
            // order: among shapes, rows are asked for off the grid (in odd tiers), and distances everywhere.
            var asRows = isOfPoints || filter == " of a tier";
            yield return new(
                $"nearest {layer}{filter}",
                random =>
                {
                    var at = Atlas.Point(random, onGrid: false);
                    var distance = composed.Number("Distance", at);
                    var where = filter switch
                    {
                        "" => composed.Any,
                        " of a tier" => composed.OfTier(1 + (2 * random.Next(2))),
                        _ => composed.Where("Intersects", Atlas.Star(random, 9), false),
                    };
                    var (skip, take) = (random.Next(3), 1 + random.Next(30));
                    return db =>
                    {
                        var near = rows(db)
                            .Where(where)
                            .OrderBy(composed.Distance(at))
                            .ThenBy(id)
                            .Skip(skip)
                            .Take(take);
                        return asRows ? near.Select(id) : near.Select(distance);
                    };
                },
                asRows ? 0 : OfDegrees
            );
        }
    }

    /// <summary>Now and then an exact multiple of the grid's step: a row at just the distance has to be in.</summary>
    private static double Far(Random random) => random.Next(2) == 0 ? random.Next(4) / 32.0 : random.NextDouble() / 5;
}
