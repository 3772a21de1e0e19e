using Microsoft.EntityFrameworkCore;

namespace RuralEc.Traceability.Codes;

/// <summary>Moves many codes at once along their life, inside the caller's transaction.</summary>
internal static class CodeStates
{
    /// <summary>
    /// Those of <paramref name="codes"/> which may legally become <paramref name="to"/> do; the others stay. The
    /// number of those moved.
    /// </summary>
    public static Task<int> MoveAsync(
        IQueryable<TraceCode> codes,
        TraceCodeState to,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        var before = TraceCodeLife.Before(to).ToList();
        var moving = codes.Where(code => before.Contains(code.State));
        return to is TraceCodeState.Activated
            ? moving.ExecuteUpdateAsync(
                set =>
                    set.SetProperty(code => code.State, to)
                        .SetProperty(code => code.StateAt, at)
                        .SetProperty(code => code.ActivatedAt, at),
                ct
            )
            : moving.ExecuteUpdateAsync(
                set => set.SetProperty(code => code.State, to).SetProperty(code => code.StateAt, at),
                ct
            );
    }
}
