namespace RuralEc.ColdChain;

/// <summary>What became of a command. The id that the client made decides whether it is the same one again.</summary>
public abstract record DeskAnswer
{
    private protected DeskAnswer() { }

    public sealed record Recorded(Guid Id) : DeskAnswer;

    public sealed record AlreadyRecorded(Guid Id) : DeskAnswer;

    /// <summary>A logger got a secret. This is the only time that it can be read.</summary>
    public sealed record SecretGiven(string Device, string Secret) : DeskAnswer;

    /// <summary>The id stands for something else already.</summary>
    public sealed record IdTaken : DeskAnswer;

    /// <summary>There is no such thing, or it is not the caller's.</summary>
    public sealed record NotFound(string Detail, string Field) : DeskAnswer;

    /// <summary>A rule forbids it: <paramref name="Title"/> is English, <paramref name="Detail"/> Chinese.</summary>
    public sealed record Forbidden(string Kind, string Title, string Detail, string Field) : DeskAnswer;
}
