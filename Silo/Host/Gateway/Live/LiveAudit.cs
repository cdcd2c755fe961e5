using Tegument.Contracts.Wire;
using Tegument.Silo.Host.Gateway.Link;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Gateway.Live;

/// <summary>Tells what is added to the audit log, in its order; each line once it is durable. One at a time runs.</summary>
public sealed class LiveAudit(AuditLog audit, LiveHub hub)
{
    private const int MaxAtOnce = 500;

    private long? _told;

    internal async Task Run(CancellationToken cancel)
    {
        var lane = new LatestLane<object>((_, _) =>
        {
            Tell();
            return Task.CompletedTask;
        });
        void Nudge() => lane.Put(this);
        audit.Appended += Nudge;
        try
        {
            Nudge(); // Where telling begins.
            await lane.Run(cancel);
        }
        finally
        {
            audit.Appended -= Nudge;
        }
    }

    private void Tell()
    {
        if (_told is not { } told)
        {
            _told = audit.Page(1, null).Entries.FirstOrDefault()?.Id ?? 0;
            return;
        }

        foreach (var entry in audit.After(told, MaxAtOnce))
        {
            _told = entry.Id;
            hub.Publish(LiveTopic.Audit, entry, LiveJson.Default.AuditEntry);
        }
    }
}
