namespace Tegument.Contracts.Client;

/// <summary>
/// How long to wait before the next try to connect: doubling from 0.2 s to 10 s, each a random share between half and all of that, so that a
/// fleet does not come back in one beat. Owned by one caller; not thread-safe.
/// </summary>
public sealed class LinkBackoff
{
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.2);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private TimeSpan _ceiling = Shortest;

    /// <summary>The next wait.</summary>
    public TimeSpan Next()
    {
        var wait = _ceiling * (0.5 + (Random.Shared.NextDouble() / 2));
        _ceiling = TimeSpan.FromTicks(Math.Min(_ceiling.Ticks * 2, Longest.Ticks));
        return wait;
    }

    /// <summary>After a link that worked.</summary>
    public void Reset() => _ceiling = Shortest;
}
