using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Afterglow.Core.People;
using Afterglow.Core.Plans;
using Afterglow.Core.Sessions;

namespace Afterglow.Tests.Sessions;

public sealed class ASessionOverHttp
{
    [Fact]
    public async Task A_program_finds_the_protocols_with_their_doses_and_sources()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var protocols = (await nurse.GetFromJsonAsync<JsonArray>("/api/protocols"))!;
        Assert.Equal(Protocols.All.Select(protocol => protocol.Id), protocols.Select(protocol => protocol!["id"]!.GetValue<string>()));
        Assert.Equal("0.5 mg/kg", protocols[0]!["perKilogram"]!["standard"]!["value"]!.GetValue<string>());
        Assert.Equal("56 mg", protocols[2]!["fixed"]!["standard"]!["value"]!.GetValue<string>());
        Assert.All(protocols, protocol => Assert.NotEmpty(protocol!["preparations"]![0]!["source"]!["citation"]!.GetValue<string>()));
        // What is assumed is told as assumed here too.
        Assert.Equal("assumed", protocols[0]!["perKilogram"]!["highest"]!["source"]!["confidence"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_patient_is_checked_in_treated_discharged_and_the_session_signed()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        await chair.PassGateAsync();
        await chair.PrepareAsync(prescriber);
        await chair.StartAsync();
        for (var minute = 10; minute <= 40; minute += 10)
        {
            await chair.StayAsync(10);
            await chair.VitalsAsync(128, 80, 76);
        }
        await chair.DoAsync(new EndInfusion(Guid.NewGuid(), clinic.Clock.GetUtcNow()));
        await chair.RecoverAsync();
        await chair.DoAsync(new Discharge(Guid.NewGuid(), clinic.Clock.GetUtcNow(), "Tom Quill"));
        using var signed = await chair.SignAsync(nurse);
        Assert.Equal(HttpStatusCode.OK, signed.StatusCode);

        var session = await chair.SessionAsync();
        Assert.Equal(SessionPhase.Signed, session.Phase);
        Assert.Equal("Nurse Person", session.SignedBy!.Name);
        Assert.Equal(35m, session.GivenBy(clinic.Clock.GetUtcNow()).Milligrams);
        Assert.Equal("Prescriber Person", session.DoseCheckedBy!.Name);
        // The signature is bound to the entry that was read last.
        var snapshot = await chair.SnapshotAsync();
        Assert.Equal(snapshot.Entries.Count - 1, session.Signature!.Version);
        Assert.Matches("^[0-9a-f]{64}$", session.Signature.Seal);
    }
}
