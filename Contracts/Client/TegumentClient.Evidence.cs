using System.Globalization;
using System.Runtime.CompilerServices;
using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Client;

/// <content>Recorded evidence, and what it was aimed at.</content>
public sealed partial class TegumentClient
{
    /// <summary>A page of recorded evidence, one row per incident, the latest told first. What was told within seconds may be missing.</summary>
    public Task<EvidenceList> EvidenceAsync(EvidenceFilter? filter = null, CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Get, "evidence" + (filter ?? new EvidenceFilter()).Query(), ApiJson.Default.EvidenceList, cancel);

    /// <summary>All pages, the latest told first; an incident that grows meanwhile may be told twice or not at all.</summary>
    public async IAsyncEnumerable<EvidenceRow> AllEvidenceAsync(EvidenceFilter? filter = null, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var at = filter ?? new EvidenceFilter();
        while (true)
        {
            var page = await EvidenceAsync(at, cancel).ConfigureAwait(false);
            foreach (var row in page.Items) yield return row;
            if (page.Next is null) yield break;
            at = at with { After = page.Next };
        }
    }

    /// <summary>The ports that attackers aimed at most.</summary>
    /// <param name="ago">How far back.</param>
    /// <param name="limit">1 to 100.</param>
    public Task<TargetList> TargetsAsync(TimeSpan ago, int limit = 20, CancellationToken cancel = default)
    {
        var query = string.Create(CultureInfo.InvariantCulture, $"targets?since={Math.Ceiling(ago.TotalSeconds):0}s&limit={limit}");
        return _api.Call(HttpMethod.Get, query, ApiJson.Default.TargetList, cancel);
    }
}
