using Microsoft.Data.Sqlite;
using RuralEc.Gs1;
using RuralEc.Server.Security;
using RuralEc.Server.Storage;

namespace RuralEc.Server.Cli;

/// <summary>What the command line does besides serving.</summary>
internal static class Verbs
{
    private static readonly string[] Files = ["ruralec.db", "readings.db"];

    public static async Task<int> MigrateAsync(ServerOptions options, CancellationToken ct)
    {
        await using var app = RuralServer.Build(options);
        await DatabaseStart.MigrateAsync(app.Services, ct);
        Console.WriteLine("The database has this version's schema.");
        return 0;
    }

    /// <summary>Copies by SQLite's own backup, so readers and the writer go on meanwhile, and checks the copies.</summary>
    public static async Task<int> BackupAsync(ServerOptions options, DirectoryInfo folder, CancellationToken ct)
    {
        RequireSqlite(options);
        folder.Create();
        foreach (var file in Files)
        {
            var from = Path.Combine(options.DataFolder, file);
            if (!File.Exists(from))
            {
                throw new CannotStartException($"There is no {file} in {options.DataFolder}.");
            }

            var to = Path.Combine(folder.FullName, file);
            if (File.Exists(to))
            {
                throw new CannotStartException($"{to} exists already; name an empty folder.");
            }

            await using (var source = new SqliteConnection($"Data Source={from};Mode=ReadOnly;Pooling=False"))
            await using (var copy = new SqliteConnection($"Data Source={to};Pooling=False"))
            {
                await source.OpenAsync(ct);
                await copy.OpenAsync(ct);
                source.BackupDatabase(copy);
            }

            await CheckAsync(to, ct);
            Console.WriteLine($"{file}: {new FileInfo(to).Length:N0} bytes, integrity ok");
        }

        CopyKeys(options.DataFolder, folder.FullName);
        return 0;
    }

    public static async Task<int> RestoreAsync(ServerOptions options, DirectoryInfo folder, CancellationToken ct)
    {
        RequireSqlite(options);
        foreach (var file in Files)
        {
            var from = Path.Combine(folder.FullName, file);
            if (!File.Exists(from))
            {
                throw new CannotStartException($"There is no {file} in {folder.FullName}: this is no backup.");
            }

            if (File.Exists(Path.Combine(options.DataFolder, file)))
            {
                throw new CannotStartException(
                    $"{options.DataFolder} holds data already; restore into an empty folder."
                );
            }

            await CheckAsync(from, ct);
        }

        Directory.CreateDirectory(options.DataFolder);
        foreach (var file in Files)
        {
            File.Copy(Path.Combine(folder.FullName, file), Path.Combine(options.DataFolder, file));
            Console.WriteLine($"{file} restored");
        }

        CopyKeys(folder.FullName, options.DataFolder);
        return 0;
    }

    public static async Task<int> UserAsync(ServerOptions options, UserRequest request, CancellationToken ct)
    {
        await using var app = RuralServer.Build(options);
        await DatabaseStart.MigrateAsync(app.Services, ct);
        await using var scope = app.Services.CreateAsyncScope();
        Gln? party = null;
        if (request.Party is { } text)
        {
            party = Gln.TryParse(text, null, out var gln)
                ? gln
                : throw new CannotStartException($"{text} is not a GLN.");
        }

        if (!Console.IsInputRedirected)
        {
            Console.Write("Password: ");
        }

        var password = Console.ReadLine() ?? "";
        var accounts = scope.ServiceProvider.GetRequiredService<AccountDesk>();
        var refused = await accounts.AddOrResetAsync(
            new(request.Name, request.Name, password, request.Role, party, request.Districts ?? "")
        );
        if (refused is not null)
        {
            throw new CannotStartException(refused.Text);
        }

        Console.WriteLine($"{request.Name} may sign in as {request.Role}.");
        return 0;
    }

    private static void RequireSqlite(ServerOptions options)
    {
        if (options.Database is not null)
        {
            throw new CannotStartException("PostgreSQL has its own tools for this: pg_dump and pg_restore.");
        }
    }

    private static async Task CheckAsync(string file, CancellationToken ct)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(ct);
        await using var check = connection.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        if (await check.ExecuteScalarAsync(ct) is not "ok")
        {
            throw new CannotStartException($"{file} is damaged.");
        }
    }

    private static void CopyKeys(string from, string to)
    {
        var keys = Path.Combine(from, "keys");
        foreach (var key in Directory.Exists(keys) ? Directory.GetFiles(keys) : [])
        {
            Directory.CreateDirectory(Path.Combine(to, "keys"));
            File.Copy(key, Path.Combine(to, "keys", Path.GetFileName(key)), overwrite: true);
        }
    }
}

/// <summary>A person to add from the command line.</summary>
internal sealed record UserRequest(string Name, string Role, string? Party, string? Districts);
