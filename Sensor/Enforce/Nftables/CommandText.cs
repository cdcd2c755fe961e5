using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Enforce.Nftables;

/// <summary>Builds nft commands as UTF-8 in one buffer that is used again for each transaction. One thread.</summary>
public sealed class CommandText
{
    private const int KeptBytes = 4 * 1024 * 1024;
    private ArrayBufferWriter<byte> _buffer = new(64 * 1024);

    public bool IsEmpty => _buffer.WrittenCount == 0;

    /// <summary>The commands and the closing zero that the library needs. Call once per <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Close()
    {
        _buffer.GetSpan(1)[0] = 0;
        _buffer.Advance(1);
        return _buffer.WrittenSpan;
    }

    public void Clear()
    {
        if (_buffer.Capacity > KeptBytes) _buffer = new ArrayBufferWriter<byte>(64 * 1024);
        else _buffer.ResetWrittenCount();
    }

    public CommandText Text(string text)
    {
        var span = _buffer.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        _buffer.Advance(Encoding.UTF8.GetBytes(text, span));
        return this;
    }

    /// <summary>The masked address of the prefix, without its length: the set knows that.</summary>
    public CommandText Address(IpKey address)
    {
        // 45 characters are the longest form of an address; TryFormat can only fail for a shorter buffer.
        _ = address.ToIPAddress().TryFormat(_buffer.GetSpan(64), out var written);
        _buffer.Advance(written);
        return this;
    }

    /// <summary>
    /// " timeout 3d5s20ms". Split into units since nft takes at most eight digits for each. Never "0", which nft and the kernel take for
    /// "never": what is shorter than <see cref="BanChange.ShortestMs"/> is lengthened to it.
    /// </summary>
    public CommandText Timeout(long milliseconds)
    {
        milliseconds = Math.Max(milliseconds, BanChange.ShortestMs);
        Text(" timeout ");
        Unit(milliseconds / 86_400_000, "d");
        Unit(milliseconds % 86_400_000 / 1000, "s");
        Unit(milliseconds % 1000, "ms");
        return this;
    }

    public override string ToString() => Encoding.UTF8.GetString(_buffer.WrittenSpan);

    private void Unit(long value, string unit)
    {
        if (value == 0) return;
        _ = Utf8Formatter.TryFormat(value, _buffer.GetSpan(24), out var written);
        _buffer.Advance(written);
        Text(unit);
    }
}
