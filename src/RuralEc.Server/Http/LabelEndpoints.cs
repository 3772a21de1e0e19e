using System.Security.Claims;
using RuralEc.Gs1;
using RuralEc.Server.Pages.Labels;
using RuralEc.Server.Pages.Trace;
using RuralEc.Server.Security;
using RuralEc.Traceability.Certificates;
using RuralEc.Traceability.Codes;
using RuralEc.Traceability.Lots;

namespace RuralEc.Server.Http;

/// <summary>Pages for the printer of the co-operative: labels of a run, and certificates.</summary>
internal static class LabelEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var printing = routes
            .MapGroup("/coop")
            .RequireAuthorization(policy => policy.RequireRole(Roles.Clerk, Roles.Manager))
            .ExcludeFromDescription();
        printing.MapGet("/labels/{labelRunId:guid}", SheetAsync);
        printing.MapGet("/certificates/{number}", CertificateAsync);
    }

    private static async Task<IResult> SheetAsync(
        Guid labelRunId,
        ClaimsPrincipal by,
        LabelRunQuery runs,
        LotPassportQuery passports,
        TraceStories stories,
        PlaceBook places,
        ServerOptions options,
        CancellationToken ct,
        string? format = null,
        int start = 1,
        double dx = 0,
        double dy = 0,
        int from = 1,
        int? to = null
    )
    {
        var chosen = format is null ? LabelFormat.All[0] : LabelFormat.Find(format);
        if (
            chosen is null
            || start < 1
            || start > chosen.PerPage
            || from < 1
            || to < from
            || !(Math.Abs(dx) <= LabelFormat.MostNudge)
            || !(Math.Abs(dy) <= LabelFormat.MostNudge)
        )
        {
            return TypedResults.BadRequest();
        }
        if (
            await runs.OfAsync(by, labelRunId, ct) is not { } run
            || await passports.OfAsync(run.Gtin, run.Lot, ct) is not { } passport
        )
        {
            return TypedResults.NotFound();
        }
        var last = Math.Min(to ?? int.MaxValue, (long)from + LabelSheet.MostLabels - 1);
        var lot = new Lgtin(run.Gtin, run.Lot);
        return ScanAnswer.Page<LabelSheet>(
            StatusCodes.Status200OK,
            ("Format", chosen),
            ("Text", await TextAsync(passport, lot, stories, places, ct)),
            (
                "Items",
                run.Labels.Where(label => label.Number >= from && label.Number <= last && IsUsable(label))
                    .Select(label => new LabelItem(
                        label.Number,
                        label.Serial,
                        label.ShortCode,
                        QrLink.Of(options, DigitalLink.Of(lot, label.Serial)),
                        QrLink.OfShort(options, label.ShortCode)
                    ))
                    .ToList()
            ),
            ("Total", run.Count),
            ("From", from),
            ("To", (int)Math.Min(last, run.Count)),
            ("Start", start),
            ("Dx", dx),
            ("Dy", dy)
        );
    }

    private static bool IsUsable(LabelView label) =>
        label.State is not (TraceCodeState.Void or TraceCodeState.Recalled);

    private static async Task<LabelText> TextAsync(
        LotPassport passport,
        Lgtin lot,
        TraceStories stories,
        PlaceBook places,
        CancellationToken ct
    )
    {
        var certificate = await stories.CertificateOfAsync(lot, passport.Ancestors, ct);
        var origin = await places.OriginAsync(
            passport.Plots.Count > 0
                ? [.. passport.Plots.Select(plot => plot.DivisionCode).Distinct()]
                : [passport.MakerDistrictCode],
            ct
        );
        return new()
        {
            Gtin = passport.Gtin,
            Lot = passport.Lot,
            Name = passport.ProductName,
            Grade = passport.GradeName,
            NetContentKg = passport.NetContentKg,
            Origin = origin.Chinese,
            Producer = passport.MakerName,
            HarvestedOn = passport.HarvestedOn,
            PackedOn = passport.PackedOn,
            BestBefore = passport.BestBefore,
            Certificate = certificate is { VoidedAt: null }
                ? new(
                    certificate.Number,
                    string.Concat(certificate.Promises),
                    string.Join('、', certificate.Bases.Where(basis => basis.Ticked).Select(basis => basis.Label)),
                    certificate.IssuedOn
                )
                : null,
        };
    }

    private static async Task<IResult> CertificateAsync(
        string number,
        CertificateQuery certificates,
        ServerOptions options,
        CancellationToken ct,
        string? format = null
    )
    {
        if (format is not (null or "a5" or "100x70"))
        {
            return TypedResults.BadRequest();
        }
        return await certificates.OfNumberAsync(number, ct) is { } certificate
            ? ScanAnswer.Page<CertificatePrint>(
                StatusCodes.Status200OK,
                ("Certificate", TraceStories.FactsOf(certificate)),
                ("Link", QrLink.Of(options, DigitalLink.Of(new Lgtin(certificate.Gtin, certificate.Lot)))),
                ("Lot", $"/coop/lots/{certificate.Gtin}/{Uri.EscapeDataString(certificate.Lot.ToString())}"),
                ("Small", format == "100x70")
            )
            : TypedResults.NotFound();
    }
}
