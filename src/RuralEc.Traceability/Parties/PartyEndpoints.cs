using System.Diagnostics;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using RuralEc.Gs1;
using RuralEc.Traceability.Reference;

namespace RuralEc.Traceability.Parties;

/// <summary>Parties, products and the reference of product classes as JSON.</summary>
internal static class PartyEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var parties = routes.MapGroup("/api/parties").WithTags("Parties").RequireAuthorization();
        parties
            .MapPost("/", RegisterParty)
            .RequireAuthorization(p => p.RequireRole(Roles.Administrator))
            .WithName("RegisterParty")
            .WithSummary("Registers a party.")
            .WithDescription("Administrators register co-operatives, node operators, carriers and buyers by GLN.");
        parties
            .MapGet("/", ListParties)
            .WithName("ListParties")
            .WithSummary("Lists parties.")
            .WithDescription("The first 200 parties by name, of one kind if it is given.");
        parties
            .MapGet("/{gln}", FindParty)
            .WithName("FindParty")
            .WithSummary("Finds a party.")
            .WithDescription("Name, kind and district of the party with a GLN.");

        var products = routes.MapGroup("/api/products").WithTags("Products").RequireAuthorization();
        products
            .MapPost("/", RegisterProduct)
            .RequireAuthorization(p => p.RequireRole(Roles.Clerk, Roles.Manager))
            .WithName("RegisterProduct")
            .WithSummary("Adds a product.")
            .WithDescription("A trade item of one's own co-operative: a box with a net content, or bulk without.");
        products
            .MapGet("/", ListProducts)
            .WithName("ListProducts")
            .WithSummary("Lists products.")
            .WithDescription("The first 200 products, of one owner if its GLN is given.");
        products
            .MapGet("/{gtin}", FindProduct)
            .WithName("FindProduct")
            .WithSummary("Finds a product.")
            .WithDescription("The product with a GTIN.");

        routes
            .MapGet("/api/product-classes", () => TypedResults.Ok(ProductClass.All))
            .WithTags("Products")
            .RequireAuthorization()
            .WithName("ListProductClasses")
            .WithSummary("Lists product classes and grades.")
            .WithDescription(
                "The reference of classes, each with its standard, its source and whether it was verified."
            );
    }

    private static async Task<Results<Created<PartyView>, Ok<PartyView>, ProblemHttpResult>> RegisterParty(
        PartyCommand command,
        PartyRegister register,
        CancellationToken ct
    ) =>
        await register.RegisterAsync(command, ct) switch
        {
            Registration<PartyView>.Registered r => TypedResults.Created($"/api/parties/{r.View.Gln}", r.View),
            Registration<PartyView>.AlreadyRegistered a => TypedResults.Ok(a.View),
            Registration<PartyView>.Taken t => Problems.Conflict("party-taken", "Party exists", t.Detail, t.Field),
            Registration<PartyView>.Refused r => Problems.Of(r.Why),
            _ => throw new UnreachableException(),
        };

    private static async Task<Results<Ok<IReadOnlyList<PartyView>>, ProblemHttpResult>> ListParties(
        PartyRegister register,
        CancellationToken ct,
        string? kind = null
    )
    {
        // The framework reads names of an enum as C# spells them; JSON spells them in snake case.
        var wanted = Enum.GetValues<PartyKind>()
            .Where(k => JsonNamingPolicy.SnakeCaseLower.ConvertName(k.ToString()) == kind)
            .Select(k => (PartyKind?)k)
            .SingleOrDefault();
        return kind is null || wanted is not null
            ? TypedResults.Ok(await register.ListAsync(wanted, ct))
            : Problems.Unreadable("主体类型应为cooperative、node_operator、carrier或buyer。", "/kind");
    }

    private static async Task<Results<Ok<PartyView>, ProblemHttpResult>> FindParty(
        Gln gln,
        PartyRegister register,
        CancellationToken ct
    ) =>
        await register.FindAsync(gln, ct) is { } party
            ? TypedResults.Ok(party)
            : Problems.NotFound($"没有GLN为{gln}的主体。", "/gln");

    private static async Task<Results<Created<ProductView>, Ok<ProductView>, ProblemHttpResult>> RegisterProduct(
        ProductCommand command,
        ProductCatalogue catalogue,
        ClaimsPrincipal by,
        CancellationToken ct
    ) =>
        await catalogue.RegisterAsync(by, command, ct) switch
        {
            Registration<ProductView>.Registered r => TypedResults.Created($"/api/products/{r.View.Gtin}", r.View),
            Registration<ProductView>.AlreadyRegistered a => TypedResults.Ok(a.View),
            Registration<ProductView>.Taken t => Problems.Conflict("gtin-taken", "GTIN in use", t.Detail, t.Field),
            Registration<ProductView>.Refused r => Problems.Of(r.Why),
            _ => throw new UnreachableException(),
        };

    private static async Task<Ok<IReadOnlyList<ProductView>>> ListProducts(
        ProductCatalogue catalogue,
        CancellationToken ct,
        Gln? owner = null
    ) => TypedResults.Ok(await catalogue.ListAsync(owner, ct));

    private static async Task<Results<Ok<ProductView>, ProblemHttpResult>> FindProduct(
        Gtin gtin,
        ProductCatalogue catalogue,
        CancellationToken ct
    ) =>
        await catalogue.FindAsync(gtin, ct) is { } product
            ? TypedResults.Ok(product)
            : Problems.NotFound($"没有GTIN为{gtin}的产品。", "/gtin");
}
