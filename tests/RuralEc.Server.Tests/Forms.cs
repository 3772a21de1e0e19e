using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace RuralEc.Server.Tests;

/// <summary>Fills in and posts the forms of a page as a browser without script does.</summary>
internal static partial class Forms
{
    /// <summary>Gets the page, keeps the hidden fields of the form named so, and posts the given fields with them.</summary>
    public static async Task<HttpResponseMessage> SubmitAsync(
        this HttpClient browser,
        string page,
        string form,
        params (string Name, string Value)[] fields
    )
    {
        var values = (await FieldsAsync(browser, page, form, fields)).Select(f => KeyValuePair.Create(f.Name, f.Value));
        return await browser.PostAsync(page, new FormUrlEncodedContent(values), TestContext.Current.CancellationToken);
    }

    /// <summary>The same for a form with one file, which is its field <c>file</c>.</summary>
    public static async Task<HttpResponseMessage> UploadAsync(
        this HttpClient browser,
        string page,
        string form,
        string fileName,
        byte[] file,
        params (string Name, string Value)[] fields
    )
    {
        using var body = new MultipartFormDataContent { { new ByteArrayContent(file), "file", fileName } };
        foreach (var (name, value) in await FieldsAsync(browser, page, form, fields))
        {
            body.Add(new StringContent(value), name);
        }

        return await browser.PostAsync(page, body, TestContext.Current.CancellationToken);
    }

    private static async Task<IEnumerable<(string Name, string Value)>> FieldsAsync(
        HttpClient browser,
        string page,
        string form,
        (string Name, string Value)[] fields
    )
    {
        var html = await browser.GetStringAsync(page, TestContext.Current.CancellationToken);
        var body = FormTag()
            .Matches(html)
            .Select(m => m.Value)
            .Single(f => f.Contains($"value=\"{form}\"", StringComparison.Ordinal));
        return Hidden()
            .Matches(body)
            .Where(m => fields.All(f => f.Name != NameOf(m.Value)))
            .Select(m =>
                (Name: NameOf(m.Value), Value: WebUtility.HtmlDecode(ValueOf().Match(m.Value).Groups[1].Value))
            )
            .Concat(fields);
    }

    private static string NameOf(string input) => WebUtility.HtmlDecode(NameAttribute().Match(input).Groups[1].Value);

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex FormTag();

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*>")]
    private static partial Regex Hidden();

    [GeneratedRegex("name=\"([^\"]*)\"")]
    private static partial Regex NameAttribute();

    [GeneratedRegex("value=\"([^\"]*)\"")]
    private static partial Regex ValueOf();
}
