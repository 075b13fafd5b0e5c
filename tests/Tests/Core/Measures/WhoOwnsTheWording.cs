using Afterglow.Core.Measures;

namespace Afterglow.Tests.Measures;

/// <summary>Wording is shown only where its owner lets it be shipped; everything else is scored without a word of it.</summary>
public sealed class WhoOwnsTheWording
{
    [Theory]
    [InlineData("phq9", "en es")]
    [InlineData("phq2", "en es")]
    [InlineData("gad7", "en es")]
    [InlineData("gad2", "en es")]
    [InlineData("who5", "en es")]
    [InlineData("asq", "en es")]
    [InlineData("mood", "en es")]
    [InlineData("after_effects", "en es")]
    [InlineData("pcl5", "en")]
    [InlineData("auditc", "en")]
    [InlineData("hamd17", "en")] // the names of the items; no anchors
    [InlineData("moaas", "en")]
    [InlineData("qids_sr16", "")]
    [InlineData("madrs", "")]
    [InlineData("ybocs", "")]
    [InlineData("cssrs_screener", "")]
    [InlineData("dast10", "")]
    [InlineData("cadss", "")]
    [InlineData("cadss6", "")]
    [InlineData("ymrs", "")]
    [InlineData("bprs4", "")]
    [InlineData("bpicss", "")]
    [InlineData("wsas", "")]
    public void It_is_shipped_in_these_languages_and_no_other(string id, string languages)
    {
        var instrument = Answers.The(id);
        Assert.Equal(languages.Split(' ', StringSplitOptions.RemoveEmptyEntries), instrument.Shipped.Select(wording => wording.Language));
        Assert.Equal(languages.Length > 0, instrument.Licence.Shipped);
        Assert.Null(instrument.Wording("fr"));
        if (!instrument.Licence.Shipped) Assert.Contains("clinic", instrument.Licence.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_wording_has_a_text_for_each_question_and_an_answer_for_each_number()
    {
        foreach (var instrument in Instruments.All)
            foreach (var wording in instrument.Shipped)
            {
                Assert.Equal(instrument.Items.Count, wording.Items.Count);
                Assert.NotEmpty(wording.Lead);
                foreach (var (item, text) in instrument.Items.Zip(wording.Items))
                {
                    Assert.NotEmpty(text.Text);
                    if (instrument.Id == "hamd17") Assert.Empty(text.Options);
                    else Assert.Equal(item.Answers, text.Options.Select(option => option.Value).Order());
                    Assert.Equal(text.Options.Count, text.Options.Select(option => option.Text).Distinct().Count());
                }
            }
    }

    [Fact]
    public void Two_questions_taken_from_a_longer_instrument_are_worded_as_there()
    {
        foreach (var (shorter, longer) in new[] { ("phq2", "phq9"), ("gad2", "gad7") })
            foreach (var language in new[] { "en", "es" })
            {
                var (part, whole) = (Answers.The(shorter).Wording(language)!, Answers.The(longer).Wording(language)!);
                Assert.Equal(whole.Items.Take(2).Select(item => item.Text), part.Items.Select(item => item.Text));
                Assert.Subset(Answers.The(longer).Questions.ToHashSet(), Answers.The(shorter).Questions.ToHashSet());
            }
        Assert.Subset(Answers.The("cadss").Questions.ToHashSet(), Answers.The("cadss6").Questions.ToHashSet());
    }
}
