using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;
using RuralEc.Spatial.Sqlite;
using Xunit;

namespace RuralEc.Server.Tests.Spatial;

/// <summary>Ten thousand drawn questions, each answered alike by SQLite and by PostGIS.</summary>
public sealed class RandomParityTests(TwoDatabases databases) : IClassFixture<TwoDatabases>
{
    private const int Asked = 10_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_thousand_drawn_questions_have_the_same_answers()
    {
        var questions = Questions.All(await StoredAsync());
        var differing = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var number = 0; number < Asked; number++)
        {
            var question = questions[number % questions.Count];
            try
            {
                await question.AskAsync(databases, new Random(number));
            }
            catch (Exception e) when (!Cancellation.IsCancellationRequested)
            {
                differing.TryAdd(question.Name, $"drawn by {number}: {e.Message}");
            }
        }
        Assert.True(differing.Count == 0, string.Join('\n', differing));
    }

    [Fact]
    public async Task The_questions_call_every_function_there_is()
    {
        var questions = Questions.All(await StoredAsync());
        await using var db = databases.Sqlite();
        var sql = string.Concat(questions.Select(q => q.Draw(new Random(1))(db).ToQueryString()));
        Assert.All(
            FunctionTable.All.Where(f => f.Name != RTreePacking.Function),
            f => Assert.Contains($"{f.Name}(", sql, StringComparison.Ordinal)
        );
    }

    private async Task<IReadOnlyList<Geometry>> StoredAsync()
    {
        Databases.RequirePostgres();
        await using var db = databases.Sqlite();
        var areas = await db.Areas.OrderBy(a => a.Id).Select(a => a.Shape).ToListAsync(Cancellation);
        var routes = await db.Routes.OrderBy(r => r.Id).Select(r => r.Path).ToListAsync(Cancellation);
        var places = await db.Places.OrderBy(p => p.Id).Select(p => p.Location).Take(60).ToListAsync(Cancellation);
        return [.. areas, .. routes, .. places];
    }
}
