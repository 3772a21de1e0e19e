namespace RuralEc.ColdChain.Alarms.Notices;

/// <summary>
/// A host on no public address, or without TLS, that an administrator allows webhooks to: without one, a contact could
/// make the server call what only the server can reach.
/// </summary>
internal sealed class AllowedHost
{
    /// <summary>Name or address with the port, in lower case: <c>wms.lan:8443</c>.</summary>
    public required string Host { get; set; }
    public DateTimeOffset AllowedAt { get; set; }
    public required string AllowedBy { get; set; }
}
