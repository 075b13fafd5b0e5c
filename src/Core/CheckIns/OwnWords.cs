using Afterglow.Core.Patients;
using Afterglow.Core.People;

namespace Afterglow.Core.CheckIns;

/// <summary>Who may read what a patient wrote.</summary>
public enum WordsReaders
{
    /// <summary>Everybody who treats them here: nurses, prescribers, therapists, the director.</summary>
    CareTeam,

    /// <summary>The prescribers alone.</summary>
    Prescribers,

    /// <summary>Nobody: a diary.</summary>
    OnlyMe,
}

/// <summary>Where somebody's words may be quoted. Never with a name.</summary>
public enum QuotePlace
{
    /// <summary>On the clinic's public pages.</summary>
    PublicPages,

    /// <summary>On paper, in the clinic's rooms.</summary>
    Rooms,

    /// <summary>In talks to other clinicians.</summary>
    Talks,
}

/// <summary>Something a patient wrote, or decided about what they wrote. Each is an entry under a permanent kind.</summary>
public abstract record WordsEvent
{
    private WordsEvent()
    {
    }

    /// <summary>Words of the patient. Its entry id names them.</summary>
    /// <param name="ReadToday">“Please read today.”</param>
    /// <param name="CheckIn">The check-in they were written in; null on their own page.</param>
    public sealed record Written(string Text, WordsReaders Readers, bool ReadToday, string Language, Guid? CheckIn) : WordsEvent;

    public sealed record ReadersChosen(Guid Words, WordsReaders Readers) : WordsEvent;

    /// <summary>These words, there, until then; and no others, elsewhere or later.</summary>
    /// <param name="Until">The last day.</param>
    public sealed record QuoteAllowed(Guid Words, string Exact, IReadOnlyList<QuotePlace> Places, DateOnly Until) : WordsEvent;

    public sealed record QuoteWithdrawn(Guid Words) : WordsEvent;

    /// <summary>The patient asks the clinic something. Its entry id names it.</summary>
    public sealed record QuestionAsked(string Text, string Language) : WordsEvent;
}

/// <summary>One line of a patient's words.</summary>
public sealed record WordsEntry(Guid EntryId, DateTimeOffset At, Author By, WordsEvent Event);

/// <summary>A quote as it is allowed.</summary>
public sealed record AllowedQuote(string Exact, IReadOnlyList<QuotePlace> Places, DateOnly Until, DateTimeOffset AllowedAt)
{
    public bool Holds(DateOnly today) => today <= Until;
}

/// <summary>What a patient wrote, as they decided about it last.</summary>
public sealed record OwnWords(Guid Id, DateTimeOffset At, string Text, WordsReaders Readers, bool ReadToday, string Language, Guid? CheckIn, AllowedQuote? Quote)
{
    public bool MayRead(Author who) => Readers switch
    {
        WordsReaders.CareTeam => who.Is(Role.Nurse, Role.Prescriber, Role.Therapist, Role.Director),
        WordsReaders.Prescribers => who.Is(Role.Prescriber),
        _ => false,
    };
}

/// <summary>A question of a patient.</summary>
public sealed record PatientQuestion(Guid Id, DateTimeOffset At, string Text);

/// <summary>All that a patient wrote, oldest first.</summary>
public sealed record WordsFile(IReadOnlyList<OwnWords> Words, IReadOnlyList<PatientQuestion> Questions)
{
    /// <summary>The longest piece.</summary>
    public const int Longest = 4000, LongestQuestion = 2000;

    /// <summary>Nobody can foresee further: a permission ends by itself.</summary>
    public const int MostQuoteDays = 731;

