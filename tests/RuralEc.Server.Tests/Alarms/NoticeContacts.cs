using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RuralEc.Server.Alarms;
using RuralEc.Server.Security;
using Xunit;

namespace RuralEc.Server.Tests.Alarms;

/// <summary>Contacts of the party of a <see cref="ColdStore"/>, and the wait until they were told.</summary>
internal static class NoticeContacts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static Task AllowAsync(ColdStore store, Uri address) => AllowAsync(store.Server, address);

    public static async Task AllowAsync(Server server, Uri address)
    {
        using var administrator = await server.SignedInAsync(Roles.Administrator);
        using var answer = await administrator.PutAsync($"/api/alarm-hosts/{address.Authority}", null, Ct);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    public static async Task<string> AddWebhookAsync(ColdStore store, Uri address, object? more = null)
    {
        using var answer = await store.Manager.PostAsJsonAsync(
            "/api/alarm-contacts",
            Webhook(address.ToString(), more),
            Ct
        );
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return ColdStore.Text(await answer.Content.ReadFromJsonAsync<JsonObject>(Ct), "secret");
    }

    public static async Task AddEmailAsync(ColdStore store, string address, string language = "zh") =>
        Assert.Equal(
            HttpStatusCode.Created,
            await store.PostAsync(
                "/api/alarm-contacts",
                new
                {
                    id = Guid.CreateVersion7(),
                    name = "值班室",
                    channel = "email",
                    target = address,
                    language,
                }
            )
        );

    public static JsonObject Webhook(string target, object? more = null)
    {
        var contact = new JsonObject
        {
            ["id"] = Guid.CreateVersion7(),
            ["name"] = "WMS",
            ["channel"] = "webhook",
            ["target"] = target,
        };
        foreach (
            var (name, value) in JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(more ?? new { }))!.AsObject()
        )
        {
            contact[name] = value?.DeepClone();
        }

        return contact;
    }

    public static void UseMail(IServiceCollection services, MailServer mail) =>
        services.Configure<SmtpOptions>(smtp =>
        {
            (smtp.Host, smtp.Port, smtp.Security) = ("127.0.0.1", mail.Port, SmtpSecurity.None);
            (smtp.UserName, smtp.Password) = ("alarm", "open sesame");
            smtp.From = "RuralEc <alarm@example.cn>";
        });

    /// <summary>Lets the clock run until it is so: retries come minutes later.</summary>
    public static async Task UntilAsync(ColdStore store, Func<bool> done, int patience = 600)
    {
        for (var tries = 0; !done() && tries < patience; tries++)
        {
            store.Clock.Advance(TimeSpan.FromSeconds(tries < patience / 2 ? 1 : 0));
            await Task.Delay(20, Ct);
        }

        Assert.True(done());
    }
}
