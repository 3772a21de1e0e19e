using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RuralEc.Epcis;
using RuralEc.Gs1;
using RuralEc.Server.Mqtt;
using RuralEc.Server.Security;
using RuralEc.Server.Storage;
using RuralEc.Traceability.Pallets;
using Xunit;

namespace RuralEc.Server.Tests;

/// <summary>
/// The real server on free ports with a database and a folder of its own. Tests speak to it as people and devices do:
/// over HTTP and MQTT.
/// </summary>
internal sealed class Server : IAsyncDisposable
{
    private const string Password = "correct horse battery";

    private readonly WebApplication _app;
    private readonly TestDatabase _database;
    private readonly DirectoryInfo _folder;
    private readonly LogSink _log;
    private bool _replaced;
    private int _accounts;
    private int _callers;

    private Server(WebApplication app, TestDatabase database, DirectoryInfo folder, LogSink log)
    {
        _app = app;
        _database = database;
        _folder = folder;
        _log = log;
        Address = new(
            app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
        );
        Anonymous = NewClient();
    }

    public Uri Address { get; }

    /// <summary>Where devices connect.</summary>
    public int MqttPort => _app.Services.GetRequiredService<EmbeddedBroker>().Port;

    /// <summary>Where devices connect by TLS, when there is a certificate.</summary>
    public int TlsPort => _app.Services.GetRequiredService<EmbeddedBroker>().TlsPort;

    /// <summary>How devices of this test connect; null for plain TCP.</summary>
    public Action<MQTTnet.MqttClientOptionsBuilder>? DeviceLink { get; set; }

    /// <summary>A caller who has not signed in. Redirects are not followed.</summary>
    public HttpClient Anonymous { get; }

    /// <summary>Every HTTP route of the server.</summary>
    public IReadOnlyList<RouteEndpoint> Endpoints =>
        [.. _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    /// <summary>How the server reads and writes JSON.</summary>
    public JsonSerializerOptions Json =>
        _app
            .Services.GetRequiredService<IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>()
            .Value.SerializerOptions;

    /// <param name="replace">Puts a fake clock in, where time matters.</param>
    /// <param name="mqtt">A broker outside, instead of the embedded one.</param>
    public static async Task<Server> OnAsync(
        Database kind,
        Action<IServiceCollection>? replace = null,
        string? mqtt = null
    )
    {
        var database = await Databases.CreateAsync(kind);
        var folder = Directory.CreateTempSubdirectory("ruralec-server-");
        return await OnAsync(database, folder, replace, mqtt, migrate: kind == Database.Postgres);
    }

    /// <summary>The same server after a stop and a start; this one is gone.</summary>
    public async Task<Server> RestartedAsync(Action<IServiceCollection>? replace = null)
    {
        _replaced = true;
        Anonymous.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        return await OnAsync(_database, _folder, replace, mqtt: null, migrate: false);
    }

    private static async Task<Server> OnAsync(
        TestDatabase database,
        DirectoryInfo folder,
        Action<IServiceCollection>? replace,
        string? mqtt,
        bool migrate
    )
    {
        var log = new LogSink();
        var options = new ServerOptions
        {
            DataFolder = folder.FullName,
            Database = database.Kind == Database.Postgres ? database.ConnectionString : null,
            Urls = "http://127.0.0.1:0",
            PublicUrl = "https://t.example.cn",
            MqttPort = 0,
            Mqtt = mqtt,
        };
        var app = RuralServer.Build(
            options,
            services =>
            {
                services.AddLogging(logging => logging.AddProvider(log));
                replace?.Invoke(services);
            }
        );
        if (migrate)
        {
            await DatabaseStart.MigrateAsync(app.Services, CancellationToken.None);
        }

        await app.StartAsync();
        return new Server(app, database, folder, log);
    }

    /// <summary>Another process on the same database.</summary>
    public async Task<Server> TwinAsync(MqttOptions options, string mqtt)
    {
        var log = new LogSink();
        var folder = Directory.CreateTempSubdirectory("ruralec-server-");
        var app = RuralServer.Build(
            new()
            {
                DataFolder = folder.FullName,
                Database = _database.ConnectionString,
                Urls = "http://127.0.0.1:0",
                Mqtt = mqtt,
            },
            services => services.AddSingleton(options).AddLogging(logging => logging.AddProvider(log))
        );
        await app.StartAsync();
        return new(app, TestDatabase.Borrowed(_database), folder, log);
    }

    /// <summary>A part of the server that a test stops and starts, as an operator would a process.</summary>
    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>The EPCIS events that name something.</summary>
    public async Task<IReadOnlyList<StoredEvent>> EventsOfAsync(string identifier)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<EventQuery>()
            .OfAsync([identifier], CancellationToken.None);
    }

