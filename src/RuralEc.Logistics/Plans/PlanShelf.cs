using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;

namespace RuralEc.Logistics.Plans;

/// <summary>Keeps plans: named, shared with those who see the same districts, taken away by their maker.</summary>
public sealed class PlanShelf(DbContext db, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Stored = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false),
            new GlnText(),
        },
    };

    /// <summary>Puts a plan on the shelf of an account.</summary>
    public async Task<Guid> KeepAsync<TQuestion, TAnswer>(
        ClaimsPrincipal by,
        PlanKind kind,
        string name,
        string prefix,
        TQuestion question,
        TAnswer answer,
        CancellationToken ct
    )
    {
        var plan = new Plan
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Kind = kind,
            Name = name,
            AccountId = Reach.Of(by).AccountId,
            Prefix = prefix,
            Question = JsonSerializer.Serialize(question, Stored),
            Answer = JsonSerializer.Serialize(answer, Stored),
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds()),
        };
        db.Add(plan);
        await db.SaveChangesAsync(ct);
        return plan.Id;
    }

    /// <summary>One's own plans and the shared ones of one's districts, the latest first; at most 200.</summary>
    public async Task<IReadOnlyList<PlanHead>> ListAsync(ClaimsPrincipal by, PlanKind kind, CancellationToken ct)
    {
        var reach = Reach.Of(by);
        var plans = await db.Set<Plan>()
            .Where(p => p.Kind == kind && (p.AccountId == reach.AccountId || p.Shared))
            .OrderByDescending(p => p.CreatedAt)
            .Take(1000)
            .ToListAsync(ct);
        return [.. plans.Where(p => Sees(reach, p)).Take(200).Select(p => HeadOf(p, reach))];
    }

    /// <summary>A plan; null where there is none, or it is not for this account.</summary>
    public async Task<PlanView<TQuestion, TAnswer>?> FindAsync<TQuestion, TAnswer>(
        ClaimsPrincipal by,
        PlanKind kind,
        Guid id,
        CancellationToken ct
    )
    {
        var reach = Reach.Of(by);
        return
            await db.Set<Plan>().SingleOrDefaultAsync(p => p.Id == id && p.Kind == kind, ct) is { } plan
            && Sees(reach, plan)
            ? new(
                HeadOf(plan, reach),
                JsonSerializer.Deserialize<TQuestion>(plan.Question, Stored)!,
                JsonSerializer.Deserialize<TAnswer>(plan.Answer, Stored)!
            )
            : null;
    }

    /// <summary>Names a plan of one's own, and shares it or not.</summary>
    /// <returns>False where it is not one's own.</returns>
    public async Task<bool> NameAsync(ClaimsPrincipal by, Guid id, string name, bool shared, CancellationToken ct)
    {
        if (await OwnAsync(by, id, ct) is not { } plan)
        {
            return false;
        }

        (plan.Name, plan.Shared) = (name.Trim(), shared);
        await db.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>Takes a plan of one's own away.</summary>
    public async Task<bool> DropAsync(ClaimsPrincipal by, Guid id, CancellationToken ct)
    {
        if (await OwnAsync(by, id, ct) is not { } plan)
        {
            return false;
        }

        db.Remove(plan);
        await db.SaveChangesAsync(ct);
        return true;
    }

    private async Task<Plan?> OwnAsync(ClaimsPrincipal by, Guid id, CancellationToken ct)
    {
        var account = Reach.Of(by).AccountId;
        return await db.Set<Plan>().AsTracking().SingleOrDefaultAsync(p => p.Id == id && p.AccountId == account, ct);
    }

    private static bool Sees(Reach reach, Plan plan) =>
        plan.AccountId == reach.AccountId
        || plan.Shared && (reach.Everything || plan.Prefix.Length >= 6 && reach.Districts.Contains(plan.Prefix[..6]));

    private static PlanHead HeadOf(Plan plan, Reach reach) =>
        new(plan.Id, plan.Kind, plan.Name, plan.Prefix, plan.Shared, plan.AccountId == reach.AccountId, plan.CreatedAt);

    /// <summary>A GLN as its digits.</summary>
    private sealed class GlnText : JsonConverter<Gln>
    {
        public override Gln Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Gln.Parse(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, Gln value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
