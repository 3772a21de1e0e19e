using RuralEc.FirmwareSim.Mqtt;
using RuralEc.FirmwareSim.Truth;

namespace RuralEc.FirmwareSim.Play;

/// <summary>What all loggers of a run share.</summary>
internal sealed record Stage(
    BrokerAddress Broker,
    TimeProvider Time,
    SimulatedClock Clock,
    Metronome Metronome,
    ConnectionKeeper Keeper,
    ConnectPace Pace,
    Counts Counts,
    TruthFile? Truth,
    IReadOnlyList<double> LimitsCelsius,
    double EndSecond,
    CancellationToken Stopped
)
{
    private readonly TaskCompletionSource _failed = new();

    /// <summary>Fails when anything but the network went wrong in the background.</summary>
    public Task Failure => _failed.Task;

    /// <summary>Sees to it that nothing that runs in the background fails in silence.</summary>
    public void Watch(Task work) =>
        work.ContinueWith(
            ended =>
            {
                if (ended.IsFaulted)
                {
                    _failed.TrySetException(ended.Exception.InnerExceptions);
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.NotOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
}
