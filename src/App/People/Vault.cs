using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Afterglow.App.People;

/// <summary>
/// Encrypts the few values that would open doors if the database were stolen: AES-256-GCM under the clinic's master
/// key, which lies in a file of its own. A value carries the id of its key, so that old values stay readable after a
/// new key is made, and is bound to the row it belongs to: moved to another row, it does not open. The file is looked at
/// before each use, so that a key made by a command counts at once in a server that runs.
/// </summary>
public sealed class Vault
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const string Format = "a1";

    private readonly string directory;

    private readonly string path;

    private volatile Ring ring;

    public Vault(string directory)
    {
        this.directory = directory;
        Directory.CreateDirectory(directory);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        path = Path.Combine(directory, "master.key");
        if (!File.Exists(path)) CreateFile(path, NewKeyLine());
        ring = Ring.Read(path);
    }

    /// <summary>The ids of the keys, oldest first. New values are sealed with the last.</summary>
    public IReadOnlyList<string> KeyIds => [.. Keys.Select(key => key.Id)];

    /// <summary>The files of the keys folder that are sealed with a key: secrets that were made once and kept.</summary>
    public static IReadOnlyList<string> KeptFiles { get; } = ["token-signing.key", "token-encryption.key"];

    // The newest key stands last.
    private IReadOnlyList<(string Id, byte[] Key)> Keys
    {
        get
        {
            if (Ring.StampOf(path) is var stamp && stamp != default && stamp != ring.Stamp) ring = Ring.Read(path);
            return ring.Keys;
        }
    }

    /// <summary>Makes a new key and takes it into use. The old ones stay, for what they sealed. Returns its id.</summary>
    public string AddKey()
    {
        // The system lets go of the lock even when the program dies.
        using var alone = new FileStream(Path.Combine(directory, "rotation.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        Replace(path, File.ReadAllText(path).TrimEnd() + "\n" + NewKeyLine());
        return KeyIds[^1];
    }

    /// <summary>The value sealed anew under the newest key; null when it is so already.</summary>
    public string? Resealed(string text, string row) =>
        text.Split('.') is [_, var id, _] && id == Keys[^1].Id ? null : Seal(Open(text, row), row);

    /// <summary>Seals a kept secret anew under the newest key. False when it is so already or was never made.</summary>
    public bool ResealKept(string name)
    {
        var file = Path.Combine(directory, name);
        if (!File.Exists(file) || Resealed(File.ReadAllText(file).Trim(), name) is not { } sealedAnew) return false;
        Replace(file, sealedAnew + "\n");
        return true;
    }

    /// <summary>The value, encrypted. <paramref name="row"/> says which row it belongs to.</summary>
    public string Seal(ReadOnlySpan<byte> value, string row)
    {
        var (id, key) = Keys[^1];
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
        var (id, key) = Keys.FirstOrDefault(key => key.Id == parts[1]);
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
        var file = Path.Combine(directory, name);
        if (!File.Exists(file)) CreateFile(file, Seal(make(), name) + "\n");
        return Open(File.ReadAllText(file).Trim(), name);
    }

    /// <summary>A fingerprint that only this clinic can make, for secrets that are looked up and never read back.</summary>
    public IReadOnlyList<string> Fingerprints(string secret, string row) =>
        [.. Keys.Reverse().Select(key => Convert.ToHexStringLower(
            HMACSHA256.HashData(HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Key, KeyBytes, info: "fingerprint"u8.ToArray()),
                Encoding.UTF8.GetBytes(row + "\n" + secret))))];

    private static byte[] Bound(string id, string row) => Encoding.UTF8.GetBytes($"{Format}.{id}.{row}");

    private static string NewKeyLine() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)) + "\n";

    private static (string, byte[]) Read(string line)
    {
        byte[] key;
        try
        {
            key = Convert.FromBase64String(line.Trim());
        }
        catch (FormatException)
        {
            key = [];
        }
        if (key.Length != KeyBytes) throw new InvalidOperationException("A key in the keys folder is not whole. Restore master.key from the backup.");
        return (Convert.ToHexStringLower(SHA256.HashData(key))[..8], key);
    }

    // Whole or not at all: whoever reads in this moment finds the old text or the new one.
    internal static void Replace(string file, string content)
    {
        var draft = file + "." + Guid.NewGuid().ToString("N");
        CreateFile(draft, content);
        File.Move(draft, file, overwrite: true);
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

    /// <summary>The keys as they stood in the file when it looked like this.</summary>
    private sealed record Ring((DateTime Written, long Length) Stamp, IReadOnlyList<(string Id, byte[] Key)> Keys)
    {
        public static (DateTime, long) StampOf(string path) => new FileInfo(path) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : default;

        public static Ring Read(string path)
        {
            // Asked before the reading: changed in between, it is read once more at the next use.
            var stamp = StampOf(path);
            var keys = File.ReadAllLines(path).Where(line => line.Length > 0).Select(Vault.Read).ToList();
            return keys.Count > 0 ? new(stamp, keys) : throw new InvalidOperationException($"{path} holds no key. Restore it from the backup.");
        }
    }
}
