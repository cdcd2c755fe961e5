using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;

namespace Tegument.Contracts.Client;

/// <content>Many bans at once, and files of them.</content>
public sealed partial class TegumentClient
{
    /// <summary>Bans up to 10,000 in one commit; the reply says what became of each, in order. A bad one is told, not thrown.</summary>
    public Task<BanBulkReply> BanBulkAsync(BanBulk bans, CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Post, "bans/bulk", bans, ApiJson.Default.BanBulk, ApiJson.Default.BanBulkReply, cancel);

    /// <summary>Lifts listed bans, or all that a filter finds. Status 409 when <see cref="BanLift.Expect"/> is another count.</summary>
    public Task<BanLiftReply> LiftAsync(BanLift lift, CancellationToken cancel = default) =>
        _api.Call(HttpMethod.Post, "bans/lift", lift, ApiJson.Default.BanLift, ApiJson.Default.BanLiftReply, cancel);

    /// <summary>Writes all bans that match, in the order of their prefixes. What was written before an exception is an incomplete file.</summary>
    /// <param name="filter">Its limit, cursor, jump and sort do not matter.</param>
    public Task ExportBansAsync(BanFormat format, Stream destination, BanFilter? filter = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var query = string.Join('&', (filter ?? new BanFilter()).Filters().Prepend($"format={WireName.Of(format)}"));
        return _streams.Download($"bans/export?{query}", destination, cancel);
    }

    /// <summary>Bans what a file lists; answers once it is committed. A refused file's bad lines are in <see cref="TegumentApiException.Faults"/>.</summary>
    public Task<BanImportReply> ImportBansAsync(Stream source, BanImportOptions options, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        return _streams.Upload("bans/import" + options.Query(), source, ApiJson.Default.BanImportReply, cancel);
    }
}
