using NetTopologySuite.Geometries;
using Parlot.Fluent;
using RuralEc.Spatial;
using static Parlot.Fluent.Parsers;

namespace RuralEc.Logistics.Ogc.Cql;

/// <summary>Well-known text and BBOX as CQL2 writes them. Heights are read and left: everything stored is planar.</summary>
internal static class CqlGeometries
{
    private const string ShapeExpected = "此处的几何坐标写法有误。";

    private static readonly GeometryFactory Factory = Cgcs2000.Factory;

    /// <summary>Coordinates, or parentheses that hold more of the same.</summary>
    private sealed record Part(int At, Coordinate? Point, IReadOnlyList<Part> Parts);

    public static readonly Parser<CqlNode> Literal = Build();

    private static Parser<CqlNode> Build()
    {
        var number = Terms.Number<double>(
            NumberOptions.AllowLeadingSign | NumberOptions.AllowDecimalSeparator | NumberOptions.AllowExponent
        );
        var point = number
            .And(number.ElseError("坐标应有两个或三个数。"))
            .AndSkip(ZeroOrOne(number))
            .Then(
                static (_, start, _, v) =>
                    new Part(start, new(CqlLiterals.Finite(v.Item1, start), CqlLiterals.Finite(v.Item2, start)), [])
            );
        var part = Deferred<Part>();
        var nested = Terms
            .Char('(')
            .SkipAnd(Separated(Terms.Char(','), part.ElseError(ShapeExpected)))
            .AndSkip(Terms.Char(')').ElseError("几何缺少右括号“)”。"))
            .Then(static (_, start, _, parts) => new Part(start, null, parts));
        part.Parser = OneOf(nested, point);

        var literals = Deferred<CqlNode>();
        var shape = OneOf(
                Word("POINT"),
                Word("LINESTRING"),
                Word("POLYGON"),
                Word("MULTIPOINT"),
                Word("MULTILINESTRING"),
                Word("MULTIPOLYGON")
            )
            .AndSkip(ZeroOrOne(Word("Z")))
            .And(nested)
            .Then<CqlNode>(static (_, start, _, v) => new CqlGeometry(start, Shape(v.Item1, v.Item2), false));
        var collection = Word("GEOMETRYCOLLECTION")
            .AndSkip(ZeroOrOne(Word("Z")))
            .AndSkip(Terms.Char('('))
            .And(Separated(Terms.Char(','), shape.ElseError(ShapeExpected)))
            .AndSkip(Terms.Char(')').ElseError("几何缺少右括号“)”。"))
            .Then<CqlNode>(
                static (_, start, _, v) =>
                    new CqlGeometry(
                        start,
                        Factory.CreateGeometryCollection([.. v.Item2.Select(g => ((CqlGeometry)g).Value)]),
                        false
                    )
            );
        var box = Word("BBOX")
            .SkipAnd(Terms.Char('('))
            .SkipAnd(Separated(Terms.Char(','), number.ElseError("BBOX 应有四个或六个数。")))
            .AndSkip(Terms.Char(')').ElseError("BBOX 缺少右括号“)”。"))
            .Then<CqlNode>(static (_, start, _, numbers) => Box(start, numbers));
        literals.Parser = OneOf(box, collection, shape);
        return literals;
    }

    private static Parser<string> Word(string word) => Terms.Keyword(word, caseInsensitive: true);

    // The corners as they were written; what they enclose is known when the coordinate system is.
    private static CqlGeometry Box(int at, IReadOnlyList<double> numbers)
    {
        var corners = numbers.Count switch
        {
            4 => new[] { numbers[0], numbers[1], numbers[2], numbers[3] },
            6 => [numbers[0], numbers[1], numbers[3], numbers[4]],
            _ => throw new CqlException("BBOX 应有四个或六个数。", at),
        };
        foreach (var corner in corners)
        {
            CqlLiterals.Finite(corner, at);
        }

        return new(at, Factory.CreateLineString([new(corners[0], corners[1]), new(corners[2], corners[3])]), true);
    }

    private static Geometry Shape(string type, Part part) =>
        type.ToUpperInvariant() switch
        {
            "POINT" => part.Parts is [{ Point: { } only }]
                ? Factory.CreatePoint(only)
                : throw new CqlException("POINT 应有一个坐标。", part.At),
            "LINESTRING" => Line(part),
            "POLYGON" => Polygon(part),
            "MULTIPOINT" => Factory.CreateMultiPoint([
                .. part.Parts.Select(p => Factory.CreatePoint(p.Point ?? Coordinates(p, 1)[0])),
            ]),
            "MULTILINESTRING" => Factory.CreateMultiLineString([.. part.Parts.Select(Line)]),
            _ => Factory.CreateMultiPolygon([.. part.Parts.Select(Polygon)]),
        };

    private static LineString Line(Part part) => Factory.CreateLineString(Coordinates(part, 2));

    private static Polygon Polygon(Part part)
    {
        var rings = part.Parts.Select(Ring).ToArray();
        return rings.Length == 0
            ? throw new CqlException(ShapeExpected, part.At)
            : Factory.CreatePolygon(rings[0], rings[1..]);
    }

    private static LinearRing Ring(Part part)
    {
        var ring = Coordinates(part, 4);
        return ring[0].Equals2D(ring[^1])
            ? Factory.CreateLinearRing(ring)
            : throw new CqlException("多边形的环没有闭合：首尾坐标应相同。", part.At);
    }

    private static Coordinate[] Coordinates(Part part, int fewest)
    {
        var points = part.Parts.Select(p => p.Point).OfType<Coordinate>().ToArray();
        return points.Length == part.Parts.Count && points.Length >= fewest
            ? points
            : throw new CqlException($"此处应有至少 {fewest} 个坐标。", part.At);
    }
}
