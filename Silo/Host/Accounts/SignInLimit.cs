using System.Net;
using Tegument.Silo.Host.Gateway.Limits;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Accounts;

/// <summary>
/// How often one may be wrong at signing in: <see cref="Tries"/> times from a source (an IPv4 address, an IPv6 /64), <see cref="TriesPerName"/>
/// times for a name wherever they come from; then that one waits five minutes. A name gets more, since strangers could lock its owner out.
/// Safe on any thread.
/// </summary>
public sealed class SignInLimit(TimeProvider time)
{
    public const int Tries = 5;
    public const int TriesPerName = 25;
    public static readonly TimeSpan Wait = TryTable.Wait;

    private readonly TryTable _sources = new(Tries, time);
    private readonly TryTable _names = new(TriesPerName, time);

    /// <summary>Sources and names that made room for others before their time.</summary>
    public long Forgotten => _sources.Forgotten + _names.Forgotten;

    /// <summary>Counts a try as wrong, until <see cref="Right"/>; or says how long to wait, and for whose sake.</summary>
    /// <param name="name">Null for a token.</param>
    public (TimeSpan Wait, bool OfName) Begin(string from, string? name)
    {
        var source = SourceOf(from);
        if (_sources.WaitOf(source) is var wait && wait > TimeSpan.Zero) return (wait, false);
        if (name is not null && _names.WaitOf(User.KeyOf(name)) is var longer && longer > TimeSpan.Zero) return (longer, true);
        _sources.Count(source);
        if (name is not null) _names.Count(User.KeyOf(name));
        return (TimeSpan.Zero, false);
    }

    /// <summary>The try was right, or no guess at all.</summary>
    public void Right(string from, string? name)
    {
        _sources.TakeBack(SourceOf(from));
        if (name is not null) _names.TakeBack(User.KeyOf(name));
    }

    /// <summary>Tries that the source has left.</summary>
    public int Left(string from) => _sources.Left(SourceOf(from));

    private static string SourceOf(string from) => IPAddress.TryParse(from, out var address) ? RateLimits.Network(address) : from;
}