    /// <summary>
    /// A pallet of the party 9521234100003, unless it is there, for stories that begin when goods are packed.
    /// </summary>
    public async Task PackedAsync(string palletUri)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DbContext>();
        Assert.True(Sscc.TryFromUri(palletUri, out var sscc));
        if (!await db.Set<Pallet>().AnyAsync(p => p.Sscc == sscc))
        {
            db.Add(
                new Pallet
                {
                    Sscc = sscc,
                    StepId = Guid.CreateVersion7(),
                    PartyGln = Gln.Parse("9521234100003"),
                    PackedAt = DateTimeOffset.UnixEpoch,
                }
            );
            await db.SaveChangesAsync();
        }
    }

    /// <summary>A program of a new person with this role, who works for <paramref name="party"/> or watches the districts.</summary>
    public async Task<HttpClient> SignedInAsync(string role, Gln? party = null, params string[] districts)
    {
        if (role is Roles.Clerk or Roles.Manager or Roles.Carrier or Roles.Operator)
        {
            party ??= Gln.Parse("9521234100003");
        }

        var name = $"{role}-{Interlocked.Increment(ref _accounts)}";
        await AddAccountAsync(
            name,
            role,
            party,
            role == Roles.Officer && districts.Length == 0 ? ["440118"] : districts
        );
        var client = NewClient();
        using var answer = await client.PostAsJsonAsync(
            "/api/account/token",
            new { userName = name, password = Password }
        );
        var token = await answer.Content.ReadFromJsonAsync<JsonObject>();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token!["accessToken"]!.GetValue<string>());
        return client;
    }

    /// <summary>A browser with the cookie of a new person, for forms.</summary>
    public async Task<HttpClient> BrowserAsync(string role, Gln? party = null, params string[] districts)
    {
        if (role is Roles.Clerk or Roles.Manager or Roles.Carrier or Roles.Operator)
        {
            party ??= Gln.Parse("9521234100003");
        }

        var name = $"{role}-{Interlocked.Increment(ref _accounts)}";
        await AddAccountAsync(
            name,
            role,
            party,
            role == Roles.Officer && districts.Length == 0 ? ["440118"] : districts
        );
        var browser = NewClient();
        browser.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        using var answer = await browser.SubmitAsync(
            "/account/sign-in",
            "sign-in",
            ("Form.UserName", name),
            ("Form.Password", Password)
        );
        Assert.Equal(System.Net.HttpStatusCode.Redirect, answer.StatusCode);
        return browser;
    }

    /// <summary>Fails when the server warned of anything or erred.</summary>
    public void AssertCleanLog() =>
        Assert.True(_log.Surprises.IsEmpty, string.Join(Environment.NewLine, _log.Surprises));

    public static async Task<JsonObject> ProblemAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!;

    public async ValueTask DisposeAsync()
    {
        if (_replaced)
        {
            return;
        }

        Anonymous.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await DeleteAsync(_folder);
        await _database.DisposeAsync();
    }

    /// <summary>Another test may just be closing what its pool held of this folder's files.</summary>
    private static async Task DeleteAsync(DirectoryInfo folder)
    {
        for (var left = 20; ; left--)
        {
            try
            {
                folder.Delete(recursive: true);
                return;
            }
            catch (IOException) when (left > 0)
            {
                await Task.Delay(100);
            }
        }
    }

    private async Task AddAccountAsync(string name, string role, Gln? party, string[] districts)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var refused = await scope
            .ServiceProvider.GetRequiredService<AccountDesk>()
            .AddOrResetAsync(
                new(name, name, Password, role, party, string.Join(',', districts)),
                CancellationToken.None
            );
        Assert.Null(refused);
    }

    /// <summary>A caller with an address of his own, as behind a proxy: limits count by address.</summary>
    private HttpClient NewClient() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = Address,
            DefaultRequestHeaders = { { "X-Forwarded-For", $"10.0.0.{Interlocked.Increment(ref _callers)}" } },
        };

    private sealed class LogSink : ILoggerProvider
    {
        private readonly ConcurrentQueue<string> _surprises = [];

        public ConcurrentQueue<string> Surprises => _surprises;

        public ILogger CreateLogger(string categoryName) => new Sink(this, categoryName);

        public void Dispose() { }

        private sealed class Sink(LogSink log, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

            public void Log<TState>(
                LogLevel logLevel,
                EventId eventId,
                TState state,
                Exception? exception,
                Func<TState, Exception?, string> formatter
            )
            {
                if (IsEnabled(logLevel))
                {
                    log._surprises.Enqueue($"{logLevel} {category}: {formatter(state, exception)} {exception}");
                }
            }
        }
    }
}
