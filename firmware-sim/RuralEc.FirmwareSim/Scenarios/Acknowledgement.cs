namespace RuralEc.FirmwareSim.Scenarios;

/// <summary>What lets a logger delete a reading.</summary>
internal enum Acknowledgement
{
    /// <summary>PUBACK: the broker is the server.</summary>
    Puback,

    /// <summary>The server's answer on <c>/a</c>: the broker stands between.</summary>
    Answer,
}
