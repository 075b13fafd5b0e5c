using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Afterglow.App.People;

/// <summary>
/// Encrypts the few values that would open doors if the database were stolen: AES-256-GCM under the clinic's master
/// key, which lies in a file of its own. A value carries the id of its key, so that old values stay readable after a
/// new key is made, and is bound to the row it belongs to: moved to another row, it does not open.
/// </summary>
public sealed class Vault
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const string Format = "a1";

    // The newest key stands last.
    private readonly IReadOnlyList<(string Id, byte[] Key)> keys;

    private readonly string directory;

    public Vault(string directory)
    {
        this.directory = directory;
        Directory.CreateDirectory(directory);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var path = Path.Combine(directory, "master.key");
        if (!File.Exists(path)) CreateFile(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)) + "\n");
        keys = [.. File.ReadAllLines(path).Where(line => line.Length > 0).Select(Read)];
        if (keys.Count == 0) throw new InvalidOperationException($"{path} holds no key. Restore it from the backup.");
    }

    /// <summary>The value, encrypted. <paramref name="row"/> says which row it belongs to.</summary>
    public string Seal(ReadOnlySpan<byte> value, string row)
    {
        var (id, key) = keys[^1];
        var sealedBytes = new byte[NonceBytes + value.Length + TagBytes];
        var nonce = sealedBytes.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Encrypt(
            nonce, value, sealedBytes.AsSpan(NonceBytes, value.Length), sealedBytes.AsSpan(NonceBytes + value.Length), Bound(id, row));
        return string.Join('.', Format, id, Base64Url.EncodeToString(sealedBytes));
    }

    /// <summary>The value again. Throws when it was changed, belongs to another row or its key is missing.</summary>
    public byte[] Open(string text, string row)
    {
        var parts = text.Split('.');
        if (parts.Length != 3 || parts[0] != Format) throw new CryptographicException("This is not an encrypted value.");
        var (id, key) = keys.FirstOrDefault(key => key.Id == parts[1]);
        if (key is null) throw new CryptographicException($"The key {parts[1]} is missing from the keys folder.");
        var sealedBytes = Base64Url.DecodeFromChars(parts[2]);
        if (sealedBytes.Length < NonceBytes + TagBytes) throw new CryptographicException("The encrypted value was cut short.");
        var value = new byte[sealedBytes.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Decrypt(
            sealedBytes.AsSpan(0, NonceBytes), sealedBytes.AsSpan(NonceBytes, value.Length), sealedBytes.AsSpan(NonceBytes + value.Length),
            value, Bound(id, row));
        return value;
    }

    /// <summary>A secret that is made once and kept, encrypted, in the keys folder.</summary>
    public byte[] Kept(string name, Func<byte[]> make)
    {
        var path = Path.Combine(directory, name);
        if (!File.Exists(path)) CreateFile(path, Seal(make(), name) + "\n");
        return Open(File.ReadAllText(path).Trim(), name);
    }

    /// <summary>A fingerprint that only this clinic can make, for secrets that are looked up and never read back.</summary>
    public IReadOnlyList<string> Fingerprints(string secret, string row) =>
        [.. keys.Reverse().Select(key => Convert.ToHexStringLower(
            HMACSHA256.HashData(HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Key, KeyBytes, info: "fingerprint"u8.ToArray()),
                Encoding.UTF8.GetBytes(row + "\n" + secret))))];

    private static byte[] Bound(string id, string row) => Encoding.UTF8.GetBytes($"{Format}.{id}.{row}");

    private static (string, byte[]) Read(string line)
    {
        var key = Convert.FromBase64String(line.Trim());
        if (key.Length != KeyBytes) throw new InvalidOperationException("A key in the keys folder has the wrong length. Restore it from the backup.");
        return (Convert.ToHexStringLower(SHA256.HashData(key))[..8], key);
    }

    private static void CreateFile(string path, string content)
    {
        var draft = path + "." + Guid.NewGuid().ToString("N");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(draft, options))
        {
            file.Write(Encoding.ASCII.GetBytes(content));
            file.Flush(flushToDisk: true);
        }
        try
        {
            // Whole or not at all; of two processes that start at once, the second uses the first one's key.
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
