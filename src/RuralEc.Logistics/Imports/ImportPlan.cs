namespace RuralEc.Logistics.Imports;

/// <summary>Where the data of a file come from.</summary>
/// <param name="Source">Who published them, such as <c>天地图 2024</c>.</param>
/// <param name="Crs"><c>WGS84</c>, <c>GCJ-02</c> or <c>BD-09</c>.</param>
/// <param name="Quality">One of <see cref="CoordinateQuality.Stated"/>, for rows that state none.</param>
/// <param name="ReviewNumber">The review number (审图号) of outlines.</param>
public sealed record ImportOrigin(string Source, string Crs, string Quality, string? ReviewNumber = null);

/// <summary>What a row has against it.</summary>
/// <param name="Row">Its line or number in the file; null where it is about the whole.</param>
/// <param name="Text">A Chinese sentence for people.</param>
public sealed record ImportRemark(int? Row, string Text);

/// <summary>What an import would do, or did.</summary>
/// <param name="New">Rows that are not there yet.</param>
/// <param name="Changed">Rows that are there and differ.</param>
/// <param name="Same">Rows that say what is there.</param>
/// <param name="Faults">While there is one, nothing is taken.</param>
/// <param name="Questions">What a person has to confirm.</param>
/// <param name="Repairs">Outlines that were broken and are repaired.</param>
public sealed record ImportSummary(
    int New,
    int Changed,
    int Same,
    IReadOnlyList<ImportRemark> Faults,
    IReadOnlyList<ImportRemark> Questions,
    IReadOnlyList<ImportRemark> Repairs
)
{
    /// <summary>Nothing stands against it, or only what may be confirmed.</summary>
    public bool MayProceed => Faults.Count == 0 && New + Changed > 0;
}
