using System.Security.Cryptography;
using System.Text;
using Tegument.Contracts.Client;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Link;
using Tegument.Sensor.Report;

namespace Tegument.Sensor.Eve;

/// <summary>
/// Sends one file's evidence to a silo and waits until all of it is acknowledged. The start id comes from the file's path and its first alert,
/// so that a file imported twice, grown meanwhile or not, weighs once.
/// </summary>
public static class EveSender
{
    /// <exception cref="SiloUnreachableException">The silo is away; what was acknowledged stands, and sending again does no harm.</exception>
    /// <exception cref="TegumentApiException">The silo refuses the token or a batch.</exception>
    public static async Task<long> Send(
        SiloEndpoint silo, string host, string version, string path, List<EvidenceItem> items, List<VictimIncident> incidents, CancellationToken cancel)
    {
        if (items.Count + incidents.Count == 0) return 0;
        var first = items.Count > 0 ? items[0].Technique + items[0].Source : incidents[0].Technique + incidents[0].Target;
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Path.GetFullPath(path)}\n{first}")).AsSpan(0, 8));

        // Sequences must differ from those of an earlier import, or the silo takes the batches for resent ones.
        var outbox = new EvidenceOutbox(host, $"eve-file-{id}", sequence: DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1000);
        outbox.Add(items, incidents);
        await using var link = await TegumentLink.ConnectAsync(silo, new HelloFrame(host, version, ["sensor"]), cancel);
        var sent = 0L;
        while (true)
        {
            while (outbox.Next() is { } batch)
            {
                await link.SendAsync(new BatchFrame(batch), cancel);
                sent++;
            }

            if (outbox.Pending == 0) return sent;
            switch (await link.ReceiveAsync(cancel))
            {
                case AckFrame ack when ack.Start == outbox.Start:
                    if (ack.Refusal is { } refusal) throw new TegumentApiException($"the silo refused the evidence: {refusal}");
                    outbox.Acknowledge(ack.Sequence, refused: false);
                    break;
                case ErrorFrame error:
                    throw new TegumentApiException($"the silo refused the evidence: {error.Message}");
                case null:
                    throw new SiloUnreachableException("the silo closed the link before it had acknowledged everything; import again");
            }
        }
    }
}
