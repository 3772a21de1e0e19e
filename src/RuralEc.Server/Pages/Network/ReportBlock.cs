namespace RuralEc.Server.Pages.Network;

/// <summary>A part of a generated report; a page and a document show the same parts.</summary>
public abstract record ReportBlock
{
    private ReportBlock() { }

    /// <param name="Level">2 for a chapter, 3 for a part of one.</param>
    public sealed record Heading(int Level, string Text) : ReportBlock;

    public sealed record Paragraph(string Text) : ReportBlock;

    public sealed record Bullets(IReadOnlyList<string> Items) : ReportBlock;

    public sealed record Table(string Caption, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
        : ReportBlock;

    public sealed record Map(MapDrawing Drawing) : ReportBlock;
}

/// <summary>A generated report.</summary>
public sealed record ReportText(string Title, string Subtitle, IReadOnlyList<ReportBlock> Blocks);
