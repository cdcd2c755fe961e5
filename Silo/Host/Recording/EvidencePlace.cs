using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;

namespace Tegument.Silo.Host.Recording;

/// <summary>
/// A row's place in the order of the list: the latest told first, then by its key downwards. Its text, a page's next, means nothing to who
/// passes it on.
/// </summary>
/// <param name="At">When it was told, in ticks; the row's minute lies in it.</param>
/// <param name="Run">The sensor's run, by the database's number.</param>
internal readonly record struct EvidencePlace(long At, IpKey Source, long Run, EvidenceKind Kind, string Technique, long Incident) : IComparable<EvidencePlace>
{
    private const int FixedBytes = 8 + 16 + 8 + 1 + 8;

    public (IpKey Source, long Run, EvidenceKind Kind, string Technique, long Incident) Key => (Source, Run, Kind, Technique, Incident);

    public int CompareTo(EvidencePlace other)
    {
        var order = At.CompareTo(other.At);
        if (order == 0) order = Source.CompareTo(other.Source);
        if (order == 0) order = Run.CompareTo(other.Run);
        if (order == 0) order = Kind.CompareTo(other.Kind);
        if (order == 0) order = string.CompareOrdinal(Technique, other.Technique);
        return order == 0 ? Incident.CompareTo(other.Incident) : order;
    }

    public override string ToString()
    {
        var technique = Encoding.UTF8.GetBytes(Technique);
        var bytes = new byte[FixedBytes + technique.Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, At);
        Source.WriteIPv6(bytes.AsSpan(8));
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(24), Run);
        bytes[32] = (byte)Kind;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(33), Incident);
        technique.CopyTo(bytes, FixedBytes);
        return Base64Url.EncodeToString(bytes);
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out EvidencePlace place)
    {
        place = default;
        if (text is null || text.Length > 512 || !Base64Url.IsValid(text)) return false;
        var bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length < FixedBytes || bytes.Length > FixedBytes + (4 * EvidenceItem.MaxTechniqueLength)) return false;
        place = new EvidencePlace(
            BinaryPrimitives.ReadInt64BigEndian(bytes), IpKey.FromIPv6(bytes.AsSpan(8, 16)), BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(24)), (EvidenceKind)bytes[32],
            Encoding.UTF8.GetString(bytes, FixedBytes, bytes.Length - FixedBytes), BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(33)));
        return place.At >= 0;
    }
}
