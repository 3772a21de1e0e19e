using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RuralEc.Server.Tests.Alarms;

/// <summary>A program that takes webhooks, at a port of this machine.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Hook> _hooks = [];

    private WebhookReceiver()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapPost(
            "/hook",
            async (HttpRequest request) =>
            {
                using var body = new StreamReader(request.Body);
                _hooks.Enqueue(
                    new(
                        request.Headers["webhook-id"].ToString(),
                        request.Headers["webhook-timestamp"].ToString(),
                        request.Headers["webhook-signature"].ToString(),
                        await body.ReadToEndAsync()
                    )
                );
                return Results.StatusCode((int)Answer);
            }
        );
        _app.MapPost("/elsewhere", () => Results.Redirect("/hook"));
    }

    /// <summary>What it answers from now on.</summary>
    public HttpStatusCode Answer { get; set; } = HttpStatusCode.OK;

    public IReadOnlyCollection<Hook> Hooks => _hooks;

    public Uri Address =>
        new(
            _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
                + "/hook"
        );

    public static async Task<WebhookReceiver> OnAsync()
    {
        var receiver = new WebhookReceiver();
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    public sealed record Hook(string Id, string Timestamp, string Signature, string Body)
    {
        public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

        public string Change => Json["change"]!.GetValue<string>();
    }
}
