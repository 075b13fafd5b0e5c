using Afterglow.Core.Sessions;

namespace Afterglow.Chairside.Treat;

/// <summary>What stands at the side of the sheet.</summary>
public enum PanelKind
{
    Log,
    Table,
    Leaving,
    Sign,
    Keypad,
    AdverseEvent,
    FollowUp,
    Rescue,
    Note,
    Dissociation,
    Sedation,
    Nausea,
    Distress,
    Rate,
    Stop,
    GiveDose,
    Amend,
    Alarms,
    Keys,
}

/// <summary>An open panel; <paramref name="Entry"/> is what is being corrected.</summary>
public sealed record Panel(PanelKind Kind, ChartedEntry? Entry = null)
{
    public string Title => Kind switch
    {
        PanelKind.Log => "Log",
        PanelKind.Table => "Table",
        PanelKind.Leaving => "Leaving",
        PanelKind.Sign => "Signature",
        PanelKind.Keypad => "Vitals",
        PanelKind.AdverseEvent => "Adverse event",
        PanelKind.FollowUp => "Adverse event: follow-up",
        PanelKind.Rescue => "Medicine given",
        PanelKind.Note => "Note",
        PanelKind.Dissociation => "Dissociation",
        PanelKind.Sedation => "Sedation",
        PanelKind.Nausea => "Nausea",
        PanelKind.Distress => "Distress",
        PanelKind.Rate => "Pump rate",
        PanelKind.Stop => "Stop early",
        PanelKind.GiveDose => "Next dose",
        PanelKind.Amend => "Correction",
        PanelKind.Alarms => "Limits crossed",
        _ => "Keys and theme",
    };

    /// <summary>What has a place of its own among the tabs; everything else is closed when it is done.</summary>
    public bool IsTab => Kind is PanelKind.Log or PanelKind.Table or PanelKind.Leaving or PanelKind.Sign;
}
