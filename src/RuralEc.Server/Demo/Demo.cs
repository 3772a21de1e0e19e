using RuralEc.Traceability;
using RuralEc.Traceability.Lots;

namespace RuralEc.Server.Demo;

/// <summary>The seed goes through the use cases of people, so a refusal is a fault of the seed and stops it.</summary>
internal static class Demo
{
    public static StepReceipt Done(StepOutcome outcome) =>
        outcome switch
        {
            StepOutcome.Recorded recorded => recorded.Receipt,
            StepOutcome.AlreadyRecorded before => before.Receipt,
            _ => throw new InvalidOperationException($"The sample season was refused: {outcome}"),
        };

    public static void Done<TView>(Registration<TView> outcome)
    {
        if (outcome is not (Registration<TView>.Registered or Registration<TView>.AlreadyRegistered))
        {
            throw new InvalidOperationException($"The sample season was refused: {outcome}");
        }
    }
}
