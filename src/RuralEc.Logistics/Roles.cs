namespace RuralEc.Logistics;

/// <summary>The role names of accounts, as the sign-in puts them into the role claim.</summary>
internal static class Roles
{
    public const string Operator = "operator";
    public const string Officer = "officer";
    public const string Auditor = "auditor";
    public const string Administrator = "administrator";
}
