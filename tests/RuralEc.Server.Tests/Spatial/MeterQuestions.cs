using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;
using RuralEc.Spatial;

namespace RuralEc.Server.Tests.Spatial;

/// <summary>Questions in metres over a layer of points.</summary>
internal static class MeterQuestions
{
    public static IEnumerable<Question> OfPoints<T>(
        string layer,
        Func<AtlasDb, IQueryable<T>> rows,
        Expression<Func<T, Point?>> point,
        Expression<Func<T, int>> id,
        Expression<Func<T, int>> tier,
        double tolerance
    )
        where T : class
    {
        var all = (AtlasDb db) => rows(db).Select(Located(point, id, tier));
        yield return new(
            $"WithinMeters of {layer}",
            random =>
            {
                var (at, meters) = (Atlas.Point(random, random.Next(2) == 0), random.NextDouble() * 30_000);
                return db =>
                    all(db)
                        .Where(l => SpatialMeters.WithinMeters(l.At!, at, meters))
                        .OrderBy(l => l.Id)
                        .Select(l => l.Id);
            }
        );
        yield return new(
            $"WithinMeters of {layer} of a tier, the other way round",
            random =>
            {
                var (at, meters) = (Atlas.Point(random, random.Next(2) == 0), random.NextDouble() * 60_000);
                var only = random.Next(4);
                return db =>
                    all(db)
                        .Where(l => l.Tier == only && SpatialMeters.WithinMeters(at, l.At!, meters))
                        .OrderBy(l => l.Id)
                        .Select(l => l.Id);
            }
        );
        yield return new(
            $"Meters of {layer} below",
            random =>
            {
                var (at, meters) = (Atlas.Point(random, random.Next(2) == 0), random.NextDouble() * 30_000);
                return db =>
                    all(db).Where(l => SpatialMeters.Meters(l.At!, at) < meters).OrderBy(l => l.Id).Select(l => l.Id);
            }
        );
        yield return new(
            $"nearest {layer} in metres",
            random =>
            {
                var (at, skip, take) = (Atlas.Point(random, onGrid: false), random.Next(3), 1 + random.Next(30));
                return db =>
                    all(db)
                        .OrderBy(l => SpatialMeters.Meters(l.At!, at))
                        .ThenBy(l => l.Id)
                        .Skip(skip)
                        .Take(take)
                        .Select(l => l.Id);
            }
        );
        yield return new(
            $"nearest {layer} of a tier, by the sphere and then exactly",
            random =>
            {
                var (at, only, take) = (Atlas.Point(random, onGrid: false), random.Next(4), 1 + random.Next(10));
                return db =>
                    all(db)
                        .Where(l => l.Tier == only && l.At != null && !l.At.IsEmpty)
                        .OrderBy(l => SpatialMeters.MetersKnn(l.At!, at))
                        .Take(take + 6)
                        .OrderBy(l => SpatialMeters.Meters(l.At!, at))
                        .ThenBy(l => l.Id)
                        .Take(take)
                        .Select(l => l.Id);
            }
        );
        yield return new(
            $"nearest {layer} by Npgsql's operator",
            random =>
            {
                var (at, take) = (Atlas.Point(random, onGrid: false), 1 + random.Next(30));
                return db =>
                    all(db)
                        .Where(l => l.At != null && !l.At.IsEmpty)
                        .OrderBy(l => EF.Functions.DistanceKnn(l.At!, at))
                        .ThenBy(l => l.Id)
                        .Take(take)
                        .Select(l => l.Id);
            }
        );
        foreach (var (name, sphere) in new[] { ("Meters", false), ("MetersKnn", true) })
        {
            yield return new(
                $"{name} of {layer}",
                random =>
                {
                    var (at, first) = (Atlas.Point(random, onGrid: false), random.Next(Atlas.Layer));
                    return db =>
                    {
                        var some = all(db)
                            .Where(l => l.At != null && !l.At.IsEmpty)
                            .OrderBy(l => l.Id)
                            .Skip(first)
                            .Take(8);
                        return sphere
                            ? some.Select(l => (double?)SpatialMeters.MetersKnn(l.At!, at))
                            : some.Select(l => (double?)SpatialMeters.Meters(l.At!, at));
                    };
                },
                tolerance
            );
        }
        foreach (var (name, isX) in new[] { ("X", true), ("Y", false) })
        {
            yield return new(
                $"{name} of {layer}",
                random =>
                {
                    var first = random.Next(Atlas.Layer);
                    return db =>
                    {
                        var some = all(db).OrderBy(l => l.Id).Skip(first).Take(8);
                        return isX ? some.Select(l => (double?)l.At!.X) : some.Select(l => (double?)l.At!.Y);
                    };
                },
                // The very same number.
                double.Epsilon
            );
        }
    }

    private static Expression<Func<T, Located>> Located<T>(
        Expression<Func<T, Point?>> point,
        Expression<Func<T, int>> id,
        Expression<Func<T, int>> tier
    )
    {
        var row = point.Parameters[0];
        var same = (LambdaExpression lambda) => new Swap(lambda.Parameters[0], row).Visit(lambda.Body);
        return Expression.Lambda<Func<T, Located>>(
            Expression.MemberInit(
                Expression.New(typeof(Located)),
                Expression.Bind(typeof(Located).GetProperty(nameof(Spatial.Located.Id))!, same(id)),
                Expression.Bind(typeof(Located).GetProperty(nameof(Spatial.Located.Tier))!, same(tier)),
                Expression.Bind(typeof(Located).GetProperty(nameof(Spatial.Located.At))!, point.Body)
            ),
            row
        );
    }

    private sealed class Swap(Expression from, Expression to) : ExpressionVisitor
    {
        public override Expression? Visit(Expression? node) => node == from ? to : base.Visit(node);
    }
}

/// <summary>A row of a layer of points.</summary>
internal sealed class Located
{
    public int Id { get; set; }

    public int Tier { get; set; }

    public Point? At { get; set; }
}
