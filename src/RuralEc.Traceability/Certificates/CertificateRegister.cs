using System.Globalization;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Epcis;
using RuralEc.Gs1;
using RuralEc.Traceability.Commands;
using RuralEc.Traceability.Lots;
using RuralEc.Traceability.Parties;
using RuralEc.Traceability.Reference;

namespace RuralEc.Traceability.Certificates;

/// <summary>Issues and voids 承诺达标合格证 (农产品质量安全法 art. 39; MARA Order 2025 No. 4), lot by lot.</summary>
public sealed class CertificateRegister(DbContext db, StepRecorder recorder, TimeProvider clock)
{
    // Two clerks of one town at the same moment draw the same serial; the slower draws again.
    private const int Attempts = 3;

    /// <summary>
    /// Issues a certificate. The style follows from who issues: the producer of all that is in the lot, or a buyer who
    /// collected others' certificates.
    /// </summary>
    public async Task<StepOutcome> IssueAsync(ClaimsPrincipal by, IssueCertificate command, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await recorder.RunAsync(
                    by,
                    command.Id,
                    command,
                    now => EventTimes.Check(command.At, now, "/at"),
                    opening => IssueOnceAsync(by, opening, command, ct),
                    ct
                );
            }
            catch (DbUpdateException) when (attempt < Attempts)
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    /// <summary>Takes a certificate back. It stays in the register, with the reason; a new one may be issued.</summary>
    public Task<StepOutcome> VoidAsync(ClaimsPrincipal by, VoidCertificate command, CancellationToken ct) =>
        recorder.RunAsync(
            by,
            command.Id,
            command,
            now => EventTimes.Check(command.At, now, "/at"),
            opening => DecideVoidAsync(command, opening, ct),
            ct
        );

    private async Task<StepOutcome> DecideVoidAsync(VoidCertificate command, StepOpening opening, CancellationToken ct)
    {
        var (own, number) = (opening.PartyGln, command.Number.Trim());
        var certificate = await db.Set<Certificate>()
            .AsTracking()
            .SingleOrDefaultAsync(c => c.Number == number && c.IssuerGln == own, ct);
        if (certificate is null)
        {
            return new StepOutcome.NotFound("没有这张合格证。", "/number");
        }
        if (certificate.VoidedAt is not null)
        {
            return StepEnding.Refused("certificate-void", "Certificate is void", "这张合格证已作废。", "/number");
        }
        var reason = command.Reason.Trim();
        certificate.VoidedAt = EventTimes.ToMilliseconds(command.At);
        certificate.VoidReason = reason;
        certificate.Version++;
        var lot = await db.Set<Lot>().SingleAsync(l => l.Id == certificate.LotId, ct);
        return await recorder.RecordAsync(
            opening.Draft(
                command.Id,
                StepKind.CertificateVoid,
                command.Place,
                command.At,
                (StepFact.Certificate, number),
                (StepFact.Reason, reason)
            ),
            [StepEnding.Seen(lot.Id, certificate.Quantity, certificate.Uom)],
            [
                EventOf(command.Id, command.At, command.Place, lot, certificate) with
                {
                    BizStep = BizStep.Other,
                    Extensions = LotEvents.Extensions(own, ("certificateVoided", number), ("reason", reason)),
                },
            ],
            ct
        );
    }

