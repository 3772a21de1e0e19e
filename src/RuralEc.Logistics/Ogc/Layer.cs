using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;

namespace RuralEc.Logistics.Ogc;

/// <summary>A feature as it is read: its id, where it is, and the values of the layer's properties in their order.</summary>
internal sealed record FeatureRow(string Id, Geometry? Geometry, object?[] Values);

/// <summary>A part of a layer that a request asked for; <paramref name="More"/> follow after the last.</summary>
internal sealed record FeaturePage(IReadOnlyList<FeatureRow> Features, int Matched, bool More);

/// <summary>A collection of OGC API - Features, whatever table it lies over.</summary>
internal abstract class Layer(string id, string title, string description)
{
    /// <summary>The name in filters of the one geometry that a feature has.</summary>
    public const string GeometryName = "geometry";

    public string Id { get; } = id;
    public string Title { get; } = title;
    public string Description { get; } = description;
    public List<LayerProperty> Properties { get; } = [];

    /// <summary>The property that <c>datetime</c> asks for; null where features have no time.</summary>
    public LayerProperty? Time { get; protected set; }

    /// <summary>The name of the geometry type, such as <c>point</c>; <c>any</c> where it may be of several.</summary>
    public abstract string GeometryType { get; }

    public LayerProperty? Find(string name) => Properties.Find(p => p.Name == name);

    public abstract Task<FeaturePage> PageAsync(DbContext db, ItemsQuery query, CancellationToken ct);

    /// <summary>
    /// Everything that a request asks for, in the order of ids and one at a time as the database gives it: all of it is of
    /// one moment, and none of it stays in memory.
    /// </summary>
    public abstract IAsyncEnumerable<FeatureRow> ReadAsync(DbContext db, ItemsQuery query);

    public abstract Task<FeatureRow?> FindAsync(string id, CancellationToken ct);

    /// <summary>Features whose box meets a box of degrees, in the order of their ids.</summary>
    public abstract Task<IReadOnlyList<FeatureRow>> WithinAsync(Envelope box, int atMost, CancellationToken ct);

    /// <summary>The box around all features; null where none has a place.</summary>
    public abstract Task<Envelope?> ExtentAsync(CancellationToken ct);
}

