using RuralEc.Logistics;
using RuralEc.Traceability.Parties;

namespace RuralEc.Server.Demo;

/// <summary>
/// Seeds the sample season once the database stands and before the doors open, then prints what a visitor needs. What
/// was seeded before is recognised by its ids.
/// </summary>
internal sealed class DemoStart(IServiceProvider services, DemoFleet fleet, ServerOptions options)
    : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (await fleet.IsReadyAsync(cancellationToken))
        {
            return;
        }

        Console.WriteLine("正在写入示例产季 / Seeding the sample season");
        await using var scope = services.CreateAsyncScope();
        var season = scope.ServiceProvider;
        Progress("主体与账号");
        foreach (var party in DemoPlaces.Parties)
        {
            Demo.Done(await season.GetRequiredService<PartyRegister>().RegisterAsync(party, cancellationToken));
        }

        var people = season.GetRequiredService<DemoPeople>();
        await people.AddAllAsync(cancellationToken);
        await season
            .GetRequiredService<DemonstrationNodes>()
            .RegisterAsync(await people.AsAsync("admin"), cancellationToken);
        Progress("物流网络");
        await season.GetRequiredService<DemoNetwork>().BuildAsync(await people.AsAsync("city"), cancellationToken);
        var clerk = await people.AsAsync("clerk");
        await season
            .GetRequiredService<DemoOrchard>()
            .GrowAsync(clerk, await people.AsAsync("manager"), Progress, cancellationToken);
        await season.GetRequiredService<DemoJourneys>().TravelAsync(clerk, Progress, cancellationToken);
    }

    /// <summary>The readings of the season come in once the ingest runs; then the fleet may start.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        if (!await fleet.IsReadyAsync(cancellationToken))
        {
            var loggers = await scope
                .ServiceProvider.GetRequiredService<DemoColdChain>()
                .KeepColdAsync(Progress, cancellationToken);
            await DemoFleet.WriteScenarioAsync(options, loggers, cancellationToken);
            Progress("完成");
            Console.WriteLine();
        }

        fleet.Play();
        var box = await scope.ServiceProvider.GetRequiredService<DemoJourneys>().BoxOfTruckAsync(cancellationToken);
        var address = options.Urls.Split(';')[0];
        Console.WriteLine(
            $"""
              演示账号 accounts       {string.Join("、", DemoPeople.All.Select(p => p.UserName))}
              口令 password           {DemoPeople.Password}
              扫一箱荔枝 scan a box    {address}/01/{box.Gtin}/10/{DemoOrchard.MainLot}/21/{box.Serial}
            """
        );
    }

    private static void Progress(string step)
    {
        if (Console.IsOutputRedirected)
        {
            Console.WriteLine("  " + step);
        }
        else
        {
            Console.Write($"\r  {step}\u001b[K");
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
