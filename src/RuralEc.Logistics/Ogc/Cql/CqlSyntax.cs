using NetTopologySuite.Geometries;

namespace RuralEc.Logistics.Ogc.Cql;

/// <summary>A part of a CQL2 text (OGC 21-065r2) and the character at which it begins.</summary>
internal abstract record CqlNode(int At);

/// <summary>The name of a queryable.</summary>
internal sealed record CqlProperty(int At, string Name) : CqlNode(At);

/// <summary>A character literal. <paramref name="Raw"/> keeps the backslashes, which a LIKE pattern reads itself.</summary>
internal sealed record CqlText(int At, string Raw) : CqlNode(At)
{
    /// <summary>The characters that are meant.</summary>
    public string Value => Raw.Replace(@"\\", @"\", StringComparison.Ordinal);
}

internal sealed record CqlNumber(int At, double Value) : CqlNode(At);

internal sealed record CqlFlag(int At, bool Value) : CqlNode(At);

/// <summary>
/// A DATE, which lasts a day of UTC, or a TIMESTAMP. Times are stored in milliseconds: a literal between two of them
/// ends before it starts, so that it equals none and the order is right.
/// </summary>
internal sealed record CqlInstant(int At, DateTimeOffset Start, DateTimeOffset End) : CqlNode(At);

/// <summary>An INTERVAL; null stands for <c>'..'</c>.</summary>
internal sealed record CqlInterval(int At, CqlNode? Start, CqlNode? End) : CqlNode(At);

/// <summary>Well-known text or BBOX, in the coordinates of filter-crs.</summary>
internal sealed record CqlGeometry(int At, Geometry Value, bool IsBox) : CqlNode(At);

/// <summary>A function by its name in upper case.</summary>
internal sealed record CqlCall(int At, string Function, IReadOnlyList<CqlNode> Arguments) : CqlNode(At);

internal sealed record CqlArithmetic(int At, string Operator, CqlNode Left, CqlNode Right) : CqlNode(At);

internal sealed record CqlCompare(int At, string Operator, CqlNode Left, CqlNode Right) : CqlNode(At);

internal sealed record CqlLike(int At, CqlNode Value, CqlNode Pattern) : CqlNode(At);

internal sealed record CqlBetween(int At, CqlNode Value, CqlNode Low, CqlNode High) : CqlNode(At);

internal sealed record CqlIn(int At, CqlNode Value, IReadOnlyList<CqlNode> List) : CqlNode(At);

internal sealed record CqlIsNull(int At, CqlNode Value) : CqlNode(At);

internal sealed record CqlNot(int At, CqlNode Inner) : CqlNode(At);

/// <summary>All of the terms, or any of them.</summary>
internal sealed record CqlJunction(int At, bool All, IReadOnlyList<CqlNode> Terms) : CqlNode(At);

/// <summary>A filter that cannot be read or means nothing here, and at which character (from 1).</summary>
internal sealed class CqlException(string detail, int at) : Exception($"第 {at + 1} 个字符：{detail}")
{
    public int At { get; } = at;
}
