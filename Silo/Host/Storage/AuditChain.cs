using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Tegument.Contracts.Api;

namespace Tegument.Silo.Host.Storage;

/// <summary>
/// The chain of hashes through the audit log: SHA-256 over the hash of the entry before, the number, the time and each text with its
/// length. Pure. Whoever can write the file can write a whole new chain; a hash that was kept elsewhere shows that as well.
/// </summary>
internal static class AuditChain
{
    /// <summary>What stands before the first entry.</summary>
    public static readonly byte[] Root = new byte[SHA256.HashSizeInBytes];

    public static byte[] HashOf(ReadOnlySpan<byte> before, AuditEntry entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> numbers = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(numbers, entry.Id);
        BinaryPrimitives.WriteInt64BigEndian(numbers[8..], entry.At.UtcTicks);
        hash.AppendData(before);
        hash.AppendData(numbers);
        foreach (var text in (string?[])[entry.Actor, entry.From, entry.Action, entry.Subject, entry.Reason, entry.Outcome, entry.Before, entry.After]) Append(hash, text);
        return hash.GetHashAndReset();
    }

    // A length before each text: no two entries are the same bytes. Null is no text at all.
    private static void Append(IncrementalHash hash, string? text)
    {
        Span<byte> length = stackalloc byte[4];
        var bytes = text is null ? [] : Encoding.UTF8.GetBytes(text);
        BinaryPrimitives.WriteInt32BigEndian(length, text is null ? -1 : bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
