using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.Problems;

namespace Tegument.Silo.Host.Gateway.Live;

/// <summary>
/// The streams that stand, counted per token: at most <see cref="MaxPerToken"/> each and <see cref="MaxStreams"/> in all. Safe on any thread.
/// </summary>
public sealed class LiveStreams(IHostApplicationLifetime lifetime, TimeProvider time)
{
    public const int MaxPerToken = 32;
    public const int MaxStreams = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<CancellationTokenSource>> _byToken = new(StringComparer.Ordinal);
    private int _open;

    public int Open => Volatile.Read(ref _open);

    /// <summary>Runs a stream until the client leaves, its token is revoked, its session ends, or the silo stops.</summary>
    /// <exception cref="ApiProblemException">There are too many streams.</exception>
    internal async Task Run(Caller caller, CancellationToken aborted, Func<CancellationToken, Task> stream)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping);
        if (caller.Session is { } session) life.CancelAfter(TimeSpan.FromMilliseconds(Math.Max(0, (session.Expires - time.GetUtcNow()).TotalMilliseconds)));
        Add(caller.Token.Id, life);
        try
        {
            await stream(life.Token);
        }
        catch (Exception) when (life.IsCancellationRequested)
        {
            // Ended by one of those who may.
        }
        finally
        {
            Remove(caller.Token.Id, life);
        }
    }

    /// <summary>Ends the streams of a token that was revoked, or of a session.</summary>
    public void DropToken(string id)
    {
        lock (_lock)
        {
            foreach (var life in _byToken.GetValueOrDefault(id) ?? []) life.CancelAsync();
        }
    }

    private void Add(string token, CancellationTokenSource life)
    {
        lock (_lock)
        {
            if (_open >= MaxStreams) throw TooMany($"{MaxStreams} live streams are open, which is all that a silo serves");
            if (!_byToken.TryGetValue(token, out var streams)) _byToken[token] = streams = [];
            if (streams.Count >= MaxPerToken) throw TooMany($"this token has {MaxPerToken} live streams open, which is all it gets; close some");
            streams.Add(life);
            _open++;
        }
    }

    private void Remove(string token, CancellationTokenSource life)
    {
        lock (_lock)
        {
            if (!_byToken.TryGetValue(token, out var streams) || !streams.Remove(life)) return;
            if (streams.Count == 0) _byToken.Remove(token);
            _open--;
        }
    }

    private static ApiProblemException TooMany(string detail) => new(StatusCodes.Status429TooManyRequests, "too many streams", detail);
}
