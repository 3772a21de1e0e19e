using Microsoft.Data.Sqlite;
using RuralEc.Gs1;
using RuralEc.Server.Security;
using RuralEc.Server.Storage;

namespace RuralEc.Server.Cli;

/// <summary>What the command line does besides serving.</summary>
internal static class Verbs
{
    /// <summary>The files of a data folder, each with a table that it holds in every version.</summary>
    private static readonly (string Name, string Table)[] Files =
    [
        ("ruralec.db", "__EFMigrationsHistory"),
        ("readings.db", "journal"),
    ];

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
        foreach (var (file, _) in Files)
        {
            if (!File.Exists(Path.Combine(options.DataFolder, file)))
            {
                throw new CannotStartException($"There is no {file} in {options.DataFolder}.");
            }

            if (File.Exists(Path.Combine(folder.FullName, file)))
            {
                throw new CannotStartException($"{folder.FullName} holds a {file} already; name an empty folder.");
            }
        }

        folder.Create();
        foreach (var (file, table) in Files)
        {
            var to = Path.Combine(folder.FullName, file);
            await using (var source = Open(Path.Combine(options.DataFolder, file), SqliteOpenMode.ReadOnly))
            await using (var copy = Open(to, SqliteOpenMode.ReadWriteCreate))
            {
                await source.OpenAsync(ct);
                await copy.OpenAsync(ct);
                source.BackupDatabase(copy);
            }

            await CheckAsync(to, file, table, ct);
            Console.WriteLine($"{file}: {new FileInfo(to).Length:N0} bytes, integrity ok");
        }

        return 0;
    }

    /// <summary>
    /// Checks copies, not the backup itself, which may lie on a medium that cannot be written; they get their names only
    /// when both are sound.
    /// </summary>
    public static async Task<int> RestoreAsync(ServerOptions options, DirectoryInfo folder, CancellationToken ct)
    {
        RequireSqlite(options);
        foreach (var (file, _) in Files)
        {
            if (!File.Exists(Path.Combine(folder.FullName, file)))
            {
                throw new CannotStartException($"There is no {file} in {folder.FullName}: this is no backup.");
            }

            if (File.Exists(Path.Combine(options.DataFolder, file)))
            {
                throw new CannotStartException(
                    $"{options.DataFolder} holds data already; restore into an empty folder."
                );
            }
        }

        Directory.CreateDirectory(options.DataFolder);
        try
        {
            foreach (var (file, table) in Files)
            {
                File.Copy(Path.Combine(folder.FullName, file), Unchecked(file), overwrite: true);
                File.SetAttributes(Unchecked(file), FileAttributes.Normal);
                await CheckAsync(Unchecked(file), file, table, ct);
            }

            foreach (var (file, _) in Files)
            {
                File.Move(Unchecked(file), Path.Combine(options.DataFolder, file));
                Console.WriteLine($"{file} restored");
            }
        }
        finally
        {
            foreach (var (file, _) in Files)
            {
                File.Delete(Unchecked(file));
            }
        }

        return 0;

        string Unchecked(string file) => Path.Combine(options.DataFolder, file + ".unchecked");
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
            new(request.Name, request.Name, password, request.Role, party, request.Districts ?? ""),
            ct
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

    private static SqliteConnection Open(string file, SqliteOpenMode mode) =>
        new(
            new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Mode = mode,
                Pooling = false,
            }.ToString()
        );

    // Opened for writing, so that the last to close it leaves one file and no log beside it.
    private static async Task CheckAsync(string path, string file, string table, CancellationToken ct)
    {
        await using var connection = Open(path, SqliteOpenMode.ReadWrite);
        await using var check = connection.CreateCommand();
        try
        {
            await connection.OpenAsync(ct);
            check.CommandText = "PRAGMA integrity_check";
            if (await check.ExecuteScalarAsync(ct) is not "ok")
            {
                throw new CannotStartException($"{file} is damaged.");
            }

            check.CommandText = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = $table";
            check.Parameters.AddWithValue("$table", table);
            if (await check.ExecuteScalarAsync(ct) is null)
            {
                throw new CannotStartException($"{file} holds no data of this program.");
            }
        }
        catch (SqliteException unreadable)
        {
            throw new CannotStartException($"{file} is damaged: {unreadable.Message}", unreadable);
        }
    }
}

/// <summary>A person to add from the command line.</summary>
internal sealed record UserRequest(string Name, string Role, string? Party, string? Districts);
