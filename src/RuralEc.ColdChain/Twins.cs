using Microsoft.EntityFrameworkCore;

namespace RuralEc.ColdChain;

/// <summary>Two commands at the same moment: the keys of the tables let one of them through.</summary>
internal static class Twins
{
    /// <summary>
    /// Decides a command. When another was faster and the database says no, it is decided again and meets what the other
    /// one stored: a repetition, or a rule that forbids it now.
    /// </summary>
    public static async Task<DeskAnswer> DecideAsync(this DbContext db, Func<Task<DeskAnswer>> decide)
    {
        try
        {
            return await decide();
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return await decide();
        }
    }
}
