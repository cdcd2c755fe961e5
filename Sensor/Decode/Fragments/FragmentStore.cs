namespace Tegument.Sensor.Decode.Fragments;

/// <summary>How a fragment lies to those that are there.</summary>
internal enum FragmentFit : byte
{
    New,
    Duplicate,
    Overlap,
}

/// <summary>
/// The bytes of unfinished datagrams: pages of 512 bytes out of one slab, found through a page table per datagram. A bit per eight bytes
/// (a fragment's unit) says what is there, another where a fragment began. Nothing is allocated after construction. One thread.
/// </summary>
internal sealed class FragmentStore
{
    public const int PageBytes = 512;

    /// <summary>Pages of the longest datagram.</summary>
    public const int MaxPages = 128;

    private const int Unit = 8;
    private const int UnitsPerPage = PageBytes / Unit;
    private const ushort None = ushort.MaxValue;
    private readonly byte[] _bytes;
    private readonly ulong[] _there;
    private readonly ulong[] _starts;
    private readonly ushort[] _tables;
    private readonly ushort[] _free;

    public FragmentStore(int datagrams, int pages)
    {
        _bytes = new byte[pages * PageBytes];
        _there = new ulong[pages];
        _starts = new ulong[pages];
        _free = new ushort[pages];
        _tables = new ushort[datagrams * MaxPages];
        for (var i = 0; i < pages; i++) _free[i] = (ushort)(pages - 1 - i);
        FreePages = pages;
        Array.Fill(_tables, None);
    }

    public int FreePages { get; private set; }

    /// <summary>Pages that the datagram has not yet and that these bytes would fill.</summary>
    public int PagesFor(int datagram, int offset, int length)
    {
        var missing = 0;
        for (var page = offset / PageBytes; page * PageBytes < offset + length; page++)
            if (Table(datagram)[page] == None) missing++;
        return missing;
    }

    /// <summary>
    /// An exact duplicate begins where a known fragment began, ends where one ended, and says the same. Anything else that touches a
    /// unit that is there overlaps.
    /// </summary>
    public FragmentFit Compare(int datagram, int offset, ReadOnlySpan<byte> body)
    {
        var (first, end) = (offset / Unit, (offset + body.Length + Unit - 1) / Unit);
        var (met, all) = (false, true);
        for (var unit = first; unit < end; unit = NextPage(unit))
        {
            var mask = Mask(unit, end);
            var page = Table(datagram)[unit / UnitsPerPage];
            var there = page == None ? 0 : _there[page] & mask;
            met |= there != 0;
            all &= there == mask;
        }

        if (!met) return FragmentFit.New;
        return all && IsOneFragment(datagram, first, end) && SameBytes(datagram, offset, body) ? FragmentFit.Duplicate : FragmentFit.Overlap;
    }

    /// <summary>Puts new bytes down; their pages must be free. Returns how many units they are.</summary>
    public int Write(int datagram, int offset, ReadOnlySpan<byte> body)
    {
        var (first, end) = (offset / Unit, (offset + body.Length + Unit - 1) / Unit);
        for (var unit = first; unit < end; unit = NextPage(unit))
        {
            var page = PageAt(datagram, unit / UnitsPerPage);
            if (unit == first) _starts[page] |= 1UL << (unit % UnitsPerPage);
            _there[page] |= Mask(unit, end);
            var from = unit * Unit - offset;
            var length = Math.Min(body.Length, NextPage(unit) * Unit - offset) - from;
            body.Slice(from, length).CopyTo(_bytes.AsSpan(page * PageBytes + unit % UnitsPerPage * Unit));
        }

        return end - first;
    }

    /// <summary>Copies a datagram out; every unit of it must be there.</summary>
    public void CopyTo(int datagram, Span<byte> whole)
    {
        for (var page = 0; page * PageBytes < whole.Length; page++)
        {
            var part = whole[(page * PageBytes)..Math.Min(whole.Length, (page + 1) * PageBytes)];
            _bytes.AsSpan(Table(datagram)[page] * PageBytes, part.Length).CopyTo(part);
        }
    }

    /// <summary>The datagram's first bytes, as far as they are there without a gap; a page at most.</summary>
    public ReadOnlySpan<byte> Beginning(int datagram)
    {
        var page = Table(datagram)[0];
        return page == None ? [] : _bytes.AsSpan(page * PageBytes, System.Numerics.BitOperations.TrailingZeroCount(~_there[page]) * Unit);
    }

    /// <summary>Gives the datagram's pages back.</summary>
    public void Release(int datagram)
    {
        foreach (ref var page in Table(datagram))
        {
            if (page == None) continue;
            _free[FreePages++] = page;
            page = None;
        }
    }

    private bool IsOneFragment(int datagram, int first, int end)
    {
        for (var unit = first; unit < end; unit = NextPage(unit))
        {
            var expected = unit == first ? 1UL << (unit % UnitsPerPage) : 0;
            if ((_starts[Table(datagram)[unit / UnitsPerPage]] & Mask(unit, end)) != expected) return false;
        }

        // The unit behind it is not there, or begins another fragment.
        if (end == MaxPages * UnitsPerPage) return true;
        var next = Table(datagram)[end / UnitsPerPage];
        var bit = 1UL << (end % UnitsPerPage);
        return next == None || (_there[next] & bit) == 0 || (_starts[next] & bit) != 0;
    }

    private bool SameBytes(int datagram, int offset, ReadOnlySpan<byte> body)
    {
        while (!body.IsEmpty)
        {
            var length = Math.Min(body.Length, PageBytes - offset % PageBytes);
            var there = _bytes.AsSpan(Table(datagram)[offset / PageBytes] * PageBytes + offset % PageBytes, length);
            if (!there.SequenceEqual(body[..length])) return false;
            body = body[length..];
            offset += length;
        }

        return true;
    }

    private ushort PageAt(int datagram, int index)
    {
        ref var page = ref Table(datagram)[index];
        if (page != None) return page;
        page = _free[--FreePages];
        (_there[page], _starts[page]) = (0, 0);
        return page;
    }

    private Span<ushort> Table(int datagram) => _tables.AsSpan(datagram * MaxPages, MaxPages);

    private static int NextPage(int unit) => (unit / UnitsPerPage + 1) * UnitsPerPage;

    // The bits of the units from this one to the end, or to the end of its page.
    private static ulong Mask(int unit, int end)
    {
        var (from, count) = (unit % UnitsPerPage, Math.Min(end, NextPage(unit)) - unit);
        return (count == UnitsPerPage ? ulong.MaxValue : (1UL << count) - 1) << from;
    }
}
