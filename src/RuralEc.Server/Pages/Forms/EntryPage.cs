using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using RuralEc.Gs1;

namespace RuralEc.Server.Pages.Forms;

/// <summary>A page of someone who signed in, with a form that was posted or is still empty.</summary>
public abstract class EntryPage : ComponentBase
{
    [CascadingParameter]
    private protected HttpContext Http { get; set; } = default!;

    [Inject]
    private protected NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private protected TimeProvider Clock { get; set; } = default!;

    [Inject]
    private protected IStringLocalizer<FormTexts> FormWords { get; set; } = default!;

    private protected ClaimsPrincipal User => Http.User;

    private protected CancellationToken Aborted => Http.RequestAborted;

    /// <summary>The party for which the account works.</summary>
    private protected Gln? Own => Gln.TryParse(User.FindFirstValue("party"), out var gln) ? gln : null;

    private protected DateOnly Today => Clock.Today();

    private protected Task<Entry> ReadEntryAsync(string form) => Entry.ReadAsync(Http, form, Clock, FormWords);

    /// <summary>After a record: another page by GET, so that a reload sends nothing again.</summary>
    private protected void GoTo(string path, string? done = null) =>
        Navigation.NavigateTo(done is null ? path : $"{path}?done={done}");
}
