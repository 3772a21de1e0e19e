namespace RuralEc.Server.Security;

/// <summary>What people may be. A person has one role and, but for officers and administrators, one party.</summary>
internal static class Roles
{
    public const string Clerk = "clerk";
    public const string Manager = "manager";
    public const string Carrier = "carrier";
    public const string Operator = "operator";
    public const string Officer = "officer";
    public const string Auditor = "auditor";
    public const string Administrator = "administrator";

    public static readonly string[] All = [Clerk, Manager, Carrier, Operator, Officer, Auditor, Administrator];
}
