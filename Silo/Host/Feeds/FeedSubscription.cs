using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;
using Tegument.Silo.Policy;

namespace Tegument.Silo.Host.Feeds;

/// <summary>One list that is subscribed to and how it fares. Changed by the runner alone, whole records at a time; read by any thread.</summary>
/// <param name="Taken">What was last believed; null before the first time.</param>
/// <param name="Due">By the silo's clock.</param>
/// <param name="Failures">In a row.</param>
public sealed record FeedSubscription(
    FeedSource Source, FeedTaken? Taken, FeedState State, string? Detail, long Bans, DateTimeOffset? Checked, DateTimeOffset Due, int Failures)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMinutes(1);

    /// <summary>After a failure sooner than usual, but ever later: a server in trouble is not to be beaten.</summary>
    public TimeSpan Wait()
    {
        if (Failures == 0) return Source.Every;
        var retry = FirstRetry * Math.Pow(2, Math.Min(Failures - 1, 16));
        return retry < Source.Every ? retry : Source.Every;
    }

    public FeedView View(DateTimeOffset now) => new(
        Source.Name,
        Shown(Source.Url),
        WireName.Of(Source.Format),
        WireName.Of(Source.Action),
        State,
        Detail,
        Taken?.Entries.Count ?? 0,
        Source.Action == FeedAction.Ban ? Bans : 0,
        Taken?.Skipped ?? 0,
        Checked,
        Taken?.Changed,
        Math.Max(0, Math.Round((Due - now).TotalSeconds, 1)),
        Source.Ttl.TotalSeconds);

    /// <summary>User, password and query hold keys.</summary>
    public static string Shown(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : "";
}
