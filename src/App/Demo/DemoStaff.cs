using Afterglow.App.People;
using Afterglow.Core.People;

namespace Afterglow.App.Demo;

/// <summary>Somebody who works in the made-up clinic.</summary>
public sealed record DemoColleague(Guid Id, string UserName, string DisplayName, Role Role)
{
    public Author Author { get; } = new(Id.ToString("D"), DisplayName, [Role]);
}

/// <summary>Who works in the made-up clinic. The ids hang on the seed, so that the same seed gives the same record.</summary>
public sealed class DemoStaff
{
    public DemoStaff(ulong seed)
    {
        var chance = Chance.For(seed, "staff");
        All =
        [
            Colleague("frontdesk", "Marisol Vega", Role.FrontDesk),
            Colleague("nurse", "Ngozi Adeyemi, RN", Role.Nurse),
            Colleague("nurse2", "Tom Brandvold, RN", Role.Nurse),
            Colleague("prescriber", "Dr. Hannah Lindqvist", Role.Prescriber),
            Colleague("prescriber2", "Samir Haddad, PMHNP", Role.Prescriber),
            Colleague("therapist", "Ruth Castellano, LCSW", Role.Therapist),
            Colleague("director", "Dr. Elena Marchetti", Role.Director),
            Colleague("administrator", "Jonas Petersen", Role.Administrator),
        ];

        DemoColleague Colleague(string userName, string displayName, Role role) =>
            new(chance.Id(DateTimeOffset.UnixEpoch), userName, displayName, role);
    }

    public IReadOnlyList<DemoColleague> All { get; }

    public Author FrontDesk => Named("frontdesk");

    public IReadOnlyList<Author> Nurses => [Named("nurse"), Named("nurse2")];

    public IReadOnlyList<Author> Prescribers => [Named("prescriber"), Named("prescriber2")];

    private Author Named(string userName) => All.Single(colleague => colleague.UserName == userName).Author;
}
