namespace RuralEc.Server.Pages.Trace;

/// <summary>What the page says after a report.</summary>
public enum ReportReply
{
    Taken,

    /// <summary>The code was reported often enough today.</summary>
    TooMany,

    /// <summary>Nothing was chosen, or the text was too long or held control characters.</summary>
    Unreadable,
}
