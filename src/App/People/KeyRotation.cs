using System.Security.Cryptography;
using System.Xml;
using System.Xml.Linq;
using Afterglow.App.Record;
using Afterglow.Core.People;
using Dapper;

namespace Afterglow.App.People;

/// <summary>What a change of the master key did.</summary>
/// <param name="KeyId">The new key.</param>
/// <param name="Values">How many values were sealed anew, in the database and in the keys folder.</param>
/// <param name="Unopened">Where a value stands that does not open: damaged, or moved there from another row. It is left as it is.</param>
public sealed record KeysRotated(string KeyId, int Values, IReadOnlyList<string> Unopened);

/// <summary>
/// Makes a new master key and seals everything anew under it, while the clinic is open: the server takes the new key from
/// the file at its next use, and what has not been sealed anew yet opens with the old one.
/// </summary>
public sealed class KeyRotation(ClinicRecord record, Vault vault, ClinicSettings settings)
{
    public async Task<KeysRotated> RotateAsync(Author by, string origin, CancellationToken cancel = default)
    {
        var keyId = vault.AddKey();
        var unopened = new List<string>();
        var values = await record.WriteAsync(by, async write =>
        {
            var changed = 0;
            var rows = (await write.Connection.QueryAsync<(string Id, string Key)>(
                "select id, authenticator_key from staff where authenticator_key is not null order by id", transaction: write.Transaction)).ToList();
            foreach (var (id, key) in rows)
            {
                if (Try(() => vault.Resealed(key, SecondFactor.Row(Guid.Parse(id))), $"staff/{id}", unopened) is not { } sealedAnew) continue;
                changed += await write.Connection.ExecuteAsync(
                    "update staff set authenticator_key = @sealedAnew where id = @id and authenticator_key = @key", new { sealedAnew, id, key }, write.Transaction);
            }
            await write.AuditAsync(new AuditLine(by, "keys.rotated", Target: $"key/{keyId}", Origin: origin));
            return changed;
        }, cancel);
        foreach (var file in Vault.KeptFiles)
            if (Try(() => vault.ResealKept(file) ? file : null, $"keys/{file}", unopened) is not null) values++;
        values += CookieFiles().Sum(file => ResealCookieKey(file, unopened));
        return new KeysRotated(keyId, values, unopened);
    }

    private string[] CookieFiles() =>
        Directory.Exists(CookieKeys.Folder(settings.KeysDirectory)) ? Directory.GetFiles(CookieKeys.Folder(settings.KeysDirectory), "*.xml") : [];

    private int ResealCookieKey(string file, List<string> unopened)
    {
        var name = $"keys/cookies/{Path.GetFileName(file)}";
        XDocument key;
        try
        {
            key = XDocument.Load(file);
        }
        catch (XmlException)
        {
            unopened.Add(name);
            return 0;
        }
        var changed = 0;
        foreach (var value in key.Descendants(CookieKeys.Element))
            if (Try(() => vault.Resealed(value.Value, CookieKeys.Row), name, unopened) is { } sealedAnew)
            {
                value.Value = sealedAnew;
                changed++;
            }
        if (changed > 0) Vault.Replace(file, key + "\n");
        return changed;
    }

    private static string? Try(Func<string?> seal, string where, List<string> unopened)
    {
        try
        {
            return seal();
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException)
        {
            unopened.Add(where);
            return null;
        }
    }
}