    private async Task<StepOutcome> IssueOnceAsync(
        ClaimsPrincipal by,
        StepOpening opening,
        IssueCertificate command,
        CancellationToken ct
    )
    {
        var own = opening.PartyGln;
        if (await StockBook.FindLotAsync(db, by, command.Gtin, command.Lot, ct) is not { } found)
        {
            return StockBook.NoSuchLot(command.Lot, "/lot");
        }
        var (lot, product) = found;
        if (lot.Held)
        {
            return StockBook.IsHeld(lot, "/lot");
        }
        if (ProductClass.Find(lot.ProductClass) is { CertificateRequired: false } unlisted)
        {
            return NotListed(unlisted);
        }
        var issuer = await db.Set<Party>().SingleAsync(p => p.Gln == own, ct);
        var family = (await LotAncestry.OfAsync(db, lot.Id, ct)).Keys.ToList();
        var ancestry = await db.Set<Lot>().Where(l => family.Contains(l.Id)).ToListAsync(ct);
        var style =
            ancestry.All(l => l.OriginPartyGln == own) && issuer.Kind is PartyKind.Cooperative
                ? CertificateStyle.Producer
                : CertificateStyle.Buyer;
        var template = CertificateTemplate.For(EventTimes.DayOf(command.At), style);
        var parents = await ParentsAsync(lot, ancestry, command, ct);
        var used = await SprayHistory.OfAsync(db, ancestry, ct);
        var (quantity, uom) = await MadeAsync(lot, ct);
        if (
            (CheckContent(command, template, parents, used) ?? CheckQuantity(command.Quantity, quantity, uom)) is
            { } refusal
        )
        {
            return new StepOutcome.Refused(refusal);
        }
        if (
            await db.Set<Certificate>().AnyAsync(c => c.LotId == lot.Id && c.IssuerGln == own && c.VoidedAt == null, ct)
        )
        {
            return StepEnding.Refused(
                "certificate-exists",
                "Lot has a certificate",
                "这个批次已有有效的合格证；如需重开，请先作废。",
                "/lot"
            );
        }
        var (number, taken) = await NumberAsync(issuer, command, ct);
        if (taken is not null)
        {
            return taken;
        }
        var producer = await db.Set<Party>().SingleOrDefaultAsync(p => p.Gln == lot.OriginPartyGln, ct);
        var certificate = new Certificate
        {
            Id = command.Id,
            Number = number,
            LotId = lot.Id,
            Gtin = lot.Gtin,
            BatchNumber = lot.BatchNumber,
            IssuerGln = own,
            IssuerName = issuer.Name,
            Contact = PlainTextAttribute.Clean(command.Contact) ?? issuer.Phone ?? "",
            ProductName = product.Name,
            Origin = PlainTextAttribute.Clean(command.Origin) ?? producer?.Address ?? "",
            Quantity = command.Quantity,
            Uom = uom,
            IssuedOn = EventTimes.DayOf(command.At),
            RecordedAt = EventTimes.ToMilliseconds(clock.GetUtcNow()),
            TemplateVersion = template.Version,
            Style = style,
            Bases = string.Join('\n', command.Bases.Distinct()),
            TestedItems = string.Join(
                '\n',
                (command.TestedItems ?? []).Select(tested => tested.Item.Trim()).Distinct()
            ),
            Parents = string.Join('\n', parents),
        };
        if (CheckPrinted(certificate) is { } blank)
        {
            return new StepOutcome.Refused(blank);
        }
        db.Add(certificate);
        return await recorder.RecordAsync(
            opening.Draft(command.Id, StepKind.Certificate, command.Place, command.At, (StepFact.Certificate, number)),
            [StepEnding.Seen(lot.Id, command.Quantity, uom)],
            [EventOf(command.Id, command.At, command.Place, lot, certificate)],
            ct
        );
    }

    /// <summary>Collected with the goods, and those still good of the nearest lots that have one.</summary>
    private async Task<IReadOnlyList<string>> ParentsAsync(
        Lot lot,
        List<Lot> ancestry,
        IssueCertificate command,
        CancellationToken ct
    )
    {
        var before = ancestry.Select(l => l.Id).Where(id => id != lot.Id).ToList();
        var ours = await db.Set<Certificate>()
            .Where(c => before.Contains(c.LotId) && c.VoidedAt == null)
            .Select(c => c.Number)
            .ToListAsync(ct);
        // A buyer of the lot itself passes on its producer's certificate.
        var sold = await db.Set<Certificate>()
            .Where(c => c.LotId == lot.Id && c.VoidedAt == null && c.Style == CertificateStyle.Producer)
            .Select(c => c.Number)
            .ToListAsync(ct);
        return [.. (command.Collected ?? []).Select(c => c.Number.Trim()).Concat(sold).Concat(ours).Distinct()];
    }

