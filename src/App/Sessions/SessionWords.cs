using System.Globalization;
using Afterglow.Core.Sessions;

namespace Afterglow.App.Sessions;

/// <summary>What lists and the board say about a session.</summary>
internal static class SessionWords
{
    /// <summary>“132/84, 78/min, SpO2 97 %”.</summary>
    public static string Of(Vitals vitals) => string.Create(CultureInfo.InvariantCulture,
        $"{vitals.Systolic}/{vitals.Diastolic}, {vitals.HeartRate}/min{(vitals.SpO2 is { } oxygen ? $", SpO2 {oxygen} %" : "")}");

    /// <summary>True while the patient is here and the chair is theirs.</summary>
    public static bool InTheChair(this SessionPhase phase) =>
        phase is SessionPhase.Arrived or SessionPhase.Running or SessionPhase.Paused or SessionPhase.Recovering;
}
