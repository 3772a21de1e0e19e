using RuralEc.Logistics.Ogc.Cql;
using Xunit;

namespace RuralEc.Tests.Logistics.Ogc;

public class CqlGrammarTests
{
    /// <summary>The examples of OGC 21-065r2 (cql2/standard/schema/examples/text), but for arrays, which are not read.</summary>
    [Theory]
    [InlineData("city='Toronto'")]
    [InlineData("avg(windSpeed) < 4")]
    [InlineData("balance-150.0 > 0")]
    [InlineData("updated >= date('1970-01-01')")]
    [InlineData("geometry IS NOT NULL")]
    [InlineData("name LIKE 'Smith%'")]
    [InlineData("depth BETWEEN 100.0 and 150.0")]
    [InlineData("cityName IN ('Toronto','Frankfurt','Tokyo','New York')")]
    [InlineData("category NOT IN (1,2,3,4)")]
    [InlineData("CASEI(road_class) IN (CASEI('Οδος'),CASEI('Straße'))")]
    [InlineData("ACCENTI(etat_vol) = ACCENTI('débárquér')")]
    [InlineData("S_INTERSECTS(geometry,POINT(36.319836 32.288087))")]
    [InlineData("T_INTERSECTS(event_time, INTERVAL('1969-07-16T05:32:00Z', '1969-07-24T16:50:35Z'))")]
    [InlineData("T_DURING(INTERVAL(touchdown, liftOff), INTERVAL('1969-07-16T13:32:00Z', '1969-07-24T16:50:35Z'))")]
    [InlineData(
        "T_DURING(INTERVAL('1969-07-20T20:17:40Z', '1969-07-21T17:54:00Z'), INTERVAL('1969-07-16T13:32:00Z', '1969-07-24T16:50:35Z'))"
    )]
    [InlineData("S_WITHIN(road,Buffer(geometry,10,'m'))")]
    [InlineData("vehicle_height > (bridge_clearance-1)")]
    [InlineData("landsat:scene_id = 'LC82030282019133LGN00'")]
    [InlineData("eo:instrument LIKE 'OLI%'")]
    [InlineData("landsat:wrs_path IN ('153','154','15X')")]
    [InlineData("eo:cloud_cover < 0.1 AND landsat:wrs_row=28 AND landsat:wrs_path=203")]
    [InlineData("eo:cloud_cover=0.1 OR eo:cloud_cover=0.2")]
    [InlineData("eo:cloud_cover IN (0.1,0.2)")]
    [InlineData("eo:cloud_cover BETWEEN 0.1 AND 0.2 AND landsat:wrs_row=28 AND landsat:wrs_path=203")]
    [InlineData("eo:cloud_cover >= 0.1 AND eo:cloud_cover <= 0.2 AND landsat:wrs_row=28 AND landsat:wrs_path=203")]
    [InlineData(
        "eo:instrument LIKE 'OLI%' AND S_INTERSECTS(footprint,POLYGON((43.5845 -79.5442, 43.6079 -79.4893, 43.5677 -79.4632, 43.6129 -79.3925, 43.6223 -79.3238, 43.6576 -79.3163, 43.7945 -79.1178, 43.8144 -79.1542, 43.8555 -79.1714, 43.7509 -79.6390, 43.5845 -79.5442)))"
    )]
    [InlineData(
        "beamMode='ScanSAR Narrow' AND swathDirection='ascending' AND polarization='HH+VV+HV+VH' AND s_intersects(footprint,POLYGON((-77.117938 38.936860, -77.040604 39.995648, -76.910536 38.892912, -77.039359 38.791753, -77.047906 38.841462, -77.034183 38.840655, -77.033142 38.857490, -77.117938 38.936860)))"
    )]
    [InlineData("floors>5")]
    [InlineData("taxes <= 500")]
    [InlineData("owner LIKE '%Jones%'")]
    [InlineData("owner LIKE 'Mike%'")]
    [InlineData("owner NOT LIKE '%Mike%'")]
    [InlineData("swimming_pool = true")]
    [InlineData("floors>5 AND swimming_pool=true")]
    [InlineData("swimming_pool=true AND (floors>5 OR material LIKE 'brick%' OR material LIKE '%brick')")]
    [InlineData("(floors>5 AND material='brick') OR swimming_pool=true")]
    [InlineData("NOT (floors<5) OR swimming_pool=true")]
    [InlineData("(owner LIKE 'mike%' OR owner LIKE 'Mike%') AND floors<4")]
    [InlineData("T_BEFORE(built, DATE('2015-01-01'))")]
    [InlineData("T_AFTER(built,DATE('2012-06-05'))")]
    [InlineData("T_DURING(INTERVAL(starts_at, ends_at), INTERVAL('2017-06-10T07:30:00Z', '2017-06-11T10:30:00Z'))")]
    [InlineData("S_WITHIN(location,BBOX(-118,33.8,-117.9,34))")]
    [InlineData("S_INTERSECTS(geometry,POLYGON((-10.0 -10.0,10.0 -10.0,10.0 10.0,-10.0 -10.0)))")]
    [InlineData("floors>5 AND S_WITHIN(geometry,BBOX(-118,33.8,-117.9,34))")]
    [InlineData("CASEI(geophys:SURVEY_NAME) LIKE CASEI('%calcutta%')")]
    [InlineData("\"id\" = 'fa7e1920-9107-422d-a3db-c468cbc5d6df'")]
    [InlineData("\"id\" <> 'fa7e1920-9107-422d-a3db-c468cbc5d6df'")]
    [InlineData("\"value\" < 10")]
    [InlineData("\"value\" > 10")]
    [InlineData("\"value\" <= 10")]
    [InlineData("\"value\" >= 10")]
    [InlineData("\"name\" LIKE 'foo%'")]
    [InlineData("\"name\" NOT LIKE 'foo%'")]
    [InlineData("NOT \"name\" LIKE 'foo%'")]
    [InlineData("\"value\" BETWEEN 10 AND 20")]
    [InlineData("\"value\" NOT BETWEEN 10 AND 20")]
    [InlineData("NOT \"value\" BETWEEN 10 AND 20")]
    [InlineData("\"value\" IN (1.0, 2.0, 3.0)")]
    [InlineData("\"value\" NOT IN ('a', 'b', 'c')")]
    [InlineData("NOT \"value\" IN ('a', 'b', 'c')")]
    [InlineData("\"value\" IS NULL")]
    [InlineData("\"value\" IS NOT NULL")]
    [InlineData("NOT \"value\" IS NULL")]
    [InlineData("\"name\" NOT LIKE 'foo%' AND \"value\" > 10")]
    [InlineData("(NOT \"name\" LIKE 'foo%' AND \"value\" > 10)")]
    [InlineData("\"value\" IS NULL OR \"value\" BETWEEN 10 AND 20")]
    [InlineData("(\"value\" IS NULL OR \"value\" BETWEEN 10 AND 20)")]
    [InlineData("S_INTERSECTS(\"geometry\", BBOX(-128.098193, -1.1, -99999.0, 180.0, 90.0, 100000.0))")]
    [InlineData(
        "S_EQUALS( POLYGON ( (-0.333333 89.0, -102.723546 -0.5, -179.0 -89.0, -1.9 89.0, -0.0 89.0, 2.00001 -1.9, -0.333333 89.0) ), \"geometry\" )"
    )]
    [InlineData(
        "S_EQUALS(POLYGON ((-0.333333 89.0, -102.723546 -0.5, -179.0 -89.0, -1.9 89.0, -0.0 89.0, 2.00001 -1.9, -0.333333 89.0)), \"geometry\")"
    )]
    [InlineData(
        "S_DISJOINT(\"geometry\", MULTIPOLYGON (((144.022387 45.176126, -1.1 0.0, 180.0 47.808086, 144.022387 45.176126))))"
    )]
    [InlineData(
        "S_TOUCHES(\"geometry\", MULTILINESTRING ((-1.9 -0.99999, 75.292574 1.5, -0.5 -4.016458, -31.708594 -74.743801, 179.0 -90.0),(-1.9 -1.1, 1.5 8.547371)))"
    )]
    [InlineData(
        "S_WITHIN(POLYGON ((-49.88024 0.5 -75993.341684, -1.5 -0.99999 -100000.0, 0.0 0.5 -0.333333, -49.88024 0.5 -75993.341684), (-65.887123 2.00001 -100000.0, 0.333333 -53.017711 -79471.332949, 180.0 0.0 1852.616704, -65.887123 2.00001 -100000.0)), \"geometry\")"
    )]
    [InlineData(
        "S_WITHIN(POLYGON Z ((-49.88024 0.5 -75993.341684, -1.5 -0.99999 -100000.0, 0.0 0.5 -0.333333, -49.88024 0.5 -75993.341684), (-65.887123 2.00001 -100000.0, 0.333333 -53.017711 -79471.332949, 180.0 0.0 1852.616704, -65.887123 2.00001 -100000.0)), \"geometry\")"
    )]
    [InlineData("S_OVERLAPS(\"geometry\", BBOX(-179.912109, 1.9, 180.0, 16.897016))")]
    [InlineData(
        "S_CROSSES(\"geometry\", LINESTRING (172.03086 1.5, 1.1 -90.0, -159.757695 0.99999, -180.0 0.5, -12.111235 81.336403, -0.5 64.43958, 0.0 81.991815, -155.93831 90.0))"
    )]
    [InlineData("S_CONTAINS(\"geometry\", POINT (-3.508362 -1.754181))")]
    [InlineData("T_AFTER(\"updated_at\", DATE('2010-02-10'))")]
    [InlineData("T_BEFORE(updated_at, TIMESTAMP('2012-08-10T05:30:00Z'))")]
    [InlineData("T_BEFORE(\"updated_at\", TIMESTAMP('2012-08-10T05:30:00.000000Z'))")]
    [InlineData(
        "T_CONTAINS(INTERVAL('2000-01-01T00:00:00Z', '2005-01-10T01:01:01.393216Z'), INTERVAL(starts_at, ends_at))"
    )]
    [InlineData(
        "T_CONTAINS(INTERVAL('2000-01-01T00:00:00.000000Z', '2005-01-10T01:01:01.393216Z'), INTERVAL(starts_at, ends_at))"
    )]
    [InlineData("T_DISJOINT(INTERVAL('..', '2005-01-10T01:01:01.393216Z'), INTERVAL(starts_at, ends_at))")]
    [InlineData("T_DURING(INTERVAL(starts_at, ends_at), INTERVAL('2005-01-10', '2010-02-10'))")]
    [InlineData("T_EQUALS(\"updated_at\", DATE('1851-04-29'))")]
    [InlineData(
        "T_FINISHEDBY(INTERVAL(starts_at, ends_at), INTERVAL('1991-10-07T08:21:06.393262Z', '2010-02-10T05:29:20.073225Z'))"
    )]
    [InlineData("T_FINISHES(INTERVAL(starts_at, ends_at), INTERVAL('1991-10-07', '2010-02-10T05:29:20.073225Z'))")]
    [InlineData(
        "T_INTERSECTS(INTERVAL(starts_at, ends_at), INTERVAL('1991-10-07T08:21:06.393262Z', '2010-02-10T05:29:20.073225Z'))"
    )]
    [InlineData("T_MEETS(INTERVAL('2005-01-10', '2010-02-10'), INTERVAL(starts_at, ends_at))")]
    [InlineData("T_METBY(INTERVAL('2010-02-10T05:29:20.073225Z', '2010-10-07'), INTERVAL(starts_at, ends_at))")]
    [InlineData(
        "T_OVERLAPPEDBY(INTERVAL('1991-10-07T08:21:06.393262Z', '2010-02-10T05:29:20.073225Z'), INTERVAL(starts_at, ends_at))"
    )]
    [InlineData(
        "T_OVERLAPS(INTERVAL(starts_at, ends_at), INTERVAL('1991-10-07T08:21:06.393262Z', '1992-10-09T08:08:08.393473Z'))"
    )]
    [InlineData(
        "T_STARTEDBY(INTERVAL('1991-10-07T08:21:06.393262Z', '2010-02-10T05:29:20.073225Z'), INTERVAL(starts_at, ends_at))"
    )]
    [InlineData("T_STARTS(INTERVAL(starts_at, ends_at), INTERVAL('1991-10-07T08:21:06.393262Z', '..'))")]
    [InlineData("Foo(\"geometry\") = TRUE")]
    [InlineData("FALSE <> Bar(\"geometry\", 100, 'a', 'b', FALSE)")]
    [InlineData("ACCENTI(\"owner\") = ACCENTI('Beyoncé')")]
    [InlineData("CASEI(\"owner\") = CASEI('somebody else')")]
    [InlineData("\"value\" > (\"foo\" + 10)")]
    [InlineData("\"value\" < (\"foo\" - 10)")]
    [InlineData("\"value\" <> (22.1 * \"foo\")")]
    [InlineData("\"value\" = (2 / \"foo\")")]
    [InlineData("\"value\" <= (2 ^ \"foo\")")]
    [InlineData("0 = (\"foo\" % 2)")]
    [InlineData("1 = (\"foo\" div 2)")]
    [InlineData(
        "S_EQUALS(MULTIPOINT ((180.0 -0.5), (179.0 -47.121701), (180.0 -0.0), (33.470475 -0.99999), (179.0 -15.333062)), \"geometry\")"
    )]
    [InlineData(
        "S_EQUALS(GEOMETRYCOLLECTION (POINT (1.9 2.00001), POINT (0.0 -2.00001), MULTILINESTRING ((-2.00001 -0.0, -77.292642 -0.5, -87.515626 -0.0, -180.0 12.502773, 21.204842 -1.5, -21.878857 -90.0)), POINT (1.9 0.5), LINESTRING (179.0 1.179148, -148.192487 -65.007816, 0.5 0.333333)), \"geometry\")"
    )]
    [InlineData("value = - foo * 2.0 + \"bar\" / 6.1234 - \"x\" ^ 2.0")]
    [InlineData("\"value\" = ((((-1 * \"foo\") * 2.0) + (\"bar\" / 6.1234)) - (\"x\" ^ 2.0))")]
    [InlineData("\"name\" LIKE CASEI('FOO%')")]
    public void An_example_of_the_standard_is_read(string filter) => Assert.NotNull(CqlGrammar.Parse(filter));

