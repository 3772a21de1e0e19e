namespace RuralEc.ColdChain.Alarms;

/// <summary>Tells open desks in this process that alarms changed, so that none of them has to ask all the time.</summary>
public sealed class AlarmSignal
{
    private TaskCompletionSource _next = New();

    /// <summary>Completes when something changes after this call.</summary>
    public Task NextAsync() => Volatile.Read(ref _next).Task;

    internal void Raise() => Interlocked.Exchange(ref _next, New()).SetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
