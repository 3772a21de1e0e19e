using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RuralEc.Logistics.Jobs;

/// <summary>How far a job is.</summary>
public enum JobState
{
    Running,
    Done,
    Cancelled,
    Failed,
}

/// <summary>A job as its owner sees it.</summary>
/// <param name="Id">Id of the job.</param>
/// <param name="State">How far it is.</param>
/// <param name="Done">Steps done so far.</param>
/// <param name="Total">Of how many; null where nobody knows.</param>
/// <param name="Note">The latest that the job told, such as the gap to the bound.</param>
/// <param name="Result">What came out.</param>
/// <param name="StartedAt">When it began.</param>
public sealed record JobView(
    Guid Id,
    JobState State,
    long Done,
    long? Total,
    object? Note,
    object? Result,
    DateTimeOffset StartedAt
);

/// <summary>Where a job tells how far it is.</summary>
public sealed class JobProgress
{
    internal long DoneSoFar;
    internal long? OfTotal;
    internal object? Latest;

    /// <summary>So many steps of so many are done.</summary>
    public void Step(long done, long? total = null)
    {
        Volatile.Write(ref DoneSoFar, done);
        OfTotal = total ?? OfTotal;
    }

    /// <summary>What the owner may want to know meanwhile.</summary>
    public void Tell(object note) => Latest = note;
}

/// <summary>
/// Work that takes longer than a page may: it goes on when the person has left, tells how far it is, and can be
/// cancelled by the one who began it. A finished job is remembered for an hour, and by this process only: what shall
/// last, the job itself stores.
/// </summary>
public sealed partial class JobBoard(IServiceScopeFactory scopes, TimeProvider clock, ILogger<JobBoard> log)
    : IDisposable
{
    private const int MostAtOnce = 2;
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<Guid, Job> _jobs = new();
    private readonly SemaphoreSlim _slots = new(MostAtOnce);

    /// <summary>Begins a job for an account. The work gets services of its own.</summary>
    /// <param name="afterwards">Clears up, also where the job is cancelled before it had its turn.</param>
    public Guid Start(
        string accountId,
        Func<IServiceProvider, JobProgress, CancellationToken, Task<object?>> work,
        Action? afterwards = null
    )
    {
        Forget();
        var job = new Job(Guid.CreateVersion7(clock.GetUtcNow()), accountId, clock.GetUtcNow());
        _jobs[job.Id] = job;
        _ = Task.Run(() => RunAsync(job, work, afterwards));
        return job.Id;
    }

    /// <summary>The account's job; null where there is none, or it is another's, or forgotten.</summary>
    public JobView? Find(string accountId, Guid id) =>
        _jobs.TryGetValue(id, out var job) && job.AccountId == accountId ? job.View() : null;

    /// <summary>Asks the account's job to end with what it has.</summary>
    public void Cancel(string accountId, Guid id)
    {
        if (_jobs.TryGetValue(id, out var job) && job.AccountId == accountId)
        {
            job.Cancellation.Cancel();
        }
    }

    public void Dispose()
    {
        foreach (var job in _jobs.Values)
        {
            job.Cancellation.Cancel();
        }

        _slots.Dispose();
    }

    private async Task RunAsync(
        Job job,
        Func<IServiceProvider, JobProgress, CancellationToken, Task<object?>> work,
        Action? afterwards
    )
    {
        var ct = job.Cancellation.Token;
        try
        {
            try
            {
                await _slots.WaitAsync(ct);
                try
                {
                    await using var scope = scopes.CreateAsyncScope();
                    job.Result = await work(scope.ServiceProvider, job.Progress, ct);
                }
                finally
                {
                    _slots.Release();
                }
            }
            finally
            {
                afterwards?.Invoke();
            }

            job.State = JobState.Done;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            job.State = JobState.Cancelled;
        }
        catch (ObjectDisposedException)
        {
            job.State = JobState.Cancelled;
        }
        catch (Exception e)
        {
            // The owner reads that it failed; the log says how.
            LogFailure(e, job.Id);
            job.State = JobState.Failed;
        }

        job.EndedAt = clock.GetUtcNow();
    }

    private void Forget()
    {
        var old = clock.GetUtcNow() - Remembered;
        foreach (var job in _jobs.Values.Where(j => j.EndedAt < old))
        {
            _jobs.TryRemove(job.Id, out _);
        }
    }

    [LoggerMessage(LogLevel.Error, "Job {Id} failed")]
    private partial void LogFailure(Exception e, Guid id);

    private sealed class Job(Guid id, string accountId, DateTimeOffset startedAt)
    {
        public Guid Id { get; } = id;
        public string AccountId { get; } = accountId;
        public CancellationTokenSource Cancellation { get; } = new();
        public JobProgress Progress { get; } = new();
        public JobState State { get; set; }
        public object? Result { get; set; }
        public DateTimeOffset? EndedAt { get; set; }

        public JobView View() =>
            new(
                Id,
                State,
                Volatile.Read(ref Progress.DoneSoFar),
                Progress.OfTotal,
                Progress.Latest,
                State == JobState.Done ? Result : null,
                startedAt
            );
    }
}