    [Theory]
    [InlineData("a = 1 OR b = 2 AND NOT c = 3", "(a = 1) OR ((b = 2) AND (NOT (c = 3)))")]
    [InlineData("NOT a = 1 AND b = 2", "(NOT (a = 1)) AND (b = 2)")]
    [InlineData("(a = 1 OR b = 2) AND c = 3", "((a = 1) OR (b = 2)) AND (c = 3)")]
    [InlineData("a BETWEEN 1 AND 2 AND b = 3", "(a BETWEEN 1 AND 2) AND (b = 3)")]
    [InlineData("a = 1 + 2 * 3 - 4", "a = ((1 + (2 * 3)) - 4)")]
    [InlineData("a-1 > 2", "(a - 1) > 2")]
    [InlineData("a NOT IN (1,2)", "NOT (a IN (1,2))")]
    [InlineData("andy = 1 and notes = 2", "(andy = 1) AND (notes = 2)")]
    public void Words_bind_as_the_BNF_says(string filter, string bracketed) =>
        Assert.Equal(Shape(CqlGrammar.Parse(bracketed)), Shape(CqlGrammar.Parse(filter)));

    [Theory]
    [InlineData("'a''b'", "a'b")]
    [InlineData(@"'a\'b'", "a'b")]
    [InlineData(@"'\t\n\r\a\b\v\f'", "\t\n\r\a\b\v\f")]
    [InlineData(@"'c:\\temp'", @"c:\temp")]
    [InlineData("'从化 \"区\"'", "从化 \"区\"")]
    [InlineData("''", "")]
    public void Quotes_and_control_characters_are_escaped(string literal, string meant)
    {
        var compare = Assert.IsType<CqlCompare>(CqlGrammar.Parse("a = " + literal));
        Assert.Equal(meant, Assert.IsType<CqlText>(compare.Right).Value);
    }

    private static string Shape(CqlNode node) =>
        node switch
        {
            CqlJunction j => $"({string.Join(j.All ? " & " : " | ", j.Terms.Select(Shape))})",
            CqlNot n => $"!{Shape(n.Inner)}",
            CqlCompare c => $"({Shape(c.Left)} {c.Operator} {Shape(c.Right)})",
            CqlArithmetic a => $"({Shape(a.Left)} {a.Operator} {Shape(a.Right)})",
            CqlBetween b => $"[{Shape(b.Value)} {Shape(b.Low)} {Shape(b.High)}]",
            CqlIn i => $"{Shape(i.Value)} in {string.Join(',', i.List.Select(Shape))}",
            CqlProperty p => p.Name,
            CqlNumber n => n.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => node.ToString(),
        };
}
