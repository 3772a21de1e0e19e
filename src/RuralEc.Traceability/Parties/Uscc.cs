namespace RuralEc.Traceability.Parties;

/// <summary>Unified social credit code (统一社会信用代码): 18 characters, the last a check character (GB 32100).</summary>
internal static class Uscc
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private const int Length = 18;

    /// <summary>Weights are the powers of 3 modulo 31; all 18 products with the check character sum to a multiple of 31.</summary>
    public static bool IsValid(string text)
    {
        if (text.Length != Length)
        {
            return false;
        }
        var sum = 0;
        var weight = 1;
        for (var i = 0; i < Length - 1; i++)
        {
            var value = Alphabet.IndexOf(text[i], StringComparison.Ordinal);
            if (value < 0)
            {
                return false;
            }
            sum += value * weight;
            weight = weight * 3 % 31;
        }
        return Alphabet[(31 - (sum % 31)) % 31] == text[Length - 1];
    }
}
