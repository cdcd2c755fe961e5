namespace Tegument.Silo.Host.Feeds;

/// <summary>What a server answered: a body with its marks, or nothing new (<paramref name="Body"/> null), or a fault in words.</summary>
public sealed record FeedFetch(byte[]? Body, string? ETag, string? Modified, string? Fault = null)
{
    public static FeedFetch Failed(string fault) => new(null, null, null, fault);
}
