using CsCheck;
using NetTopologySuite.Geometries;
using RuralEc.Logistics;
using Xunit;

namespace RuralEc.Server.Tests.Logistics.Ogc;

/// <summary>CQL2 filters give, on both databases, the rows that plain C# over all rows gives.</summary>
public class FilterOgcTests
{
    private static readonly LogisticsNode Some = OgcDoor.OddNodes()[7];

    private static readonly Polygon Area = (Polygon)
        new NetTopologySuite.IO.WKTReader().Read(
            "POLYGON((113.05 22.4,113.75 22.6,113.65 23.6,113.15 23.2,113.05 22.4))"
        );

    /// <summary>A filter, and what it says of a node: true, false or unknown.</summary>
    private sealed record Case(string Filter, Func<LogisticsNode, bool?> Holds);

    private static readonly Case[] Cases =
    [
        new("name = 'ab'", n => n.Name == "ab"),
        new("name <> 'ab'", n => n.Name != "ab"),
        new("name = 'O''Brien'", n => n.Name == "O'Brien"),
        new(@"name = 'O\'Brien'", n => n.Name == "O'Brien"),
        new(@"name = 'back\\slash'", n => n.Name == @"back\slash"),
        new("\"name\" < 'a'", n => string.CompareOrdinal(n.Name, "a") < 0),
        new("name >= 'a_b'", n => string.CompareOrdinal(n.Name, "a_b") >= 0),
        new("'Z' <= name", n => string.CompareOrdinal("Z", n.Name) <= 0),
        new("name_en = 'AB'", n => n.NameEn is null ? null : n.NameEn == "AB"),
        new("name_en <> 'AB'", n => n.NameEn is null ? null : n.NameEn != "AB"),
        new("name = name_en", n => n.NameEn is null ? null : n.NameEn == n.Name),
        new("name_en IS NULL", n => n.NameEn is null),
        new("name_en IS NOT NULL", n => n.NameEn is not null),
        new("geometry IS NULL", _ => false),
        new("(name_en = 'AB') IS NULL", n => n.NameEn is null),
        new("name LIKE 'a%'", n => n.Name.StartsWith('a')),
        new("name LIKE 'A_'", n => n.Name == "AB"),
        new("name LIKE '从%'", n => n.Name.StartsWith('从')),
        new("name LIKE '_a'", n => n.Name == "éa"),
        new(@"name LIKE '%\%'", n => n.Name.EndsWith('%')),
        new(@"name LIKE 'a\_b'", n => n.Name == "a_b"),
        new("name LIKE 'x*[y]?'", n => n.Name == "x*[y]?"),
        new("name LIKE '%[y]%'", n => n.Name.Contains("[y]", StringComparison.Ordinal)),
        new(@"name LIKE 'back\\slash'", n => n.Name == @"back\slash"),
        new("name_en NOT LIKE '%B%'", n => n.NameEn is null ? null : !n.NameEn.Contains('B', StringComparison.Ordinal)),
        new("CASEI(name) = CASEI('aB')", n => n.Name is "ab" or "AB"),
        new("CASEI(name) LIKE CASEI('A%')", n => n.Name.StartsWith('a') || n.Name.StartsWith('A')),
        new("CASEI(name) IN (CASEI('STRAßE'),CASEI('zz'))", n => n.Name is "Straße" or "Zz"),
        new("kind = 'town_station'", n => n.Kind == NodeKind.TownStation),
        new("kind IN ('town_station', 'parcel_locker')", n => n.Kind is NodeKind.TownStation or NodeKind.ParcelLocker),
        new(
            "kind NOT IN ('town_station', 'parcel_locker')",
            n => n.Kind is not (NodeKind.TownStation or NodeKind.ParcelLocker)
        ),
        new("kind LIKE '%station'", n => n.Kind == NodeKind.TownStation),
        new("tier > 'other'", n => n.Tier is NodeTier.Town or NodeTier.Village),
        new("name_en IN ('AB', 'ab')", n => n.NameEn is null ? null : n.NameEn is "AB" or "ab"),
        new($"gln = '{Some.Gln}'", n => n.Gln == Some.Gln),
        new($"gln > '{Some.Gln}'", n => string.CompareOrdinal(n.Gln.ToString(), Some.Gln.ToString()) > 0),
        new("parent_gln IS NULL", n => n.ParentGln is null),
        new(
            "parent_gln < gln",
            n => n.ParentGln is null ? null : string.CompareOrdinal(n.ParentGln.ToString(), n.Gln.ToString()) < 0
        ),
        new("district_code BETWEEN '440117' AND '440117'", n => n.DistrictCode == "440117"),
        new("demonstration = TRUE", n => n.Demonstration),
        new("demonstration <> true", n => !n.Demonstration),
        new("FALSE = demonstration", n => !n.Demonstration),
        new("TRUE", _ => true),
        new("NOT FALSE", _ => true),
        new("2 * 3 = 6", _ => true),
        new("-2 ^ 2 + 10 div 3 > 7 % 4", _ => true),
        new("registered_at = TIMESTAMP('2026-01-01T07:00:00Z')", n => n.RegisteredAt == Hour(7)),
        new("registered_at = TIMESTAMP('2026-01-01T07:00:00.0005Z')", _ => false),
        new("registered_at < TIMESTAMP('2026-01-01T07:00:00.0005Z')", n => n.RegisteredAt <= Hour(7)),
        new("registered_at >= TIMESTAMP('2026-01-01T07:00:00.0005Z')", n => n.RegisteredAt > Hour(7)),
        new("registered_at > DATE('2026-01-03')", n => n.RegisteredAt >= Hour(72)),
        new("registered_at <= DATE('2026-01-03')", n => n.RegisteredAt < Hour(72)),
        new("registered_at = DATE('2026-01-02')", n => n.RegisteredAt >= Hour(24) && n.RegisteredAt < Hour(48)),
        new("DATE('2026-01-02') < registered_at", n => n.RegisteredAt >= Hour(48)),
        new(
            "registered_at BETWEEN DATE('2026-01-02') AND DATE('2026-01-03')",
            n => n.RegisteredAt >= Hour(24) && n.RegisteredAt < Hour(72)
        ),
        new("T_AFTER(registered_at, DATE('2026-01-02'))", n => n.RegisteredAt >= Hour(48)),
        new("T_BEFORE(registered_at, TIMESTAMP('2026-01-02T00:00:00Z'))", n => n.RegisteredAt < Hour(24)),
        new("T_EQUALS(registered_at, TIMESTAMP('2026-01-01T07:00:00Z'))", n => n.RegisteredAt == Hour(7)),
        new(
            "T_INTERSECTS(registered_at, INTERVAL('2026-01-02', '2026-01-03'))",
            n => n.RegisteredAt >= Hour(24) && n.RegisteredAt < Hour(72)
        ),
        new("T_DISJOINT(registered_at, INTERVAL('2026-01-02', '..'))", n => n.RegisteredAt < Hour(24)),
        new("T_INTERSECTS(registered_at, INTERVAL('..', '2026-01-02T00:00:00Z'))", n => n.RegisteredAt <= Hour(24)),
        new(
            "T_DURING(INTERVAL(registered_at, registered_at), INTERVAL('2026-01-02', '2026-01-03'))",
            n => n.RegisteredAt > Hour(24) && n.RegisteredAt < Hour(72)
        ),
        new(
            "T_CONTAINS(INTERVAL('2026-01-02', '..'), INTERVAL(registered_at, '2026-02-01'))",
            n => n.RegisteredAt > Hour(24)
        ),
        new(
            "T_STARTS(INTERVAL('2026-01-01T07:00:00Z', '2026-01-05'), INTERVAL(registered_at, '2026-02-01'))",
            n => n.RegisteredAt == Hour(7)
        ),
        new(
            "T_MEETS(INTERVAL('2026-01-01', '2026-01-01T07:00:00Z'), INTERVAL(registered_at, '..'))",
            n => n.RegisteredAt == Hour(7)
        ),
        new(
            "T_OVERLAPS(INTERVAL('2026-01-01', '2026-01-03T00:00:00Z'), INTERVAL(registered_at, '2026-02-01'))",
            n => n.RegisteredAt > Hour(0) && n.RegisteredAt < Hour(48)
        ),
        new(
            "T_FINISHEDBY(INTERVAL('2026-01-01', '2026-02-01'), INTERVAL(registered_at, '2026-02-01'))",
            n => n.RegisteredAt > Hour(0)
        ),
        new(
            "S_INTERSECTS(geometry, BBOX(113.2,22.6,113.5,23))",
            n => n.Location is { X: >= 113.2 and <= 113.5, Y: >= 22.6 and <= 23 }
        ),
        new(
            "S_WITHIN(geometry,BBOX(113.2,22.6,-1e3,113.5,23,100000))",
            n => n.Location is { X: > 113.2 and < 113.5, Y: > 22.6 and < 23 }
        ),
        new("S_INTERSECTS(BBOX(170,-10,113.15,30), geometry)", n => n.Location.X <= 113.15),
        new($"S_INTERSECTS(geometry, {Area})", n => Area.Intersects(n.Location)),
        new($"s_disjoint(geometry, {Area})", n => !Area.Intersects(n.Location)),
        new($"S_CONTAINS({Area}, geometry)", n => Area.Contains(n.Location)),
        new(
            $"S_TOUCHES(geometry, LINESTRING({Some.Location.X:R} {Some.Location.Y:R}, 10 10))",
            n => n.Location.EqualsExact(Some.Location)
        ),
        new(
            $"S_EQUALS(geometry, POINT Z ({Some.Location.X:R} {Some.Location.Y:R} 7))",
            n => n.Location.EqualsExact(Some.Location)
        ),
        new("S_EQUALS(geometry, geometry)", _ => true),
        new("S_CROSSES(geometry, LINESTRING(113 22,114 24))", _ => false),
        new("S_OVERLAPS(geometry, MULTIPOINT((113 22.5),(113.1 22.5)))", _ => false),
        new("S_WITHIN(geometry, MULTIPOINT((113 22.5),(113.1 22.5)))", n => n.Location is { Y: 22.5, X: 113 or 113.1 }),
        new(
            "S_INTERSECTS(geometry, MULTIPOLYGON(((113 22,113.15 22,113.15 24,113 24,113 22)),((113.85 22,114 22,114 24,113.85 24,113.85 22))))",
            n => n.Location.X is <= 113.15 or >= 113.85
        ),
        new(
            "S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(113 22.5),POLYGON((113.85 22,114 22,114 24,113.85 24,113.85 22))))",
            n => n.Location is { X: 113, Y: 22.5 } or { X: >= 113.85 }
        ),
        new("S_INTERSECTS(POINT(1 1), BBOX(0,0,2,2))", _ => true),
    ];

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_filter_gives_the_rows_for_which_it_is_true_and_its_negation_those_for_which_it_is_false(
        Database database
    )
    {
        await using var server = await Server.OnAsync(database);
        var nodes = OgcDoor.OddNodes();
        await server.StoreAsync(nodes);
        var administrator = await server.SignedInAsync("administrator");

        foreach (var (filter, holds) in Cases)
        {
            await AssertAsync(administrator, nodes, filter, holds);
            await AssertAsync(administrator, nodes, $"NOT ({filter})", n => !holds(n));
        }

        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Joined_filters_follow_the_logic_of_three_values(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var nodes = OgcDoor.OddNodes();
        await server.StoreAsync(nodes);
        var administrator = await server.SignedInAsync("administrator");
        var leaf = Gen.Int[0, Cases.Length - 1].Select(i => Cases[i]);
        var joined = Gen.Recursive<Case>(
            (depth, inner) =>
                depth > 3
                    ? leaf
                    : Gen.OneOf(
                        leaf,
                        inner.Select(a => new Case($"NOT ({a.Filter})", n => !a.Holds(n))),
                        Gen.Select(
                            inner,
                            inner,
                            (a, b) => new Case($"({a.Filter} AND {b.Filter})", n => a.Holds(n) & b.Holds(n))
                        ),
                        Gen.Select(
                            inner,
                            inner,
                            (a, b) => new Case($"({a.Filter} or {b.Filter})", n => a.Holds(n) | b.Holds(n))
                        )
                    )
        );

        await joined.SampleAsync(
            async one =>
            {
                if (one.Filter.Length < 1500)
                {
                    await AssertAsync(administrator, nodes, one.Filter, one.Holds);
                }
            },
            iter: 150,
            threads: 1
        );
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_filter_joins_the_other_parameters_and_pages(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var stored = await server.RowsAsync<Division>();
        var filter =
            "name LIKE '%村民委员会' OR name LIKE '%社区%' AND NOT S_INTERSECTS(geometry, BBOX(113,22,114,24))";
        var expected = stored
            .Where(d => d.Level == DivisionLevel.Village && d.ParentCode == "440118100")
            .Where(d =>
                d.Name.EndsWith("村民委员会", StringComparison.Ordinal)
                || (
                    d.Name.Contains("社区", StringComparison.Ordinal)
                    && d.Location is { } p
                    && !(p.X is >= 113 and <= 114 && p.Y is >= 22 and <= 24)
                )
            )
            .Select(d => d.Code)
            .Order(StringComparer.Ordinal);

        var address = OgcDoor.Items(
            "villages",
            ("filter", filter),
            ("filter-lang", "cql2-text"),
            ("parent_code", "440118100"),
            ("limit", "7")
        );
        Assert.Equal(expected, await server.Anonymous.IdsAsync(address));
        Assert.Equal(expected.Count(), (await server.Anonymous.JsonAsync(address))["numberMatched"]!.GetValue<int>());

        // A place that is not known neither meets an area nor fails to.
        var located = stored.Count(d => d.Level == DivisionLevel.Village && d.Location is not null);
        var world = "S_INTERSECTS(geometry, BBOX(-180,-90,180,90))";
        Assert.Equal(located, (await server.Anonymous.IdsAsync(OgcDoor.Items("villages", ("filter", world)))).Count);
        Assert.Empty(await server.Anonymous.IdsAsync(OgcDoor.Items("villages", ("filter", $"NOT {world}"))));
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Nonsense_is_refused_at_its_character_and_never_a_fault(Database database)
    {
        await using var server = await Server.OnAsync(database);
        foreach (
            var (filter, at) in new[]
            {
                ("name =", 7),
                ("name = 'x", 10),
                ("name = 'x' AND", 15),
                ("(name = 'x'", 12),
                ("name = 'x')", 11),
                ("nome = 'x'", 1),
                ("name = 5", 8),
                ("name", 1),
                ("name IS MISSING", 9),
                ("name BETWEEN 'a' 'b'", 18),
                ("S_INTERSECTS(geometry)", 1),
                ("S_INTERSECTS(geometry, POINT(1))", 31),
                ("S_INTERSECTS(geometry, POINT(1 2)", 34),
                ("S_INTERSECTS(geometry, POLYGON((0 0,1 1,0 1)))", 32),
                ("S_INTERSECTS(geometry, POLYGON((0 0,1 1,0 1,1 0,0 0)))", 24),
                ("S_INTERSECTS(geometry, POINT(200 100))", 24),
                ("S_INTERSECTS(name, POINT(1 1))", 14),
                ("S_NEAR(geometry, POINT(1 1))", 1),
                ("T_DURING(name, INTERVAL('2026-01-01', '..'))", 10),
                ("name = DATE('2026-13-01')", 13),
                ("name = avg(code)", 8),
                ("code + 1 > 5", 1),
                ("1 / 0 = 1", 1),
                ("1e999 = 1", 1),
                ("geometry = 5", 1),
                (new string('(', 40) + "TRUE", 33),
                ("name = '\0'", 8),
            }
        )
        {
            var problem = await server.Anonymous.JsonAsync(OgcDoor.Items("towns", ("filter", filter)), 400);
            Assert.Equal("/filter", problem["pointer"]!.ToString());
            Assert.True(
                problem["detail"]!.ToString().StartsWith($"第 {at} 个字符：", StringComparison.Ordinal),
                $"{filter} at {at}: {problem["detail"]}"
            );
        }

        // Whatever it is, it is answered.
        await Gen.String[Gen.Char["abn='()%_,.<>0159 -*/^\\\"从:"], 0, 60]
            .SampleAsync(
                async filter =>
                {
                    using var answer = await server.Anonymous.GetAsync(
                        OgcDoor.Items("towns", ("filter", filter)),
                        TestContext.Current.CancellationToken
                    );
                    Assert.InRange((int)answer.StatusCode, 200, 400);
                },
                iter: 300,
                threads: 1
            );
        var many = string.Join(" OR ", Enumerable.Range(0, 300).Select(i => $"name='{i}'"));
        Assert.Empty(await server.Anonymous.IdsAsync(OgcDoor.Items("towns", ("filter", many))));
        server.AssertCleanLog();
    }

    private static DateTimeOffset Hour(int hours) =>
        new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(hours);

    private static async Task AssertAsync(
        HttpClient caller,
        IReadOnlyList<LogisticsNode> nodes,
        string filter,
        Func<LogisticsNode, bool?> holds
    )
    {
        var expected = nodes.Where(n => holds(n) == true).Select(n => n.Gln.ToString()).Order(StringComparer.Ordinal);
        var found = await caller.IdsAsync(OgcDoor.Items("nodes", ("filter", filter)));
        Assert.True(expected.SequenceEqual(found), $"{filter}: {expected.Count()} expected, {found.Count} found");
    }
}
