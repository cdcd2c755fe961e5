using System.Globalization;
using System.Runtime.CompilerServices;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Live;

using Tegument.Contracts.Evidence;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Qualia;
using Tegument.Contracts.Reputation;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Client;

/// <summary>
/// The silo's REST API, typed. Whatever the console and the verbs can do goes through here. Safe on any thread; make one and keep it.
/// Every call throws <see cref="SiloUnreachableException"/> when nobody answers and <see cref="TegumentApiException"/> when the silo refuses.
/// Calls that are cut off, or that the silo asks to send again later, are tried again; a write is done once however often it is sent.
/// </summary>
public sealed partial class TegumentClient : IDisposable
{
    private readonly ApiCaller _api;
    private readonly ApiStreams _streams;

    /// <param name="timeout">For a call with all its tries; 30 seconds when null.</param>
    public TegumentClient(SiloEndpoint silo, TimeSpan? timeout = null, RetryPolicy? retries = null)
    {
        ArgumentNullException.ThrowIfNull(silo);
        _streams = new ApiStreams(silo);
        _api = new ApiCaller(silo, timeout ?? TimeSpan.FromSeconds(30), retries ?? RetryPolicy.Default);
    }

    public TegumentClient(Uri silo, string? token)
        : this(new SiloEndpoint(silo, token))
    {
    }

    public Task<StatusReply> StatusAsync(CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Get, "status", ApiJson.Default.StatusReply, cancel);

    public Task<BanList> BansAsync(BanFilter? filter = null, CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Get, "bans" + (filter ?? new BanFilter()).Query(), ApiJson.Default.BanList, cancel);

    /// <summary>All pages, one after the other; a ban made or ended meanwhile may or may not be among them.</summary>
    public async IAsyncEnumerable<BanView> AllBansAsync(BanFilter? filter = null, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var at = filter ?? new BanFilter();
        while (true)
        {
            var page = await BansAsync(at, cancel).ConfigureAwait(false);
            foreach (var ban in page.Bans) yield return ban;
            if (page.Next is null) yield break;
            at = at with { After = page.Next };
        }
    }

    /// <summary>Answers once the ban is committed. A protected address is refused with status 409 and the rule as detail.</summary>
    public Task<BanReply> BanAsync(BanCreate ban, CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Post, "bans", ban, ApiJson.Default.BanCreate, ApiJson.Default.BanReply, cancel);

    /// <summary>Lifts the bans of exactly this address or prefix, of one origin or of all; answers once that is committed.</summary>
    public Task<UnbanReply> UnbanAsync(IpPrefix address, string reason, BanOrigin? origin = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(reason);
        var query = $"bans?address={Uri.EscapeDataString(address.ToString())}&reason={Uri.EscapeDataString(reason)}";
        if (origin is { } only) query += $"&origin={WireName.Of(only)}";
        return _api.Call(HttpMethod.Delete, query, ApiJson.Default.UnbanReply, cancel);
    }

    public Task<Explanation> ExplainAsync(IpKey address, CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Get, $"explain?address={Uri.EscapeDataString(address.ToString())}", ApiJson.Default.Explanation, cancel);

    public Task<PostureSnapshot> PostureAsync(CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Get, "posture", ApiJson.Default.PostureSnapshot, cancel);

    public Task<PostureSnapshot> SetPostureAsync(PosturePut posture, CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Put, "posture", posture, ApiJson.Default.PosturePut, ApiJson.Default.PostureSnapshot, cancel);

    /// <summary>Ends every manual choice of a posture: the default returns, and the qualia move it where the policy says so.</summary>
    public Task<PostureSnapshot> ReleasePostureAsync(string reason, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return _api.Call(HttpMethod.Delete, $"posture?reason={Uri.EscapeDataString(reason)}", ApiJson.Default.PostureSnapshot, cancel);
    }

    /// <summary>Who willed which posture when, newest first.</summary>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="before">A page's <c>Next</c>.</param>
    public Task<PostureHistoryList> PostureHistoryAsync(int limit = 100, long? before = null, CancellationToken cancel = default)
    {
        var query = string.Create(CultureInfo.InvariantCulture, $"posture/history?limit={limit}");
        if (before is { } version) query += string.Create(CultureInfo.InvariantCulture, $"&before={version}");
        return _api.Call(HttpMethod.Get, query, ApiJson.Default.PostureHistoryList, cancel);
    }

    /// <summary>Whom another posture would ban or release now; changes nothing.</summary>
    public Task<PosturePreview> PreviewPostureAsync(PostureLevel level, CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Get, $"posture/preview?level={WireName.Of(level)}", ApiJson.Default.PosturePreview, cancel);

    /// <summary>Whether the qualia move the posture, and what they would do now.</summary>
    public Task<AdaptiveReport> AdaptiveAsync(CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Get, "posture/adaptive", ApiJson.Default.AdaptiveReport, cancel);

    /// <summary>How the fleet felt in the last whole second.</summary>
    public Task<QualiaSnapshot> QualiaAsync(CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Get, "qualia", ApiJson.Default.QualiaSnapshot, cancel);

    /// <summary>How the fleet felt.</summary>
    /// <param name="ago">How far back; at most 30 days are kept.</param>
    /// <param name="stepSeconds">One of <see cref="QualiaQuery.Steps"/>; null leaves it to the silo.</param>
    public Task<QualiaHistory> QualiaHistoryAsync(TimeSpan ago, int? stepSeconds = null, CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Get, "qualia/history" + SinceQuery(ago, stepSeconds), ApiJson.Default.QualiaHistory, cancel);

