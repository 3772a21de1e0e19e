using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RuralEc.ColdChain.Alarms;

namespace RuralEc.ColdChain.Live;

/// <summary>
/// Tells somebody who looks on how assets change: all of them at first, then those that are different, once a second at
/// most.
/// </summary>
internal sealed class LiveStream(
    IServiceScopeFactory scopes,
    LiveNews news,
    AlarmSignal signal,
    IHostApplicationLifetime host,
    TimeProvider clock
)
{
    // More at once are looked at as all.
    private const int MostDevices = 1_000;

    public async IAsyncEnumerable<SseItem<IReadOnlyList<LiveAsset>>> OfAsync(
        ClaimsPrincipal by,
        [EnumeratorCancellation] CancellationToken ct = default
    )
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(ct, host.ApplicationStopping);
        using var me = news.LookOn();
        var view = new View(by);
        var begun = false;
        var (devices, alarms) = (me.Devices.TakeAsync(ends.Token), signal.NextAsync());
        while (!ends.IsCancellationRequested)
        {
            IReadOnlyCollection<string> reported = [];
            if (devices.IsCompletedSuccessfully)
            {
                reported = await devices;
                devices = me.Devices.TakeAsync(ends.Token);
            }

            if (alarms.IsCompleted)
            {
                alarms = signal.NextAsync();
            }

            var changed = await LookAsync(view, reported, ends.Token);
            if (changed is not null && (changed.Count > 0 || !begun))
            {
                begun = true;
                yield return new(changed, "assets");
            }

            await Onlooking.WaitAsync(Task.WhenAny(devices, alarms), clock, ends.Token);
        }
    }

    /// <returns>Null at the end.</returns>
    private async Task<IReadOnlyList<LiveAsset>?> LookAsync(
        View view,
        IReadOnlyCollection<string> reported,
        CancellationToken ct
    )
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var assets = scope.ServiceProvider.GetRequiredService<LiveAssets>();
            var now = clock.GetUtcNow();
            var alarms = await assets.AlarmsAsync(view.By, ct);
            if (view.LookedAt + Onlooking.LookAnyway <= now || reported.Count > MostDevices)
            {
                (view.LookedAt, view.Alarms) = (now, alarms);
                return view.Changed(await assets.OfAsync(view.By, alarms, ct));
            }

            Guid[] moved =
            [
                .. alarms
                    .Keys.Union(view.Alarms.Keys)
                    .Where(id => alarms.GetValueOrDefault(id) != view.Alarms.GetValueOrDefault(id)),
            ];
            view.Alarms = alarms;
            return view.Changed(await assets.OfAsync(view.By, alarms, moved, reported, ct));
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>What somebody has been told.</summary>
    private sealed class View(ClaimsPrincipal by)
    {
        private readonly Dictionary<Guid, LiveAsset> _told = [];

        public ClaimsPrincipal By { get; } = by;
        public DateTimeOffset LookedAt { get; set; } = DateTimeOffset.MinValue;
        public IReadOnlyDictionary<Guid, AssetAlarms> Alarms { get; set; } = new Dictionary<Guid, AssetAlarms>();

        public LiveAsset[] Changed(IReadOnlyList<LiveAsset> seen)
        {
            LiveAsset[] changed = [.. seen.Where(a => !a.Equals(_told.GetValueOrDefault(a.Id)))];
            foreach (var asset in changed)
            {
                _told[asset.Id] = asset;
            }

            return changed;
        }
    }
}
