namespace RuralEc.FirmwareSim.Scenarios;

/// <summary>How a logger writes its readings (docs/mqtt.md).</summary>
internal enum PayloadForm
{
    /// <summary>One reading as a JSON object, several as a SenML pack in JSON.</summary>
    Mixed,

    /// <summary>Every reading as a JSON object of its own.</summary>
    Json,

    /// <summary>SenML packs in JSON (RFC 8428 §5).</summary>
    SenmlJson,

    /// <summary>SenML packs in CBOR (RFC 8428 §6).</summary>
    SenmlCbor,

    /// <summary>A CBOR array of boot, first sequence number, time, interval and temperatures.</summary>
    CompactCbor,
}
