using Microsoft.Data.Sqlite;
using RuralEc.Server.Cli;

namespace RuralEc.Server.Storage.Readings;

/// <summary>The tables of readings.db, and how a connection to it is opened.</summary>
internal sealed class ReadingFile(string path)
{
    // AUTOINCREMENT: the number of a journal row that was packed and deleted is never given again.
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS journal (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            readings BLOB NOT NULL
        ) STRICT;
        CREATE TABLE IF NOT EXISTS devices (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            packed_through INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE IF NOT EXISTS quantities (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE TABLE IF NOT EXISTS chunks (
            id INTEGER PRIMARY KEY,
            device INTEGER NOT NULL REFERENCES devices,
            quantity INTEGER NOT NULL REFERENCES quantities,
            boot INTEGER,
            first_seq INTEGER NOT NULL,
            last_seq INTEGER NOT NULL,
            from_at INTEGER NOT NULL,
            to_at INTEGER NOT NULL,
            count INTEGER NOT NULL,
            data BLOB NOT NULL
        ) STRICT;
        CREATE INDEX IF NOT EXISTS chunks_by_time ON chunks (device, quantity, from_at, to_at);
        CREATE INDEX IF NOT EXISTS chunks_by_number ON chunks (device, quantity, boot, first_seq, last_seq);
        CREATE TABLE IF NOT EXISTS numbers (
            device INTEGER NOT NULL REFERENCES devices,
            boot INTEGER NOT NULL,
            quantity INTEGER NOT NULL REFERENCES quantities,
            ranges BLOB NOT NULL,
            PRIMARY KEY (device, boot, quantity)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS removed_hours (
            device INTEGER NOT NULL REFERENCES devices,
            quantity INTEGER NOT NULL REFERENCES quantities,
            hour INTEGER NOT NULL,
            count INTEGER NOT NULL,
            min REAL NOT NULL,
            max REAL NOT NULL,
            sum REAL NOT NULL,
            rate_sum REAL,
            minutes INTEGER NOT NULL,
            PRIMARY KEY (device, quantity, hour)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS dead_letters (
            id INTEGER PRIMARY KEY,
            device TEXT NOT NULL,
            received_at INTEGER NOT NULL,
            kind TEXT NOT NULL,
            detail TEXT NOT NULL,
            payload BLOB NOT NULL,
            size INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX IF NOT EXISTS dead_letters_by_device ON dead_letters (device, id);
        """;

    private readonly string _connectionString = new SqliteConnectionStringBuilder { DataSource = path }.ToString();

    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        return connection;
    }

    /// <summary>The one connection that writes; makes the tables where they are missing.</summary>
    /// <exception cref="CannotStartException">The file may only be read: nothing could ever be acknowledged.</exception>
    public SqliteConnection OpenWriter()
    {
        var writer = Open();
        if (SQLitePCL.raw.sqlite3_db_readonly(writer.Handle, "main") != 0)
        {
            writer.Dispose();
            throw new CannotStartException($"{path} cannot be written.");
        }

        // FULL: an acknowledged reading survives a loss of power, not only a kill.
        writer.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; " + Schema);
        return writer;
    }

    /// <summary>Connections that wait in the pool for their next use.</summary>
    public void CloseReaders()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }
}
