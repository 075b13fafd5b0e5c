using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Afterglow.App.Backup;

/// <summary>
/// An encrypted and authenticated file: a header (what it is, a salt, and a mark by which a wrong phrase is told from
/// damage), then AES-256-GCM over chunks of 64 KiB. The key is made from phrase and salt, so that no two files share one;
/// each chunk's nonce is its number and whether it is the last: changed, cut, lengthened or put into another order, it
/// does not open.
/// </summary>
internal static class SealedStream
{
    public const int ChunkBytes = 64 * 1024;

    private const int SaltBytes = 16, MarkBytes = 8, TagBytes = 16, NonceBytes = 12;

    private static readonly byte[] Magic = Encoding.ASCII.GetBytes("AFTERGLOW-BACKUP-1\n");

    public static int HeaderBytes => Magic.Length + SaltBytes + MarkBytes;

    /// <summary>Seals what is written into it, up to its disposal. Leaves the file open.</summary>
    public static Stream Seal(Stream file, RecoveryPhrase phrase)
    {
        var header = new byte[HeaderBytes];
        Magic.CopyTo(header, 0);
        RandomNumberGenerator.Fill(header.AsSpan(Magic.Length, SaltBytes));
        Mark(phrase, header).CopyTo(header, Magic.Length + SaltBytes);
        file.Write(header);
        return new Writer(file, new Chunks(phrase, header));
    }

    /// <summary>Opens what <see cref="Seal"/> wrote. Throws <see cref="NotOpenedException"/> where it was not, or was changed since.</summary>
    public static Stream Open(Stream file, RecoveryPhrase phrase)
    {
        var header = new byte[HeaderBytes];
        if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes || !header.AsSpan(0, Magic.Length).SequenceEqual(Magic))
            throw new NotOpenedException(NotOpened.NoBackup);
        if (!CryptographicOperations.FixedTimeEquals(Mark(phrase, header), header.AsSpan(Magic.Length + SaltBytes)))
            throw new NotOpenedException(NotOpened.OtherPhrase);
        return new Reader(file, new Chunks(phrase, header));
    }

    private static byte[] Mark(RecoveryPhrase phrase, byte[] header) => Derive(phrase, header, "mark", MarkBytes);

    private static byte[] Derive(RecoveryPhrase phrase, byte[] header, string what, int length)
    {
        var key = new byte[length];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, phrase.Key, key, header.AsSpan(Magic.Length, SaltBytes), Encoding.ASCII.GetBytes("afterglow backup " + what));
        return key;
    }

    private sealed class Chunks(RecoveryPhrase phrase, byte[] header) : IDisposable
    {
        private readonly AesGcm cipher = new(Derive(phrase, header, "key", 32), TagBytes);
        private ulong number;

        public void Seal(ReadOnlySpan<byte> plain, Span<byte> sealedBytes, bool last) =>
            cipher.Encrypt(Nonce(last), plain, sealedBytes[..plain.Length], sealedBytes.Slice(plain.Length, TagBytes), header);

        public void Open(ReadOnlySpan<byte> sealedBytes, Span<byte> plain, bool last)
        {
            try
            {
                cipher.Decrypt(Nonce(last), sealedBytes[..^TagBytes], sealedBytes[^TagBytes..], plain, header);
            }
            catch (AuthenticationTagMismatchException)
            {
                throw new NotOpenedException(NotOpened.Damaged);
            }
        }

        public void Dispose() => cipher.Dispose();

        private byte[] Nonce(bool last)
        {
            var nonce = new byte[NonceBytes];
            BinaryPrimitives.WriteUInt64BigEndian(nonce.AsSpan(3), number++);
            nonce[^1] = last ? (byte)1 : (byte)0;
            return nonce;
        }
    }

    private sealed class Writer(Stream file, Chunks chunks) : OneWay
    {
        private readonly byte[] plain = new byte[ChunkBytes];
        private readonly byte[] sealedBytes = new byte[ChunkBytes + TagBytes];
        private int filled;
        private bool ended;

        public override bool CanWrite => true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (!buffer.IsEmpty)
            {
                // A full chunk waits: only what follows tells whether it is the last.
                if (filled == ChunkBytes) Pass(last: false);
                var taken = Math.Min(buffer.Length, ChunkBytes - filled);
                buffer[..taken].CopyTo(plain.AsSpan(filled));
                filled += taken;
                buffer = buffer[taken..];
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !ended)
            {
                ended = true;
                Pass(last: true);
                chunks.Dispose();
            }
            base.Dispose(disposing);
        }

        private void Pass(bool last)
        {
            chunks.Seal(plain.AsSpan(0, filled), sealedBytes, last);
            file.Write(sealedBytes, 0, filled + TagBytes);
            filled = 0;
        }
    }

    private sealed class Reader(Stream file, Chunks chunks) : OneWay
    {
        private readonly byte[] plain = new byte[ChunkBytes];
        private byte[] sealedBytes = new byte[ChunkBytes + TagBytes];
        private byte[] ahead = new byte[ChunkBytes + TagBytes];
        private int aheadBytes = -1;
        private int at, filled;
        private bool last;

        public override bool CanRead => true;

        public override int Read(Span<byte> buffer)
        {
            while (at == filled)
            {
                if (last || buffer.IsEmpty) return 0;
                Next();
            }
            var taken = Math.Min(buffer.Length, filled - at);
            plain.AsSpan(at, taken).CopyTo(buffer);
            at += taken;
            return taken;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) chunks.Dispose();
            base.Dispose(disposing);
        }

        private void Next()
        {
            if (aheadBytes < 0) aheadBytes = file.ReadAtLeast(ahead, ahead.Length, throwOnEndOfStream: false);
            (sealedBytes, ahead) = (ahead, sealedBytes);
            var bytes = aheadBytes;
            aheadBytes = file.ReadAtLeast(ahead, ahead.Length, throwOnEndOfStream: false);
            last = aheadBytes == 0;
            if (bytes < TagBytes) throw new NotOpenedException(NotOpened.Damaged);
            filled = bytes - TagBytes;
            at = 0;
            chunks.Open(sealedBytes.AsSpan(0, bytes), plain.AsSpan(0, filled), last);
        }
    }

    private abstract class OneWay : Stream
    {
        public override bool CanRead => false;
        public override bool CanWrite => false;
        public override bool CanSeek => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
        public override int Read(Span<byte> buffer) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
        public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Flush()
        {
            // What is held back goes out with the next chunk.
        }
    }
}

internal enum NotOpened
{
    NoBackup,
    OtherPhrase,
    Damaged,
}

/// <summary>A sealed file that does not open, and why.</summary>
internal sealed class NotOpenedException(NotOpened why) : IOException("The file does not open.")
{
    public NotOpened Why { get; } = why;
}
