using System.Security.Claims;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RuralEc.Epcis;
using RuralEc.Gs1;
using RuralEc.Server.Storage;
using RuralEc.Traceability;
using RuralEc.Traceability.Lots;
using RuralEc.Traceability.Parties;
using RuralEc.Traceability.Plots;
using Xunit;
using Roles = RuralEc.Server.Security.Roles;

namespace RuralEc.Server.Tests.Traceability;

/// <summary>The public story of a lot, from use cases called as pages call them.</summary>
public class LotPassportTests
{
    private static readonly Gln Cooperative = Gln.Parse(SampleDay.Cooperative);
    private static readonly Gln Packhouse = Gln.Parse(SampleDay.Packhouse);
    private static readonly Gtin Bulk = Gtin.Parse(SampleDay.Bulk);
    private static readonly Gtin Second = Gtin.Parse(SampleDay.BoxOfSecond);
    private static readonly BatchNumber Mixed = BatchNumber.Parse("MIX-1");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_mixed_lot_tells_of_both_plots_and_of_nothing_that_went_other_ways(Database database)
    {
        await using var room = await Room.OnAsync(database);
        await room.RegisterAsync();
        await room.PackAsync(7, "9521234100010", "2606260713", 12150);
        await room.PackAsync(9, "9521234100096", "2606260904", 240);
        await room.RepackAsync("2606260713", "2606260904");

        var passport = await room.AskAsync<LotPassportQuery, LotPassport?>(q => q.OfAsync(Second, Mixed, Ct));

        Assert.NotNull(passport);
        Assert.Equal(("荔枝", "二级", "桂味"), (passport.ProductClassName, passport.GradeName, passport.Variety));
        Assert.Equal(new DateOnly(2026, 6, 26), passport.HarvestedOn);
        Assert.Equal(["P-07", "P-09"], passport.Plots.Select(p => p.Name));
        Assert.All(passport.Plots, p => Assert.Equal("增城仙村示例荔枝专业合作社", p.PartyName));
        Assert.Equal(6, passport.Ancestors.Count); // of each plot: harvested, graded, packed
        Assert.Equal(
            [
                StepKind.Harvest,
                StepKind.Harvest,
                StepKind.Grading,
                StepKind.Grading,
                StepKind.Packing,
                StepKind.Packing,
                StepKind.Repacking,
            ],
            passport.Steps.Select(s => s.Kind)
        );

        // The 100 boxes that were split off before the repacking are another story.
        Assert.DoesNotContain(passport.Steps, s => s.Kind == StepKind.Split);
        Assert.Equal(TimeSpan.FromHours(8), passport.Steps[0].At.Offset);
        Assert.Equal([960m], passport.Steps[^1].Lots.Where(l => l.Role == LotRole.Output).Select(l => l.Quantity));
    }

