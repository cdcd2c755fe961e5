namespace Tegument.Silo.Bans;

/// <summary>
/// Shares equal actors and reasons between bans: a feed says the same of a hundred thousand addresses. Holds at most
/// <see cref="Capacity"/> texts and starts anew when full. Owned by one ledger.
/// </summary>
internal sealed class BanTexts
{
    private const int Capacity = 1024;

    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);

    public string Share(string text)
    {
        if (_texts.TryGetValue(text, out var known)) return known;
        if (_texts.Count >= Capacity) _texts.Clear();
        _texts.Add(text);
        return text;
    }
}
