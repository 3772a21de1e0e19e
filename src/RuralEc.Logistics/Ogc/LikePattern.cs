using System.Text;

namespace RuralEc.Logistics.Ogc;

/// <summary>A pattern of LIKE: <c>%</c> for any characters, <c>_</c> for one, a backslash before what is meant as it is.</summary>
internal readonly record struct LikePattern(string Text)
{
    /// <summary>The same for SQLite's GLOB, where brackets take the place of the backslash.</summary>
    public string ToGlob() => Written(c => c is '*' or '?' or '[' ? $"[{c}]" : c.ToString(), any: "*", one: "?");

    /// <summary>The same for PostgreSQL, which refuses a backslash at the end.</summary>
    public string ToLike() => Written(c => c is '%' or '_' or '\\' ? @"\" + c : c.ToString(), any: "%", one: "_");

    private string Written(Func<char, string> literally, string any, string one)
    {
        var pattern = new StringBuilder();
        for (var i = 0; i < Text.Length; i++)
        {
            pattern.Append(
                Text[i] switch
                {
                    '%' => any,
                    '_' => one,
                    '\\' when i + 1 < Text.Length => literally(Text[++i]),
                    var c => literally(c),
                }
            );
        }

        return pattern.ToString();
    }
}