    [Fact]
    public async Task An_unknown_lot_has_no_passport()
    {
        await using var room = await Room.OnAsync(Database.Sqlite);

        Assert.Null(await room.AskAsync<LotPassportQuery, LotPassport?>(q => q.OfAsync(Second, Mixed, Ct)));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_events_alone_tell_the_same_genealogy(Database database)
    {
        await using var room = await Room.OnAsync(database);
        await room.RegisterAsync();
        await room.PackAsync(7, "9521234100010", "2606260713", 12150);
        await room.PackAsync(9, "9521234100096", "2606260904", 240);
        await room.RepackAsync("2606260713", "2606260904");
        var uri = new Lgtin(Second, Mixed).ToUri();

        var graph = await room.AskAsync<TraceQuery, TraceGraph>(q => q.UpstreamAsync(uri, Ct));
        var events = await room.AskAsync<EventQuery, IReadOnlyList<StoredEvent>>(q => q.OfAsync([uri], Ct));

        Assert.Equal(6, graph.Nodes.Count(n => n.Identifier != uri));
        Assert.Single(events);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_first_page_counts_what_is_in_hand(Database database)
    {
        await using var room = await Room.OnAsync(database);
        await room.RegisterAsync();
        await room.PackAsync(7, "9521234100010", "2606260713", 12150);

        var numbers = await room.AskAsync<CooperativeHome, CooperativeNumbers?>(home => home.OfAsync(Room.Clerk, Ct));

        Assert.NotNull(numbers);
        Assert.Equal((1, 0m, 4860m), (numbers.Plots, numbers.StockKg, numbers.StockBoxes));
        Assert.Equal((12150m, 1), (numbers.Harvested30DaysKg, numbers.Harvests30Days));
        Assert.Equal(StepKind.Split, numbers.LatestSteps[0].Kind);
    }

    /// <summary>The room on a database of its own, one scope for each verb as a request has.</summary>
    private sealed class Room : IAsyncDisposable
    {
        public static readonly ClaimsPrincipal Clerk = new(
            new ClaimsIdentity(
                [new(ClaimTypes.Role, Roles.Clerk), new("party", SampleDay.Cooperative)],
                authenticationType: "test"
            )
        );
        private readonly TestDatabase _database;
        private readonly ServiceProvider _services;
        private int _ids;

        private Room(TestDatabase database, ServiceProvider services)
        {
            _database = database;
            _services = services;
        }

        public static async Task<Room> OnAsync(Database kind)
        {
            var database = await Databases.CreateAsync(kind);
            var services = new ServiceCollection();
            services.AddSingleton<TimeProvider>(
                new FakeTimeProvider(new DateTimeOffset(2026, 6, 27, 20, 0, 0, TimeSpan.FromHours(8)))
            );
            var options = new DbContextOptionsBuilder<RoomDb>();
            database.Configure(options);
            options.UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);
            services.AddScoped<DbContext>(_ => new RoomDb(options.Options, kind == Database.Sqlite));
            services.AddEpcis();
            services.AddTraceability();
            var room = new Room(database, services.BuildServiceProvider());
            await room.AskAsync<DbContext, bool>(db => db.Database.EnsureCreatedAsync(Ct));
            return room;
        }

        public async Task<TAnswer> AskAsync<TUseCase, TAnswer>(Func<TUseCase, Task<TAnswer>> ask)
            where TUseCase : notnull
        {
            await using var scope = _services.CreateAsyncScope();
            return await ask(scope.ServiceProvider.GetRequiredService<TUseCase>());
        }

        public async Task RegisterAsync()
        {
            await AskAsync<PartyRegister, Registration<PartyView>>(r =>
                r.RegisterAsync(
                    new PartyCommand(
                        Cooperative,
                        PartyKind.Cooperative,
                        "增城仙村示例荔枝专业合作社",
                        "Zengcheng Xiancun Sample Litchi Co-operative",
                        "440118",
                        Uscc: "93440118MA5FAKE013"
                    ),
                    Ct
                )
            );
            await AskAsync<ProductCatalogue, Registration<ProductView>>(c =>
                c.RegisterAsync(Clerk, new ProductCommand(Bulk, "桂味散装", "Guiwei, bulk", "桂味", "litchi"), Ct)
            );
            await AskAsync<ProductCatalogue, Registration<ProductView>>(c =>
                c.RegisterAsync(
                    Clerk,
                    new ProductCommand(
                        Second,
                        "桂味二级2.5公斤",
                        "Guiwei, second, 2.5 kg",
                        "桂味",
                        "litchi",
                        Grade: "second",
                        NetContentKg: 2.5m
                    ),
                    Ct
                )
            );
        }

        /// <summary>All of a harvest graded and packed as second; of a large one, 100 boxes are then split off.</summary>
        public async Task PackAsync(int plotNumber, string plotGln, string number, decimal kg)
        {
            var lot = BatchNumber.Parse(number);
            var graded = BatchNumber.Parse($"{number}-2");
            var plotId = NewId();
            var point = JsonSerializer.SerializeToElement(new[] { 113.702, 23.215 });
            await AskAsync<PlotRegister, Registration<PlotView>>(r =>
                r.RegisterAsync(
                    Clerk,
                    new PlotCommand(
                        plotId,
                        Gln.Parse(plotGln),
                        plotNumber,
                        $"P-{plotNumber:00}",
                        "litchi",
                        "桂味",
                        "440118103",
                        new PlotShape("Point", point)
                    ),
                    Ct
                )
            );
            await RecordedAsync<HarvestRegister>(h =>
                h.RegisterAsync(
                    Clerk,
                    new HarvestCommand(NewId(), plotId, Bulk, lot, At(6), At(9), kg, Place: Packhouse),
                    Ct
                )
            );
            await RecordedAsync<Grading>(g =>
                g.RecordAsync(
                    Clerk,
                    new GradingCommand(
                        NewId(),
                        Packhouse,
                        At(12),
                        [new LotAmount(Bulk, lot, kg)],
                        [new GradeAmount("second", kg)]
                    ),
                    Ct
                )
            );
            await RecordedAsync<Packing>(p =>
                p.RecordAsync(
                    Clerk,
                    new PackingCommand(
                        NewId(),
                        Packhouse,
                        At(15),
                        new LotAmount(Bulk, graded, kg),
                        Second,
                        lot,
                        (int)(kg / 2.5m)
                    ),
                    Ct
                )
            );
            if (kg > 1000)
            {
                await RecordedAsync<LotSplit>(s =>
                    s.RecordAsync(
                        Clerk,
                        new SplitCommand(
                            NewId(),
                            Packhouse,
                            At(16),
                            Second,
                            lot,
                            [new SplitPart(BatchNumber.Parse($"{number}-S"), 100)]
                        ),
                        Ct
                    )
                );
            }
        }

        /// <summary>864 boxes of one lot and 96 of another become 960 of the lot MIX-1.</summary>
        public Task RepackAsync(string first, string second) =>
            RecordedAsync<Repacking>(r =>
                r.RecordAsync(
                    Clerk,
                    new RepackingCommand(
                        NewId(),
                        Packhouse,
                        At(18),
                        [
                            new LotAmount(Second, BatchNumber.Parse(first), 864),
                            new LotAmount(Second, BatchNumber.Parse(second), 96),
                        ],
                        Second,
                        Mixed,
                        960
                    ),
                    Ct
                )
            );

        public async ValueTask DisposeAsync()
        {
            await _services.DisposeAsync();
            await _database.DisposeAsync();
        }

        private async Task RecordedAsync<TUseCase>(Func<TUseCase, Task<StepOutcome>> record)
            where TUseCase : notnull => Assert.IsType<StepOutcome.Recorded>(await AskAsync(record));

        private static DateTimeOffset At(int hour) => new(2026, 6, 26, hour, 0, 0, TimeSpan.FromHours(8));

        private Guid NewId() => Guid.Parse($"019795c4-0000-7000-8000-2{++_ids:00000000000}");
    }

    /// <summary>The tables of the room and of the events it writes, stored as the server stores them.</summary>
    private sealed class RoomDb(DbContextOptions<RoomDb> options, bool isSqlite) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.ApplyEpcis();
            modelBuilder.ApplyTraceability();
        }

        protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
        {
            configurationBuilder.UseRuralConversions();
            if (isSqlite)
            {
                configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMillisecondsConverter>();
                configurationBuilder.Properties<decimal>().HaveConversion<ThousandthsConverter>();
            }
            else
            {
                configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
                configurationBuilder.Properties<decimal>().HavePrecision(18, 3);
            }
        }
    }
}