    /// <summary>Evidence over time by kind, or by technique as well.</summary>
    /// <param name="ago">How far back; at most 30 days are kept.</param>
    /// <param name="stepSeconds">One of <see cref="QualiaQuery.Steps"/>; null leaves it to the silo.</param>
    public Task<EvidenceSeriesList> EvidenceSeriesAsync(
        TimeSpan ago, int? stepSeconds = null, EvidenceKind? kind = null, bool techniques = false, CancellationToken cancel = default)
    {
        var query = "evidence/series" + SinceQuery(ago, stepSeconds);
        if (kind is { } only) query += $"&kind={WireName.Of(only)}";
        if (techniques) query += "&techniques=true";
        return _api.Call(HttpMethod.Get, query, ApiJson.Default.EvidenceSeriesList, cancel);
    }

    private static string SinceQuery(TimeSpan ago, int? stepSeconds)
    {
        var query = string.Create(CultureInfo.InvariantCulture, $"?since={Math.Ceiling(ago.TotalSeconds):0}s");
        return stepSeconds is { } step ? query + string.Create(CultureInfo.InvariantCulture, $"&step={step}") : query;
    }

    /// <summary>Confirms a lockdown. Status 409 while a host has not told that it is closed, and when there is nothing to confirm.</summary>
    /// <param name="version">This version and no other; null takes the one in force.</param>
    public Task<PostureSnapshot> ConfirmPostureAsync(long? version = null, CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Post, "posture/confirm", new PostureConfirm(version), ApiJson.Default.PostureConfirm, ApiJson.Default.PostureSnapshot, cancel);

    /// <summary>What a lockdown would do now.</summary>
    /// <param name="address">Whether this address would get through; null asks for the caller's own.</param>
    public Task<LockdownPreview> LockdownPreviewAsync(IpKey? address = null, CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Get, address is { } asked ? $"posture/lockdown?address={Uri.EscapeDataString(asked.ToString())}" : "posture/lockdown", ApiJson.Default.LockdownPreview, cancel);

    public Task<HostList> HostsAsync(CancellationToken cancel = default) => HostsAsync(new HostFilter(), cancel);

    public Task<HostList> HostsAsync(HostFilter filter, CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Get, "hosts" + NotNull(filter).Query(), ApiJson.Default.HostList, cancel);

    /// <summary>Has a connected host empty its table and only observe. Status 409 when the host is not connected.</summary>
    public Task<FlushReply> FlushAsync(string host, string reason, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        var path = $"hosts/{Uri.EscapeDataString(host)}/flush";
        return _api.Call(HttpMethod.Post, path, new FlushRequest(reason), ApiJson.Default.FlushRequest, ApiJson.Default.FlushReply, cancel);
    }

    /// <param name="limit">1 to 1,000.</param>
    public Task<IncidentList> IncidentsAsync(int limit = 100, CancellationToken cancel = default) =>
        IncidentsAsync(new IncidentFilter(limit), cancel);

    /// <summary>Firewalls of other makers that pull decisions, the latest puller first.</summary>
    public Task<BouncerList> BouncersAsync(CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Get, "bouncers", ApiJson.Default.BouncerList, cancel);

    public Task<IncidentList> IncidentsAsync(IncidentFilter filter, CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Get, "incidents" + NotNull(filter).Query(), ApiJson.Default.IncidentList, cancel);

    public Task<TokenList> TokensAsync(CancellationToken cancel = default) => TokensAsync(new TokenFilter(), cancel);

    public Task<TokenList> TokensAsync(TokenFilter filter, CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Get, "tokens" + NotNull(filter).Query(), ApiJson.Default.TokenList, cancel);

    /// <summary>The reply holds the secret, this once.</summary>
    public Task<TokenCreated> CreateTokenAsync(TokenCreate token, CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Post, "tokens", token, ApiJson.Default.TokenCreate, ApiJson.Default.TokenCreated, cancel);

    /// <summary>Ends a token at once, open links included. Answers with the tokens that are left in the list.</summary>
    public Task<TokenList> RevokeTokenAsync(string id, string reason, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentNullException.ThrowIfNull(reason);
        return _api.Call(HttpMethod.Delete, $"tokens/{Uri.EscapeDataString(id)}?reason={Uri.EscapeDataString(reason)}", ApiJson.Default.TokenList, cancel);
    }

    /// <param name="limit">1 to 1,000.</param>
    /// <param name="before">A page's <c>Next</c>.</param>
    public Task<AuditList> AuditAsync(int limit = 100, long? before = null, CancellationToken cancel = default)
    {
        var query = string.Create(CultureInfo.InvariantCulture, $"audit?limit={limit}");
        if (before is { } id) query += string.Create(CultureInfo.InvariantCulture, $"&before={id}");
        return _api.Call(HttpMethod.Get, query, ApiJson.Default.AuditList, cancel);
    }

    /// <summary>
    /// What happens, as it happens, without end: streams that break are opened again after the last event seen. Events that the silo no
    /// longer has show as <see cref="LiveTypes.Gap"/>; a <see cref="LiveTypes.Hello"/> begins each stream.
    /// </summary>
    public IAsyncEnumerable<LiveEvent> EventsAsync(LiveFilter? filter = null, CancellationToken cancel = default) =>
        new LiveFeed(_api, filter ?? new LiveFilter()).Read(cancel);

    public void Dispose()
    {
        _api.Dispose();
        _streams.Dispose();
    }

    private static T NotNull<T>(T? value, [CallerArgumentExpression(nameof(value))] string? name = null) where T : class =>
        value ?? throw new ArgumentNullException(name);
}
