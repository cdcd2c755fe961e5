using System.Globalization;

namespace Tegument.Silo.Host.Gateway.Conditional;

/// <summary>A short name for what an answer says: FNV-1a over the parts that matter, the same in every process.</summary>
internal struct TagHash()
{
    private ulong _hash = 14695981039346656037;

    public void Add(long part)
    {
        for (var shift = 0; shift < 64; shift += 8) _hash = (_hash ^ (byte)(part >> shift)) * 1099511628211;
    }

    public void Add(string? text)
    {
        foreach (var c in text ?? "\0") Add(c);
        Add(-1L);
    }

    public readonly override string ToString() => _hash.ToString("x16", CultureInfo.InvariantCulture);
}