    public static WordsFile From(IEnumerable<WordsEntry> log)
    {
        var words = new List<OwnWords>();
        var questions = new List<PatientQuestion>();
        foreach (var line in log)
            switch (line.Event)
            {
                case WordsEvent.Written written:
                    words.Add(new OwnWords(line.EntryId, line.At, written.Text, written.Readers, written.ReadToday, written.Language, written.CheckIn, null));
                    break;
                case WordsEvent.ReadersChosen chosen:
                    Change(chosen.Words, one => one with { Readers = chosen.Readers });
                    break;
                case WordsEvent.QuoteAllowed allowed:
                    Change(allowed.Words, one => one with { Quote = new AllowedQuote(allowed.Exact, allowed.Places, allowed.Until, line.At) });
                    break;
                case WordsEvent.QuoteWithdrawn withdrawn:
                    Change(withdrawn.Words, one => one with { Quote = null });
                    break;
                case WordsEvent.QuestionAsked asked:
                    questions.Add(new PatientQuestion(line.EntryId, line.At, asked.Text));
                    break;
            }
        return new WordsFile(words, questions);

        void Change(Guid id, Func<OwnWords, OwnWords> change)
        {
            if (words.FindIndex(one => one.Id == id) is >= 0 and var place) words[place] = change(words[place]);
        }
    }

    /// <summary>The patient writes.</summary>
    public static Result<WordsEvent> Write(string? typed, WordsReaders readers, bool readToday, string language, Guid? checkIn)
    {
        if (!WrittenText.Note(typed, "what you want to say", Longest).Try(out var text, out var refusal)) return refusal;
        // Whoever asks to be read must let somebody read.
        return readToday && readers == WordsReaders.OnlyMe ? new NobodyReads() : new WordsEvent.Written(text, readers, readToday, language, checkIn);
    }

    /// <summary>The patient asks.</summary>
    public static Result<WordsEvent> Ask(string? typed, string language) =>
        WrittenText.Note(typed, "your question", LongestQuestion).Try(out var text, out var refusal) ? new WordsEvent.QuestionAsked(text, language) : refusal;

    public Result<WordsEvent> ChooseReaders(Guid id, WordsReaders readers)
    {
        if (Words.FirstOrDefault(one => one.Id == id) is not { } words) return new WordsUnknown();
        return words.ReadToday && readers == WordsReaders.OnlyMe ? new NobodyReads() : new WordsEvent.ReadersChosen(id, readers);
    }

    /// <param name="typed">The exact words: a part of what was written, or all of it.</param>
    public Result<WordsEvent> AllowQuote(Guid id, string? typed, IReadOnlyList<QuotePlace> places, DateOnly? until, DateOnly today)
    {
        if (Words.FirstOrDefault(one => one.Id == id) is not { } words) return new WordsUnknown();
        if (!WrittenText.Note(typed, "the exact words", Longest).Try(out var exact, out var refusal)) return refusal;
        if (!words.Text.Contains(exact, StringComparison.Ordinal)) return new NotTheseWords();
        if (places.Count == 0) return new QuoteNeedsPlace();
        if (until is not { } end || end < today || end.DayNumber - today.DayNumber > MostQuoteDays) return new QuoteNeedsEnd();
        return new WordsEvent.QuoteAllowed(id, exact, [.. places.Distinct().Order()], end);
    }

    public Result<WordsEvent> WithdrawQuote(Guid id) =>
        Words.Any(one => one.Id == id && one.Quote is not null) ? new WordsEvent.QuoteWithdrawn(id) : new WordsUnknown();
}

/// <summary>Words that are not there, or not this patient's.</summary>
public sealed record WordsUnknown : Refusal
{
    public override string Code => "words.unknown";

    public override string Sentence => "These words are not here.";
}

public sealed record NobodyReads : Refusal
{
    public override string Code => "words.nobody-reads";

    public override string Sentence => "To be read today, somebody must be allowed to read it: choose who.";
}

public sealed record NotTheseWords : Refusal
{
    public override string Code => "words.not-these";

    public override string Sentence => "Only your own words can be quoted, letter by letter: copy them from what you wrote.";
}

public sealed record QuoteNeedsPlace : Refusal
{
    public override string Code => "words.quote-place";

    public override string Sentence => "Choose at least one place where the words may be quoted.";
}

public sealed record QuoteNeedsEnd : Refusal
{
    public override string Code => "words.quote-until";

    public override string Sentence => "Choose the last day on which the words may be quoted, within the next two years.";
}
