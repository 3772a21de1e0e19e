namespace RuralEc.Server.Tests.Spatial;

/// <summary>Questions in which the rows of two layers meet.</summary>
internal static class JoinQuestions
{
    public static IEnumerable<Question> All() =>
        [
            new(
                "places within plots",
                random =>
                {
                    var tier = random.Next(4);
                    return db =>
                        from o in db.Plots
                        from p in db.Places
                        where o.Tier == tier && p.Location.Within(o.Outline!)
                        orderby o.Id, p.Id
                        select (o.Id * 10_000) + p.Id;
                }
            ),
            new(
                "plots that contain stops, of a tier each",
                random =>
                {
                    var (plot, stop) = (random.Next(4), random.Next(4));
                    return db =>
                        from s in db.Stops
                        from o in db.Plots
                        where o.Tier == plot && s.Tier == stop && o.Outline!.Contains(s.Location)
                        orderby o.Id, s.Id
                        select (o.Id * 10_000) + s.Id;
                }
            ),
            new(
                "routes that cross areas",
                random =>
                {
                    var (low, high) = (random.Next(Atlas.Areas / 2), Atlas.Areas / 2);
                    return db =>
                        from a in db.Areas
                        from r in db.Routes
                        where a.Id > low && a.Id < low + high && r.Path.Intersects(a.Shape)
                        orderby a.Id, r.Id
                        select (a.Id * 10_000) + r.Id;
                }
            ),
            new(
                "stops near routes",
                random =>
                {
                    var (tier, near) = (random.Next(4), random.NextDouble() / 50);
                    return db =>
                        from r in db.Routes
                        from s in db.Stops
                        where r.Tier == tier && s.Location!.IsWithinDistance(r.Path, near)
                        orderby r.Id, s.Id
                        select (r.Id * 10_000) + s.Id;
                }
            ),
            new(
                "places that some plot covers",
                random =>
                {
                    var tier = random.Next(4);
                    return db =>
                        db.Places.Where(p => db.Plots.Any(o => o.Tier == tier && o.Outline!.Covers(p.Location)))
                            .OrderBy(p => p.Id)
                            .Select(p => p.Id);
                }
            ),
            new(
                "places counted by plot",
                random =>
                {
                    var first = random.Next(Atlas.Layer);
                    return db =>
                        db.Plots.OrderBy(o => o.Id)
                            .Skip(first)
                            .Take(20)
                            .Select(o => db.Places.Count(p => p.Location.CoveredBy(o.Outline)));
                }
            ),
            new(
                "nearest place of each route",
                random =>
                {
                    var (first, tier) = (random.Next(Atlas.Layer), random.Next(4));
                    return db =>
                        db.Routes.Where(r => !r.Path.IsEmpty)
                            .OrderBy(r => r.Id)
                            .Skip(first)
                            .Take(10)
                            .Select(r =>
                                db.Places.Where(p => p.Tier == tier)
                                    .OrderBy(p => p.Location.Distance(r.Path))
                                    .ThenBy(p => p.Id)
                                    .Select(p => p.Id)
                                    .First()
                            );
                }
            ),
        ];
}
