using Afterglow.Core.People;
using Afterglow.Core.Units;

namespace Afterglow.Core.Sessions;

/// <summary>Drug that was drawn up, and what became of it: a session may have several, of which one at most is given.</summary>
/// <param name="EntryId">The entry that prepared it; what is wasted refers to it.</param>
/// <param name="Amount">How much was drawn up in all: more than the dose where a smaller one was ordered afterwards.</param>
/// <param name="Waste">What of it was destroyed; null until somebody writes that down.</param>
public sealed record DrawnDose(Guid EntryId, SessionEvent.DosePrepared Prepared, Author By, Mass Amount, Waste? Waste = null)
{
    /// <summary>As it is told from the others: “34 mg, lot K24-118”.</summary>
    public string Words => $"{Amount}, lot {Prepared.Lot}";
}

/// <summary>Drug destroyed by one person and seen by another.</summary>
/// <param name="Witness">Null until a second person has seen it.</param>
public sealed record Waste(Guid EntryId, SessionEvent.WasteRecorded Recorded, Author By, Author? Witness = null);

/// <summary>
/// What became of one drawn-up dose. Drawn up = given + wasted + in use + open, to the last digit: nothing else can
/// happen to a controlled drug.
/// </summary>
/// <param name="Wasted">What was left over, once it was destroyed before a witness.</param>
/// <param name="InUse">Still to be given, or going in.</param>
/// <param name="Open">To be accounted for: neither given nor destroyed before a witness.</param>
public sealed record DrugBalance(DrawnDose Drawn, Mass Given, Mass Wasted, Mass InUse, Mass Open)
{
    /// <summary>What neither went in nor will.</summary>
    public Mass LeftOver => Wasted + Open;

    /// <summary>Less than clings to the line is not asked for.</summary>
    public bool IsClosed => Open < Session.SmallestWaste;

    /// <summary>Amount destroyed less amount left over, in mg: within what a syringe can be read to, or the waste was refused.</summary>
    public decimal DifferenceMg => Drawn.Waste is { Witness: not null } waste ? waste.Recorded.Amount.Milligrams - Wasted.Milligrams : 0;
}
