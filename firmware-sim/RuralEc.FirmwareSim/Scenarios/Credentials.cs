namespace RuralEc.FirmwareSim.Scenarios;

/// <summary>
/// Secrets, and parties where given, from a file: JSON as <c>{"DL-01":{"party":"…","secret":"…"}}</c>, or CSV whose
/// first line names the columns <c>device</c>, <c>secret</c> and perhaps <c>party</c>; other columns are passed over.
/// </summary>
internal sealed class Credentials
{
    public static readonly Credentials None = new([]);

    private readonly Dictionary<string, Credential> _known;

    private Credentials(Dictionary<string, Credential> known) => _known = known;

    /// <exception cref="ScenarioException">The file cannot be read.</exception>
    public static Credentials Read(string path) => Parse(ScenarioFile.TextOf(path), path);

    /// <exception cref="ScenarioException">The text is no list of secrets.</exception>
    public static Credentials Parse(string text, string name) =>
        new(
            text.TrimStart('\uFEFF', ' ', '\r', '\n', '\t').StartsWith('{')
                ? ScenarioFile.Deserialize<Dictionary<string, Credential>>(text, name)
                : FromCsv(text, name)
        );

    /// <summary>The logger with its secret: from the file, from the scenario, or derived from the shared key.</summary>
    public LoggerSpec Equip(LoggerSpec logger, string? sharedKey)
    {
        if (_known.TryGetValue(logger.Device, out var own))
        {
            return logger with { Secret = own.Secret, Party = own.Party ?? logger.Party };
        }

        return logger.Secret is null && sharedKey is not null
            ? logger with
            {
                Secret = Roster.DerivedSecret(sharedKey, logger.Device),
            }
            : logger;
    }

    private static Dictionary<string, Credential> FromCsv(string text, string name)
    {
        var lines = text.TrimStart('\uFEFF').Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        var columns = Fields(lines[0]);
        var (device, secret, party) = (columns.IndexOf("device"), columns.IndexOf("secret"), columns.IndexOf("party"));
        if (device < 0 || secret < 0)
        {
            throw new ScenarioException($"{name}: the first line must name the columns device and secret.");
        }

        var known = new Dictionary<string, Credential>(StringComparer.Ordinal);
        foreach (var (index, line) in lines.Index().Skip(1).Where(l => l.Item.Length > 0))
        {
            var fields = Fields(line);
            if (fields.Count <= Math.Max(device, Math.Max(secret, party)))
            {
                throw new ScenarioException($"{name}, line {index + 1}: there are fewer fields than columns.");
            }

            if (!known.TryAdd(fields[device], new(fields[secret], party < 0 ? null : fields[party])))
            {
                throw new ScenarioException($"{name}, line {index + 1}: {fields[device]} is there twice.");
            }
        }

        return known;
    }

    // RFC 4180, without line breaks inside a field.
    private static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = new System.Text.StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append(c);
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                fields.Add(field.ToString().Trim());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        fields.Add(field.ToString().Trim());
        return fields;
    }

    private sealed record Credential(string Secret, string? Party = null);
}