    private async Task<(string Number, StepOutcome? Taken)> NumberAsync(
        Party issuer,
        IssueCertificate command,
        CancellationToken ct
    )
    {
        if (PlainTextAttribute.Clean(command.Number) is { } stated)
        {
            return await db.Set<Certificate>().AnyAsync(c => c.Number == stated, ct)
                ? ("", StepEnding.Refused("number-taken", "Number in use", "这个合格证编号已用过。", "/number"))
                : (stated, null);
        }
        var head = CertificateRules.NumberHead(issuer.DistrictCode, issuer.TownCode, EventTimes.DayOf(command.At));
        var last = await db.Set<Certificate>()
            .Where(c => c.Number.StartsWith(head) && c.Number.Length == CertificateRules.NumberLength)
            .MaxAsync(c => (string?)c.Number, ct);
        var serial = int.TryParse(last?[head.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var used)
            ? used + 1
            : 1;
        return (CertificateRules.Number(head, serial), null);
    }

    // What left the lot's own steps: a certificate speaks for the whole lot or a part of it.
    private async Task<(decimal Quantity, Uom Uom)> MadeAsync(Lot lot, CancellationToken ct)
    {
        var made = await db.Set<StepLot>()
            .Where(part => part.LotId == lot.Id && part.Role == LotRole.Output)
            .Select(part => new { part.Quantity, part.Uom })
            .ToListAsync(ct);
        return (made.Sum(part => part.Quantity), made.Count > 0 ? made[0].Uom : Uom.KGM);
    }

    private static Refusal? CheckContent(
        IssueCertificate command,
        CertificateTemplate template,
        IReadOnlyList<string> parents,
        IReadOnlyList<string> activeIngredientsUsed
    )
    {
        if (!command.Bases.All(template.Offers))
        {
            return new Refusal(
                "basis-not-offered",
                "Basis is not on the template",
                "这一版合格证没有所选的承诺依据。",
                "/bases"
            );
        }
        if (template.Style is CertificateStyle.Buyer && parents.Count == 0)
        {
            return new Refusal(
                "no-certificate-collected",
                "No certificate collected",
                "收购者开具合格证前，须收取并保存原有的合格证，请填写编号。",
                "/collected"
            );
        }
        var items = (command.TestedItems ?? []).Select(tested => tested.Item).ToList();
        if (items.Count == 0 && command.Bases.Any(CertificateRules.IsTest))
        {
            return new Refusal(
                "tested-items-missing",
                "Tested items missing",
                "承诺依据为检测合格时，请填写检测项目。",
                "/testedItems"
            );
        }
        var untested = CertificateRules.Untested(command.Bases, activeIngredientsUsed, items);
        return untested.Count == 0
            ? null
            : new Refusal(
                "used-but-not-tested",
                "Used but not tested",
                $"用什么药、检什么药：农事记录中使用过{string.Join("、", untested)}，检测项目中没有。",
                "/testedItems"
            )
            {
                Facts = new Dictionary<string, object?> { ["untested"] = untested },
            };
    }

    private static Refusal? CheckQuantity(decimal stated, decimal made, Uom uom) =>
        uom is Uom.H87 && stated != decimal.Truncate(stated)
            ? new Refusal("whole-boxes", "Boxes are whole", "箱数应为整数。", "/quantity")
        : stated > made
            ? new Refusal(
                "more-than-lot",
                "More than the lot",
                string.Create(CultureInfo.InvariantCulture, $"合格证数量不能超过批次数量{made:0.###}。"),
                "/quantity"
            )
        : null;

    private static Refusal? CheckPrinted(Certificate certificate) =>
        certificate switch
        {
            { Contact: "" } => new Refusal("contact-missing", "Contact missing", "请填写联系方式。", "/contact"),
            { Origin: "" } => new Refusal("origin-missing", "Origin missing", "请填写产地。", "/origin"),
            _ => null,
        };

    private static StepOutcome NotListed(ProductClass productClass) =>
        StepEnding.Refused(
            "certificate-not-applicable",
            "No certificate for this product class",
            $"{productClass.Name}不在承诺达标合格证的适用范围内（农业农村部令2025年第4号第三条）。{productClass.Source}",
            "/gtin"
        );

    private static ObjectEvent EventOf(Guid id, DateTimeOffset at, Gln place, Lot lot, Certificate certificate) =>
        new()
        {
            EventId = StepRecorder.EventIdOf(id),
            EventTime = EventTimes.ToMilliseconds(at),
            Action = EventAction.OBSERVE,
            BizStep = BizStep.Inspecting,
            Disposition = certificate.VoidedAt is null ? Disposition.Conformant : null,
            ReadPoint = place.ToLocationUri(),
            QuantityList = [LotEvents.AmountOf(lot, certificate.Quantity, certificate.Uom)],
            BizTransactions = [new BizTransaction("cert", DocumentUri.Of(certificate.IssuerGln, certificate.Number))],
            CertificationInfo = [DocumentUri.Of(certificate.IssuerGln, certificate.Number)],
            Extensions = LotEvents.Extensions(certificate.IssuerGln),
        };
}
