using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using RuralEc.Server.Mqtt;
using RuralEc.Server.Security;

namespace RuralEc.Server.Cli;

/// <summary>Says where the doors are once they are open, and how the first administrator gets in.</summary>
internal sealed class StartNotice(
    IServer server,
    DeviceDoor door,
    SetupCode code,
    IServiceScopeFactory scopes,
    ServerOptions options
) : IHostedLifecycleService
{
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var address = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        await using var scope = scopes.CreateAsyncScope();
        Console.WriteLine(
            $"""
            RuralEc
              页面与接口 pages, API   {address}
              接口说明 API reference  {address}/docs
              MQTT                    {(door.Host is null ? "" : door.Host + " ")}port {door.Port}
              数据 data               {(options.Database is null ? options.DataFolder : "PostgreSQL")}
            """
        );
        if (await scope.ServiceProvider.GetRequiredService<AccountDesk>().IsEmptyAsync(cancellationToken))
        {
            Console.WriteLine($"  首次设置 first setup    {address}/account/setup?code={code.Value}");
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
