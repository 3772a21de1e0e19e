namespace RuralEc.FirmwareSim.Truth;

/// <summary>What became of a reading in the end.</summary>
internal enum Fate
{
    /// <summary>A PUBACK released it.</summary>
    Acknowledged,

    /// <summary>A reason code refused it for good.</summary>
    Refused,

    /// <summary>It was overwritten in a full buffer before any answer came. It may have arrived all the same.</summary>
    Lost,

    /// <summary>The run ended and it was still in the logger. It may have arrived all the same.</summary>
    Pending,
}
