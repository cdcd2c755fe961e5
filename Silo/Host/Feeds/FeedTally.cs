using Tegument.Contracts.Addresses;

namespace Tegument.Silo.Host.Feeds;

/// <summary>Collects a list's entries and counts what is none. Holds one entry more than the bound at most.</summary>
internal sealed class FeedTally(int maxEntries)
{
    private const int Shown = 60;

    private readonly HashSet<IpPrefix> _entries = [];
    private long _lines;
    private long _junk;
    private string? _first;

    public bool IsFull => _entries.Count > maxEntries;

    /// <param name="place">The line's number, or the attribute's.</param>
    public void Take(ReadOnlySpan<char> text, long place)
    {
        if (text.Length <= 50 && IpPrefix.TryParse(text.ToString(), out var prefix, out _))
        {
            _lines++;
            _entries.Add(prefix);
            return;
        }

        Junk(string.Concat("'", text.Length <= Shown ? text : text[..Shown], "'"), place);
    }

    public void Junk(string what, long place)
    {
        _lines++;
        _junk++;
        _first ??= $"line {place}: {string.Concat(what.Select(c => char.IsControl(c) ? '\u00b7' : c))}";
    }

    public FeedContent Content() => new(_entries, _lines, _junk, _first);
}
