using RuralEc.Traceability.Parties;

namespace RuralEc.Server.Demo;

/// <summary>
/// Seeds the sample season once the database stands and before the doors open, then prints what a visitor needs. What
/// was seeded before is recognised by its ids.
/// </summary>
internal sealed class DemoStart(IServiceProvider services, ServerOptions options) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var ready = Path.Combine(options.DataFolder, "demo-fleet.json");
        if (File.Exists(ready))
        {
            Console.WriteLine($"示例数据已在 {options.DataFolder}。");
            return;
        }

        Console.WriteLine("正在写入示例产季 / Seeding the sample season");
        await using var scope = services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<DemoPeople>();
        Progress("主体与账号");
        foreach (var party in DemoPlaces.Parties)
        {
            Demo.Done(
                await scope.ServiceProvider.GetRequiredService<PartyRegister>().RegisterAsync(party, cancellationToken)
            );
        }

        await people.AddAllAsync();
        var clerk = await people.AsAsync("clerk");
        var manager = await people.AsAsync("manager");
        await scope
            .ServiceProvider.GetRequiredService<DemoOrchard>()
            .GrowAsync(clerk, manager, Progress, cancellationToken);
        await scope.ServiceProvider.GetRequiredService<DemoJourneys>().TravelAsync(clerk, Progress, cancellationToken);
        Progress("");
        Console.WriteLine();
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

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
