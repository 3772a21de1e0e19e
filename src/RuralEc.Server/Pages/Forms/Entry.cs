using System.Globalization;
using System.Text;
using Microsoft.Extensions.Localization;
using RuralEc.Gs1;

namespace RuralEc.Server.Pages.Forms;

/// <summary>
/// What a person put into a form, exactly as entered, and the faults found in it. A field's name is the JSON pointer of
/// the command's member without the first slash, so that a refusal finds its field by itself.
/// </summary>
public sealed class Entry
{
    private readonly Dictionary<string, string> _defaults = new(StringComparer.Ordinal);
    private readonly List<Fault> _faults = [];
    private readonly List<(string Sent, string Shown)> _moved = [];
    private readonly IFormCollection? _posted;
    private readonly IStringLocalizer _texts;

    private Entry(IFormCollection? posted, Guid id, IStringLocalizer texts)
    {
        _posted = posted;
        _texts = texts;
        Id = id;
    }

    /// <summary>Made when the form was first shown, so that a double tap is one record.</summary>
    public Guid Id { get; private set; }

    public bool IsPosted => _posted is not null;

    public IReadOnlyList<Fault> Faults => _faults;

    public bool IsSound => _faults.Count == 0;

    /// <summary>The text of a field: as posted, or its default when the form is shown for the first time.</summary>
    public string this[string field]
    {
        get => _posted is not null ? _posted[field].ToString() : _defaults.GetValueOrDefault(field, "");
        set => _defaults[field] = value;
    }

    /// <summary>The entry of the form with this name: posted by this request, or still empty.</summary>
    internal static async Task<Entry> ReadAsync(
        HttpContext http,
        string form,
        TimeProvider clock,
        IStringLocalizer<FormTexts> texts
    )
    {
        if (HttpMethods.IsPost(http.Request.Method) && http.Request.HasFormContentType)
        {
            var posted = await http.Request.ReadFormAsync(http.RequestAborted);
            if (posted["_handler"] == form)
            {
                return new Entry(posted, Guid.TryParse(posted["id"], out var id) ? id : NewId(clock), texts);
            }
        }

        return new Entry(null, NewId(clock), texts);
    }

    public string? FaultOf(string field) => _faults.Find(f => f.Field == field)?.Text;

    /// <summary>All values of a field that may be ticked more than once.</summary>
    public IReadOnlyList<string> Many(string field) =>
        _posted is null ? _defaults.GetValueOrDefault(field, "").Split(',') : [.. _posted[field].OfType<string>()];

    public bool IsTicked(string field, string value = "true") => Many(field).Contains(value);

    /// <summary>The text of a field that must be filled in.</summary>
    public string Text(string field) => OptionalText(field) ?? Missing(field, "");

    public string? OptionalText(string field) => string.IsNullOrWhiteSpace(this[field]) ? null : this[field].Trim();

    public decimal Number(string field) =>
        OptionalText(field) is null ? Missing(field, 0m) : OptionalNumber(field) ?? 0;

    /// <summary>A decimal number; full-width digits of Chinese keyboards are numbers too.</summary>
    public decimal? OptionalNumber(string field)
    {
        if (OptionalText(field) is not { } text)
        {
            return null;
        }

        const NumberStyles plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        var narrow = text.Normalize(NormalizationForm.FormKC).Replace('。', '.').Replace('−', '-');
        return decimal.TryParse(narrow, plain, CultureInfo.InvariantCulture, out var number)
            ? number
            : Refuse<decimal?>(field, _texts["应为数字，例如 12.5。"]);
    }

    public int WholeNumber(string field) =>
        OptionalText(field) is null ? Missing(field, 0) : OptionalWholeNumber(field) ?? 0;

    public int? OptionalWholeNumber(string field) =>
        OptionalNumber(field) switch
        {
            null => null,
            { } number when number == decimal.Truncate(number) && Math.Abs(number) <= int.MaxValue => (int)number,
            _ => Refuse<int?>(field, _texts["应为整数。"]),
        };

