using System.Globalization;
using System.Runtime.CompilerServices;
using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Client;

/// <content>The audit log.</content>
public sealed partial class TegumentClient
{
    /// <summary>A page, newest first.</summary>
    public Task<AuditList> AuditAsync(AuditFilter filter, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return _api.Call(HttpMethod.Get, "audit" + filter.Query(), ApiJson.Default.AuditList, cancel);
    }

    /// <summary>All pages, newest first.</summary>
    public async IAsyncEnumerable<AuditEntry> AllAuditAsync(AuditFilter? filter = null, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var at = filter ?? new AuditFilter();
        while (true)
        {
            var page = await AuditAsync(at, cancel).ConfigureAwait(false);
            foreach (var entry in page.Entries) yield return entry;
            if (page.Next is null) yield break;
            at = at with { Before = page.Next };
        }
    }

    /// <summary>Writes all entries that match, oldest first. What was written before an exception is an incomplete file.</summary>
    /// <param name="filter">Its limit and place do not matter.</param>
    public Task ExportAuditAsync(AuditFormat format, Stream destination, AuditFilter? filter = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return _streams.Download($"audit/export?format={WireName.Of(format)}{(filter ?? new AuditFilter()).Filters()}", destination, cancel);
    }

    /// <summary>Whether the log is as it was written.</summary>
    /// <param name="known">An entry's number and hash that were kept elsewhere: shows as well whether the whole chain was written anew.</param>
    public Task<AuditVerification> VerifyAuditAsync((long Id, string Hash)? known = null, CancellationToken cancel = default)
    {
        var query = known is { } kept ? string.Create(CultureInfo.InvariantCulture, $"?id={kept.Id}&hash={Uri.EscapeDataString(kept.Hash)}") : "";
        return _api.Call(HttpMethod.Get, "audit/verify" + query, ApiJson.Default.AuditVerification, cancel);
    }
}
