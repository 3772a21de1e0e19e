namespace RuralEc.Epcis;

/// <summary>What is wrong with an EPCIS document and where: an RFC 6901 pointer and an English sentence.</summary>
public sealed record EpcisError(string JsonPointer, string Message);

/// <summary>The events of a document, or what is wrong with it. Either list is empty.</summary>
public sealed record EpcisReading(IReadOnlyList<EpcisEvent> Events, IReadOnlyList<EpcisError> Errors)
{
    public bool IsGood => Errors.Count == 0;
}
