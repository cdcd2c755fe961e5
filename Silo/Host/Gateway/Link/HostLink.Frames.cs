using Tegument.Contracts.Api;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Link;
using Tegument.Contracts.Wire;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Gateway.Link;

/// <content>What a host may say, and what is done about it.</content>
public sealed partial class HostLink
{
    private async Task Read(CancellationToken cancel)
    {
        while (true)
        {
            var read = await _socket.ReadAsync(cancel);
            if (read is { Frame: null, Fault: null })
            {
                Drop(LinkDrop.Closed);
                return;
            }

            if (read.TooLarge) Drop(LinkDrop.TooLarge);
            if (Volatile.Read(ref _drop) != -1) continue; // We have said goodbye, and wait for theirs.
            if (read.Fault is { } fault) await Fault(fault, cancel);
            else await Take(read.Frame!, cancel);
        }
    }

    private async Task Take(LinkFrame frame, CancellationToken cancel)
    {
        switch (frame)
        {
            case BatchFrame or PullFrame when Lacks(frame) is { } role:
                await Fault($"the token lacks the role {WireName.Of(role)} for this frame", cancel);
                break;
            case BatchFrame { Batch: var batch } when batch.Sensor != Host:
                await Fault($"batch.sensor: this link speaks for '{Host}'", cancel);
                break;
            case HeartbeatFrame { Report: var report } when report.Host != Host:
                await Fault($"report.host: this link speaks for '{Host}'", cancel);
                break;
            case BatchFrame { Batch: var batch }:
                await _batches.Put(_services.Clock.Settle(batch), cancel);
                break;
            case PullFrame pull:
                _pulls.Put(pull);
                break;
            case HeartbeatFrame { Report: var report }:
                _heartbeats.Put(report);
                break;
            default:
                await Fault($"a host does not send {frame.GetType().Name}", cancel);
                break;
        }
    }

    private TokenRole? Lacks(LinkFrame frame)
    {
        var needed = frame is BatchFrame ? TokenRole.Sensor : TokenRole.Executor;
        return _caller.Has(needed) ? null : needed;
    }

    /// <summary>Tells the host; the last of too many is told before the link closes.</summary>
    private async Task Fault(string text, CancellationToken cancel)
    {
        if (Interlocked.Increment(ref _faults) < GatewayLimits.MaxFaults)
        {
            Post(new ErrorFrame(text));
            return;
        }

        await Write(new ErrorFrame(text), cancel);
        Drop(LinkDrop.Malformed);
    }

    /// <summary>Written here and not through the outbox, so that at most one large answer is in memory per link.</summary>
    private async Task Answer(PullFrame pull, CancellationToken cancel)
    {
        byte[] answer;
        try
        {
            answer = await _services.Answers.Of(pull.Position).WaitAsync(cancel);
        }
        catch (StorageException e)
        {
            Post(new ErrorFrame($"the ledger cannot be read: {e.Message}; pull again"));
            return;
        }

        await Write(answer, cancel);
    }

    private async Task Heartbeat(HostReport report, CancellationToken cancel)
    {
        try
        {
            await Tell(report);
            if (IsExecutor && _services.Postures.Correct(report) is { } correction) Post(correction);
        }
        catch (ArgumentException e)
        {
            await Fault($"report.{e.Message}", cancel);
        }
    }

    /// <summary>To the fleet: what the host protects holds when this returns.</summary>
    private async Task Tell(HostReport report)
    {
        if (!await _services.Grains.GetGrain<IFleetGrain>(IFleetGrain.Key).Heartbeat(report))
            Post(new ErrorFrame("the fleet is full: this host is protected, but not listed"));
    }
}
