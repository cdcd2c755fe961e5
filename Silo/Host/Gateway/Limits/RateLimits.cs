using System.Globalization;
using System.Net;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.Problems;

namespace Tegument.Silo.Host.Gateway.Limits;

/// <summary>
/// Who called too often: a bucket per token for reads, writes and opened streams each, and one per source address for failed
/// authentications. Safe on any thread.
/// </summary>
public sealed class RateLimits(RateLimitOptions options, TimeProvider time)
{
    private const int Windows = (int)RateLimitOptions.BurstSeconds;

    private readonly BucketTable<string> _reads = new(Math.Max(1, options.Reads * Windows), Math.Max(0.1, options.Reads), time);
    private readonly BucketTable<string> _writes = new(Math.Max(1, options.Writes * Windows), Math.Max(0.1, options.Writes), time);
    private readonly BucketTable<string> _streams = new(RateLimitOptions.StreamBurst, RateLimitOptions.StreamsPerSecond, time);
    private readonly BucketTable<string> _failures = new(RateLimitOptions.FailureBurst, RateLimitOptions.FailuresPerSecond, time);

    /// <summary>Counts a call and says in its reply's headers what is left (draft-ietf-httpapi-ratelimit-headers).</summary>
    /// <exception cref="ApiProblemException">It is one too many: 429 with Retry-After.</exception>
    public void Count(Caller caller, HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(context);
        var kind = RateClass.Of(context);
        if (options.Reads == 0 || kind == RateClass.Exempt) return;
        var (table, burst, window) = kind == RateClass.Read ? (_reads, options.Reads * Windows, Windows)
            : kind == RateClass.Write ? (_writes, options.Writes * Windows, Windows)
            : (_streams, RateLimitOptions.StreamBurst, (int)(RateLimitOptions.StreamBurst / RateLimitOptions.StreamsPerSecond));
        var answer = table.Take(caller.Token.Id);
        var seconds = Seconds(answer.Wait);
        var headers = context.Response.Headers;
        headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{kind.Name}\";q={(long)burst};w={window}");
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{kind.Name}\";r={answer.Left};t={seconds}");
        if (!answer.Allowed) throw TooMany(context, seconds, $"this token may make no more {kind.Name} now; wait {seconds} s");
    }

    /// <summary>Counts a failed authentication. A valid token always passes, whoever guesses from the same address.</summary>
    /// <exception cref="ApiProblemException">It is one too many: 429 with Retry-After.</exception>
    public void CountFailure(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var answer = _failures.Take(Network(context.Connection.RemoteIpAddress ?? IPAddress.None));
        if (!answer.Allowed) throw TooMany(context, Seconds(answer.Wait), "too many calls without a valid token come from this address");
    }

    private static ApiProblemException TooMany(HttpContext context, int seconds, string detail)
    {
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return new ApiProblemException(StatusCodes.Status429TooManyRequests, "too many requests", detail);
    }

    private static int Seconds(TimeSpan wait) => (int)Math.Ceiling(wait.TotalSeconds);

    /// <summary>An IPv6 subscriber has a whole /64.</summary>
    internal static string Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return Convert.ToHexString(bytes.AsSpan(0, bytes.Length == 16 ? 8 : 4));
    }
}
