using RuralEc.Gs1;

namespace RuralEc.Server.Mqtt;

/// <summary>Says something to a device credential on its topic <c>n</c>, by whichever broker devices are heard.</summary>
internal interface INoticeLane
{
    /// <summary>Null once it is taken; else why it is not.</summary>
    /// <param name="id">The same for every try.</param>
    Task<string?> SayAsync(Gln party, string device, Guid id, string payload, CancellationToken ct);
}
