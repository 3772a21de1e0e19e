using RuralEc.ColdChain;
using RuralEc.Traceability.Codes;

namespace RuralEc.Server.Pages.Trace;

/// <summary>How the page looks at first sight; each has its own sign and words besides its colour.</summary>
public enum Tone
{
    /// <summary>No verdict: a page that only leads on.</summary>
    Plain,
    Good,
    Caution,
    Danger,
}

/// <summary>The one thing to say first. The order is that of precedence: what is named first wins.</summary>
public enum VerdictKind
{
    Recalled,
    CodeVoid,
    NotActivated,
    Held,
    ColdChainCritical,
    CertificateVoid,
    ScannedOften,
    ColdChainExcursion,
    ColdChainWarning,
    ColdChainUnknown,
    ColdChainIncomplete,
    AllWell,
}

/// <summary>The verdict on a story. Silence of the loggers is never called fine.</summary>
public sealed record TraceVerdict(VerdictKind Kind)
{
    public Tone Tone =>
        Kind switch
        {
            VerdictKind.Recalled or VerdictKind.CodeVoid or VerdictKind.ColdChainCritical => Tone.Danger,
            VerdictKind.AllWell => Tone.Good,
            _ => Tone.Caution,
        };

    /// <summary>200 but for a void code, which is gone (410). A recalled package exists and is spoken of (200).</summary>
    public int StatusCode => Kind is VerdictKind.CodeVoid ? StatusCodes.Status410Gone : StatusCodes.Status200OK;

    public static TraceVerdict Of(TraceStory story) =>
        new(
            story switch
            {
                { Package.State: TraceCodeState.Recalled } => VerdictKind.Recalled,
                { Package.State: TraceCodeState.Void } => VerdictKind.CodeVoid,
                { Package.State: TraceCodeState.Printed } => VerdictKind.NotActivated,
                { Lot.Held: true } => VerdictKind.Held,
                { Temperature.Verdict: TemperatureVerdict.Critical } => VerdictKind.ColdChainCritical,
                { Certificate.VoidedAt: not null } => VerdictKind.CertificateVoid,
                { Package.ScannedOften: true } => VerdictKind.ScannedOften,
                { Temperature.Verdict: TemperatureVerdict.Excursion } => VerdictKind.ColdChainExcursion,
                { Temperature.Verdict: TemperatureVerdict.Warning } => VerdictKind.ColdChainWarning,
                { Temperature: null } or { Temperature.Verdict: TemperatureVerdict.Unknown } =>
                    VerdictKind.ColdChainUnknown,
                { Temperature.CoversEnough: false } => VerdictKind.ColdChainIncomplete,
                _ => VerdictKind.AllWell,
            }
        );
}
