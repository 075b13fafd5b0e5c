using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Afterglow.App.People;
using Afterglow.Core.Sessions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Afterglow.Tests.People;

/// <summary>A passkey made of software: a key that answers as WebAuthn says, registered to one person.</summary>
public sealed class SoftPasskey : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] id = RandomNumberGenerator.GetBytes(32);
    private readonly Clinic clinic;
    private readonly Guid owner;
    private uint count;

    private SoftPasskey(Clinic clinic, Guid owner)
    {
        this.clinic = clinic;
        this.owner = owner;
    }

    /// <summary>Adds a passkey to somebody's account.</summary>
    public static async Task<SoftPasskey> AddAsync(Clinic clinic, StaffMember person)
    {
        var passkey = new SoftPasskey(clinic, person.Id);
        await using var scope = clinic.Services.CreateAsyncScope();
        var staff = scope.ServiceProvider.GetRequiredService<UserManager<StaffAccount>>();
        var account = (await staff.FindByIdAsync(person.Id.ToString("D")))!;
        var added = await staff.AddOrUpdatePasskeyAsync(account, new UserPasskeyInfo(
            passkey.id, passkey.PublicKey(), clinic.Clock.GetUtcNow(), 0, ["internal"], isUserVerified: true, isBackupEligible: false, isBackedUp: false, [], [])
        {
            Name = "Test key",
        });
        Assert.True(added.Succeeded);
        return passkey;
    }

    /// <summary>The answer to a question, as a browser sends it.</summary>
    /// <param name="origin">The page that asks; left out, the clinic's own.</param>
    /// <param name="site">Whose key it is; left out, the clinic's.</param>
    /// <param name="counted">What the key says how often it was used; left out, once more than the last time.</param>
    public PasskeyProof Answer(PasskeyQuestion question, string? origin = null, string? site = null, uint? counted = null)
    {
        var client = JsonSerializer.SerializeToUtf8Bytes(new
        {
            type = "webauthn.get", challenge = question.Options.GetProperty("challenge").GetString(),
            origin = origin ?? clinic.Address.GetLeftPart(UriPartial.Authority), crossOrigin = false,
        });
        var data = new byte[37];
        SHA256.HashData(Encoding.UTF8.GetBytes(site ?? clinic.Address.Host)).CopyTo(data, 0);
        data[32] = 0x05; // Somebody was there, and the finger was theirs.
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(33), counted ?? ++count);
        var signature = key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        var answer = new JsonObject
        {
            ["id"] = Base64Url.EncodeToString(id), ["rawId"] = Base64Url.EncodeToString(id), ["type"] = "public-key",
            ["clientExtensionResults"] = new JsonObject(),
            ["response"] = new JsonObject
            {
                ["clientDataJSON"] = Base64Url.EncodeToString(client), ["authenticatorData"] = Base64Url.EncodeToString(data),
                ["signature"] = Base64Url.EncodeToString(signature), ["userHandle"] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(owner.ToString("D"))),
            },
        };
        return new PasskeyProof(question.Question, JsonSerializer.SerializeToElement(answer));
    }

    public void Dispose() => key.Dispose();

    // COSE: an EC2 key on P-256 for ES256.
    private byte[] PublicKey()
    {
        var point = key.ExportParameters(false).Q;
        return [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
    }
}