    public DateOnly Day(string field)
    {
        if (OptionalText(field) is null)
        {
            return Missing(field, DateOnly.MinValue);
        }

        return OptionalDay(field) ?? DateOnly.MinValue;
    }

    public DateOnly? OptionalDay(string field) =>
        OptionalText(field) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
        : Refuse<DateOnly?>(field, _texts["应为日期，例如 2026-06-26。"]);

    /// <summary>A moment on the clock of China.</summary>
    public DateTimeOffset Moment(string field) =>
        OptionalText(field) is null ? Missing(field, DateTimeOffset.MinValue) : OptionalMoment(field) ?? default;

    public DateTimeOffset? OptionalMoment(string field) =>
        OptionalText(field) is not { } text ? null
        : ChinaTime.TryReadInput(text, out var at) ? at
        : Refuse<DateTimeOffset?>(field, _texts["应为日期和时间，例如 2026-06-26 09:30。"]);

    /// <summary>A key of the standards, check digit included, or an id.</summary>
    public TKey Key<TKey>(string field)
        where TKey : struct, IParsable<TKey> =>
        OptionalText(field) is null ? Missing<TKey>(field, default) : OptionalKey<TKey>(field) ?? default;

    public TKey? OptionalKey<TKey>(string field)
        where TKey : struct, IParsable<TKey> =>
        OptionalText(field) is not { } text ? null
        : TKey.TryParse(text.Normalize(NormalizationForm.FormKC), CultureInfo.InvariantCulture, out var key) ? key
        : Refuse<TKey?>(field, _texts["这不是有效的 {0}，请核对每一位。", NameOf<TKey>()]);

    /// <summary>One of the named values of an enumeration.</summary>
    public TChoice Choice<TChoice>(string field)
        where TChoice : struct, Enum
    {
        var text = OptionalText(field);
        return Enum.GetNames<TChoice>().Contains(text) ? Enum.Parse<TChoice>(text!)
            : text is null ? Missing<TChoice>(field, default)
            : Refuse<TChoice>(field, _texts["请选择其中一项。"]);
    }

    /// <summary>A fault that its sentence alone explains, wherever it is read.</summary>
    public void Refuse(string field, string text)
    {
        var (sent, shown) = _moved.FirstOrDefault(m =>
            field == m.Sent || field.StartsWith(m.Sent + "/", StringComparison.Ordinal)
        );
        _faults.Add(new Fault(sent is null ? field : shown + field[sent.Length..], text, Explains: true));
    }

    /// <summary>A fault at <paramref name="sent"/> is shown at another field: rows left empty, for one, are not sent.</summary>
    public void ShowAt(string sent, string shown) => _moved.Add((sent, shown));

    /// <summary>The next submit is a new record: the id of this form was used for another one.</summary>
    public void Renew(TimeProvider clock) => Id = NewId(clock);

    private T Missing<T>(string field, T value)
    {
        _faults.Add(new Fault(field, _texts["请填写。"], Explains: false));
        return value;
    }

    private T? Refuse<T>(string field, LocalizedString text)
    {
        _faults.Add(new Fault(field, text.Value, Explains: false));
        return default;
    }

    // What is printed on labels and in forms: GLN, GTIN, SSCC; a lot's number has no such name.
    private string NameOf<TKey>() =>
        typeof(TKey) == typeof(BatchNumber) ? _texts["批号"] : typeof(TKey).Name.ToUpperInvariant();

    private static Guid NewId(TimeProvider clock) => Guid.CreateVersion7(clock.GetUtcNow());
}

/// <summary>
/// What is wrong with a field; an empty field name means the whole form. One that <paramref name="Explains"/> itself is
/// a sentence of the domain, the others make sense beside their field only.
/// </summary>
public sealed record Fault(string Field, string Text, bool Explains);
