namespace Afterglow.Chairside.Entry;

/// <summary>The big keypad: ten digits and a way back; it goes on to the next field by itself.</summary>
public sealed record Keypad(VitalsEntry Entry, VitalsField Field = VitalsField.Systolic)
{
    // What is read from every monitor; a respiratory rate is gone to on purpose.
    private const VitalsField Last = VitalsField.SpO2;

    public Keypad Press(char digit)
    {
        if (!char.IsAsciiDigit(digit)) return this;
        var text = Entry[Field];
        // A field that is full begins anew: it was come back to in order to be changed.
        text = IsFull(Field, text) ? digit.ToString() : text + digit;
        var pressed = this with { Entry = Entry.With(Field, text) };
        return IsFull(Field, text) && Field < Last ? pressed with { Field = Field + 1 } : pressed;
    }

    public Keypad Back()
    {
        if (Entry[Field].Length > 0) return this with { Entry = Entry.With(Field, Entry[Field][..^1]) };
        if (Field == VitalsField.Systolic) return this;
        var before = Field - 1;
        var text = Entry[before];
        return new(Entry.With(before, text.Length > 0 ? text[..^1] : ""), before);
    }

    public Keypad Next() => Field < VitalsField.RespiratoryRate ? this with { Field = Field + 1 } : this;

    public Keypad GoTo(VitalsField field) => this with { Field = field };

    /// <summary>True when no further digit could make it a likelier value: three digits, or two that begin too high for three.</summary>
    private static bool IsFull(VitalsField field, string text) => field switch
    {
        VitalsField.RespiratoryRate => text.Length >= 2,
        VitalsField.SpO2 => text.Length >= 3 || (text.Length == 2 && text != "10"),
        _ => text.Length >= 3 || (text.Length == 2 && text[0] is not ('1' or '2')),
    };
}
