using RuralEc.ColdChain.Retention;
using RuralEc.Epcis;
using RuralEc.Gs1;

namespace RuralEc.Server.Storage.Readings;

/// <summary>What the cold-chain room asks of its host for retention: the settings, and how goods hang together.</summary>
internal static class RetentionSetup
{
    public static void AddRetention(this IServiceCollection services, ServerOptions options)
    {
        services
            .AddOptions<RetentionOptions>()
            .BindConfiguration("Retention")
            .Validate(
                retention => retention.UntiedDays is >= 30 and <= 36_500,
                "Retention:UntiedDays is from 30 to 36500."
            )
            .Validate(retention => retention.GoodsYears is >= 2 and <= 100, "Retention:GoodsYears is from 2 to 100.")
            .Validate(
                retention => retention.HeldYears >= retention.GoodsYears && retention.HeldYears <= 100,
                "Retention:HeldYears is from Retention:GoodsYears to 100."
            )
            .ValidateOnStart();
        services.AddScoped<RelatedGoods>(provider =>
            (itemUri, ct) => RelatedAsync(provider.GetRequiredService<TraceQuery>(), itemUri, ct)
        );
        // The sample season stays as it was, however long ago that is.
        if (!options.Demo)
        {
            services.AddHostedService<RetentionWorker>();
        }
    }

    private static async Task<IReadOnlyCollection<string>> RelatedAsync(
        TraceQuery trace,
        string itemUri,
        CancellationToken ct
    )
    {
        var before = await trace.UpstreamAsync(itemUri, ct);
        var after = await trace.DownstreamAsync(itemUri, ct);
        // Boxes are nowhere by themselves.
        return before
            .Nodes.Concat(after.Nodes)
            .Select(n => n.Identifier)
            .Where(uri => Lgtin.TryFromUri(uri, out _) || Sscc.TryFromUri(uri, out _))
            .ToHashSet(StringComparer.Ordinal);
    }
}