/// <summary>
/// A collection over one table: rows, an id, a geometry, and then property after property. Whoever asks is known before,
/// so <paramref name="rows"/> holds only what he may see.
/// </summary>
/// <param name="key">Unique, and in what order features are paged.</param>
/// <param name="geometry">Where a feature is, in SRID 4490; null where that is not known.</param>
/// <param name="everyRowHasOne">True where the geometry is never null, so that a box is asked of the index alone.</param>
internal sealed class Layer<T>(
    string id,
    string title,
    string description,
    IQueryable<T> rows,
    Expression<Func<T, string>> key,
    LambdaExpression geometry,
    bool everyRowHasOne = false
) : Layer(id, title, description)
    where T : class
{
    private static readonly ParameterExpression Row = Expression.Parameter(typeof(T), "row");

    public override string GeometryType =>
        geometry.ReturnType == typeof(Geometry) ? "any" : geometry.ReturnType.Name.ToLowerInvariant();

    // As the column is typed: a cast to Geometry would hide the column from its index.
    private Expression Place => Rebound.To(geometry, Row);

    public Layer<T> Text(string name, string title, Expression<Func<T, string?>> value) =>
        With(new(name, title, PropertyKind.Text, value));

    public Layer<T> Number(string name, string title, Expression<Func<T, double?>> value) =>
        With(new(name, title, PropertyKind.Number, value));

    public Layer<T> Flag(string name, string title, Expression<Func<T, bool?>> value) =>
        With(new(name, title, PropertyKind.Flag, value));

    /// <param name="isTheTime">This is what <c>datetime</c> asks for.</param>
    public Layer<T> Instant(
        string name,
        string title,
        Expression<Func<T, DateTimeOffset?>> value,
        bool isTheTime = false
    )
    {
        var property = new LayerProperty(name, title, PropertyKind.Instant, value);
        Time = isTheTime ? property : Time;
        return With(property);
    }

    /// <summary>One of a few names, written in snake case as everywhere.</summary>
    public Layer<T> Name<TName>(string name, string title, Expression<Func<T, TName>> value)
        where TName : struct, Enum
    {
        var names = Enum.GetValues<TName>();
        Expression spelled = Expression.Constant(null, typeof(string));
        foreach (var each in names.Reverse())
        {
            spelled = Expression.Condition(
                Expression.Equal(value.Body, Expression.Constant(each)),
                Expression.Constant(SnakeCase.Of(each)),
                spelled
            );
        }

        return With(
            new(
                name,
                title,
                PropertyKind.Text,
                Expression.Lambda<Func<T, string?>>(spelled, value.Parameters),
                [.. names.Select(SnakeCase.Of)]
            )
        );
    }

    public override async Task<FeaturePage> PageAsync(DbContext db, ItemsQuery query, CancellationToken ct)
    {
        var conditions = ConditionsOf(db);
        var matching = Matching(conditions, query);
        var matched = await matching.CountAsync(ct);
        if (query.After is { } last)
        {
            matching = matching.Where(
                Expression.Lambda<Func<T, bool>>(conditions.After(Rebound.To(key, Row), last), Row)
            );
        }

        // One more than is shown tells whether there is a next page.
        var found = await matching.OrderBy(key).Take(query.Limit + 1).Select(Reading()).ToListAsync(ct);
        return new(found[..Math.Min(query.Limit, found.Count)], matched, found.Count > query.Limit);
    }

    public override IAsyncEnumerable<FeatureRow> ReadAsync(DbContext db, ItemsQuery query) =>
        Matching(ConditionsOf(db), query).OrderBy(key).Select(Reading()).AsAsyncEnumerable();

    public override Task<FeatureRow?> FindAsync(string id, CancellationToken ct)
    {
        var same = Expression.Equal(Rebound.To(key, Row), Given.Of(id));
        return rows.Where(Expression.Lambda<Func<T, bool>>(same, Row)).Select(Reading()).SingleOrDefaultAsync(ct);
    }

    public override async Task<IReadOnlyList<FeatureRow>> WithinAsync(Envelope box, int atMost, CancellationToken ct)
    {
        var area = Positions.BoxOf(box);
        var meets = Expression.Call(
            Place,
            typeof(Geometry).GetMethod(nameof(Geometry.Intersects), [typeof(Geometry)])!,
            Given.Of(area)
        );
        Expression located = everyRowHasOne
            ? meets
            : Expression.AndAlso(Expression.NotEqual(Place, Expression.Constant(null, typeof(Geometry))), meets);
        return await rows.Where(Expression.Lambda<Func<T, bool>>(located, Row))
            .OrderBy(key)
            .Take(atMost)
            .Select(Reading())
            .ToListAsync(ct);
    }

    public override async Task<Envelope?> ExtentAsync(CancellationToken ct)
    {
        var located = rows.Where(
            Expression.Lambda<Func<T, bool>>(Expression.NotEqual(Place, Expression.Constant(null, Place.Type)), Row)
        );
        if (geometry is Expression<Func<T, Point>> point)
        {
            var sides = await located
                .Select(point)
                .GroupBy(p => 1)
                .Select(g => new
                {
                    West = g.Min(p => p.X),
                    East = g.Max(p => p.X),
                    South = g.Min(p => p.Y),
                    North = g.Max(p => p.Y),
                })
                .SingleOrDefaultAsync(ct);
            return sides is null ? null : new(sides.West, sides.East, sides.South, sides.North);
        }

        var boxes = await located.Select(Expression.Lambda<Func<T, Geometry>>(Place, Row)).ToListAsync(ct);
        return boxes.Count == 0
            ? null
            : boxes.Aggregate(new Envelope(), (all, box) => all.ExpandedBy(box.EnvelopeInternal));
    }

    private LayerConditions ConditionsOf(DbContext db) => new(this, Row, Place, everyRowHasOne, Dialect.Of(db));

    private IQueryable<T> Matching(LayerConditions conditions, ItemsQuery query) =>
        conditions
            .Of(query)
            .Aggregate(rows, (matching, condition) => matching.Where(Expression.Lambda<Func<T, bool>>(condition, Row)));

    private Layer<T> With(LayerProperty property)
    {
        Properties.Add(property);
        return this;
    }

    private Expression<Func<T, FeatureRow>> Reading()
    {
        var values = Properties.Select(p => Expression.Convert(Rebound.To(p.Value, Row), typeof(object)));
        return Expression.Lambda<Func<T, FeatureRow>>(
            Expression.New(
                typeof(FeatureRow).GetConstructors()[0],
                Rebound.To(key, Row),
                Place,
                Expression.NewArrayInit(typeof(object), values)
            ),
            Row
        );
    }
}
