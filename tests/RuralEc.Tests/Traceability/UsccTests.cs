using CsCheck;
using RuralEc.Traceability.Parties;
using Xunit;

namespace RuralEc.Tests.Traceability;

public class UsccTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private const string SampleCooperative = "93440118MA5FAKE013";

    [Fact]
    public void The_sample_cooperative_has_a_valid_code() => Assert.True(Uscc.IsValid(SampleCooperative));

    [Theory]
    [InlineData("")]
    [InlineData("93440118MA5FAKE01")]
    [InlineData("93440118MA5FAKE0133")]
    [InlineData("93440118ma5fake013")]
    [InlineData("93440118MA5FAKEO13")] // the letter O is not in the alphabet
    public void A_code_of_another_shape_is_refused(string text) => Assert.False(Uscc.IsValid(text));

    // 31 is prime and no weight is a multiple of it, so GB 32100 catches every single wrong character.
    [Fact]
    public void Any_one_wrong_character_is_caught() =>
        Gen.Select(Gen.Int[0, 17], Gen.Int[0, Alphabet.Length - 1])
            .Where(change => SampleCooperative[change.Item1] != Alphabet[change.Item2])
            .Sample(change =>
            {
                var characters = SampleCooperative.ToCharArray();
                characters[change.Item1] = Alphabet[change.Item2];
                return !Uscc.IsValid(new string(characters));
            });
}
