using Afterglow.App.People;
using Afterglow.Core.People;
using CsCheck;

namespace Afterglow.Tests.People;

public sealed class PasswordsAndNames
{
    private readonly PasswordRules rules = new();

    [Theory]
    [InlineData("password1234")]
    [InlineData("P@55w0rd!2026")]
    [InlineData("qwertyuiop12")]
    [InlineData("1q2w3e4r5t6y")]
    [InlineData("123456789012")]
    [InlineData("Afterglow2026!")]
    [InlineData("ketamine-clinic")]
    [InlineData("welcome welcome")]
    [InlineData("passwordpassword")]
    [InlineData("summer2026summer")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("maya.lindqvist1")]
    [InlineData("elevenchars")]
    public void A_password_that_is_guessed_first_is_refused(string password) =>
        Assert.NotNull(rules.Refuse(password, "maya.lindqvist", "Maya Lindqvist"));

    [Theory]
    [InlineData("seven quiet lanterns")]
    [InlineData("vT4#kq9wZx!m")]
    [InlineData("correct horse battery staple")]
    [InlineData("ламповый закат над рекой")]
    [InlineData("password of my old rowing club")]
    public void A_long_password_of_ones_own_is_taken_whatever_it_is_made_of(string password) =>
        Assert.Null(rules.Refuse(password, "maya.lindqvist", "Maya Lindqvist"));

    [Fact]
    public void A_password_of_128_characters_is_taken_and_one_more_is_not()
    {
        var text = string.Concat(Enumerable.Range(0, 32).Select(number => $"k{number:000}"));
        Assert.Null(rules.Refuse(text, "nurse", "Nurse"));
        Assert.NotNull(rules.Refuse(text + "x", "nurse", "Nurse"));
    }

    [Theory]
    [InlineData("O'Brien")]
    [InlineData("Nguyễn Thị")]
    [InlineData("李")]
    [InlineData("Null")]
    [InlineData("J")]
    [InlineData("محمد")]
    [InlineData("Zoë 👩‍⚕️")]
    public void Names_of_every_kind_are_taken_as_they_are(string name) => Assert.Equal(name.Normalize(), NameText.Clean(name).Value);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("Maya\u202Egro.elif")]
    [InlineData("Maya\u0000")]
    [InlineData("Maya\r\nadmin")]
    [InlineData("Maya\u200B")]
    public void A_name_that_deceives_the_eye_is_refused(string name) => Assert.IsType<NameUnreadable>(NameText.Clean(name).Refusal);

    [Fact]
    public void The_same_name_in_two_encodings_is_one_name() =>
        Assert.Equal(NameText.Clean("Zoe\u0308").Value, NameText.Clean("Zo\u00EB").Value);

    [Fact]
    public void Two_hundred_letters_are_a_name_whatever_their_marks_and_one_more_is_not()
    {
        Assert.True(NameText.Clean(string.Concat(Enumerable.Repeat("ä̃", 200))).Allowed);
        Assert.False(NameText.Clean(new string('a', 201)).Allowed);
    }

    [Fact]
    public void No_text_whatever_breaks_the_reading_of_a_name() =>
        Gen.String.Sample(text => NameText.Clean(text) is var result && (result.Allowed || result.Refusal!.Sentence.Length > 0), iter: 2000);

    [Fact]
    public void A_path_that_is_called_local_begins_with_one_slash_and_has_nothing_a_browser_drops() =>
        Gen.OneOf(Gen.String, Gen.String["/\\\t\n\r:abc.%09?#"]).Select(text => "/" + text).Sample(text =>
        {
            var path = LocalPath.OrHome(text);
            return path.StartsWith('/') && (path.Length == 1 || path[1] is not ('/' or '\\')) && !path.Any(letter => char.IsControl(letter) || letter == '\\');
        }, iter: 5000);
}
