namespace RuralEc.Traceability;

/// <summary>Refusals that several rules of the room share.</summary>
internal static class Refusals
{
    public static Refusal NoParty() =>
        new("no-party", "The account works for no party", "该账号没有所属主体，不能登记。", "");

    public static Refusal NoCooperative() =>
        new("not-a-cooperative", "Not a co-operative", "只有已登记的合作社可以登记地块和采收。", "");
}
