using CsCheck;
using RuralEc.Traceability.Codes;
using Xunit;

namespace RuralEc.Tests.Traceability;

public class TraceCodeTextTests
{
    private const string Crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static readonly Gen<string> Serials = Gen.Const(0).Select(_ => TraceCodeText.NewSerial());

    [Theory]
    [InlineData("G123489654321", 'Y')] // ISBT 128 donation number, the best known use of ISO 7064 MOD 37-2
    [InlineData("0000000000", '1')] // Σ ≡ 1 (mod 37) with nothing but zeros
    public void The_check_character_is_that_of_iso_7064_mod_37_2(string text, char expected) =>
        Assert.Equal(expected, TraceCodeText.CheckCharacter(text));

    [Fact]
    public void A_serial_is_ten_crockford_characters_and_its_short_code_is_eleven() =>
        Serials.Sample(serial =>
        {
            var code = TraceCodeText.ShortOf(serial);
            return serial.Length == 10
                && code.Length == 11
                && code.StartsWith(serial, StringComparison.Ordinal)
                && code.All(character => Crockford.Contains(character, StringComparison.Ordinal))
                && TraceCodeText.TryReadShort(code, out var back)
                && back == serial;
        });

    [Fact]
    public void Five_thousand_serials_are_all_different() =>
        Assert.Equal(5000, Enumerable.Range(0, 5000).Select(_ => TraceCodeText.NewSerial()).Distinct().Count());

    [Fact]
    public void Any_one_wrong_character_is_caught() =>
        Gen.Select(Serials, Gen.Int[0, 10], Gen.Int[1, 31])
            .Sample(
                (serial, at, shift) =>
                {
                    var code = TraceCodeText.ShortOf(serial).ToCharArray();
                    code[at] = Crockford[(Crockford.IndexOf(code[at], StringComparison.Ordinal) + shift) % 32];
                    return !TraceCodeText.TryReadShort(new string(code), out _);
                }
            );

    [Fact]
    public void Any_swap_of_two_neighbours_is_caught() =>
        Gen.Select(Serials, Gen.Int[0, 9])
            .Where(pair =>
                TraceCodeText.ShortOf(pair.Item1)[pair.Item2] != TraceCodeText.ShortOf(pair.Item1)[pair.Item2 + 1]
            )
            .Sample(
                (serial, at) =>
                {
                    var code = TraceCodeText.ShortOf(serial).ToCharArray();
                    (code[at], code[at + 1]) = (code[at + 1], code[at]);
                    return !TraceCodeText.TryReadShort(new string(code), out _);
                }
            );

    [Fact]
    public void Misread_letters_case_spaces_and_hyphens_do_not_matter() =>
        Serials.Sample(serial =>
        {
            var code = TraceCodeText.ShortOf(serial);
            var typed = code.Replace('0', 'o')
                .Replace('1', 'l')
                .ToUpperInvariant()
                .Replace('L', 'i')
                .ToLowerInvariant();
            // 'l' stood for 1 and became 'i', which stands for 1 as well; the alphabet has neither.
            return TraceCodeText.TryReadShort($" {typed[..5]}-{typed[5..]} ", out var back) && back == serial;
        });

    [Fact]
    public void No_text_throws() =>
        Gen.String.Sample(text =>
        {
            TraceCodeText.TryReadShort(text, out _);
            TraceCodeText.NormalSerial(text);
            return !TraceCodeText.IsSerial(text) || text.Length == 10;
        });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("../../../etc")]
    [InlineData("00000000001\0")]
    [InlineData("٠٠٠٠٠٠٠٠٠٠١")]
    [InlineData("000000000011")]
    [InlineData("ı0000000001")]
    public void What_is_no_code_is_refused(string? typed) => Assert.False(TraceCodeText.TryReadShort(typed, out _));

    [Theory]
    [InlineData("7f3k9qx2m8", "7F3K9QX2M8")]
    [InlineData("oOiIlL0011", "0011110011")]
    [InlineData("7F3K9QX2MU", null)]
    [InlineData("7F3K9QX2M", null)]
    public void A_typed_serial_is_normalised(string typed, string? expected) =>
        Assert.Equal(expected, TraceCodeText.NormalSerial(typed));
}
