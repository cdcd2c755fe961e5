using System.Runtime.CompilerServices;
using Tegument.Contracts.Addresses;

namespace Tegument.Sensor.Enforce;

/// <summary>
/// Compares what a read-back reports with what is desired: marks what is there, and collects what must go or has the wrong timeout. Made
/// for one read-back; one thread.
/// </summary>
internal sealed class ProofVisitor(DesiredBans desired, EnforcementClock clock, int proof, BanChanges changes, long[] droppedByOrigin) : IHeldBanVisitor
{
    /// <summary>What is to end this soon counts as ended; the kernel does the rest.</summary>
    public const long GraceMs = 500;

    /// <summary>What ends this soon by itself is not worth removing; more than the grace, or the two would disagree.</summary>
    private const long EndingMs = 1000;

    private readonly HashSet<IpPrefix> _unwanted = [];
    private readonly HashSet<IpPrefix> _mistimed = [];

    /// <summary>Wanted bans that were found.</summary>
    public int Found { get; private set; }

    public int Unwanted => _unwanted.Count;

    public int Mistimed => _mistimed.Count;

    public void Visit(IpPrefix prefix, long? remainingMs, long packets)
    {
        if (!IsKnown(prefix, remainingMs)) return;
        ref var ban = ref desired.Find(prefix);
        if (ban.State != BanState.Wanted)
        {
            if (_unwanted.Add(prefix)) changes.Remove(prefix);
            return;
        }

        // A count that went back belongs to an element made anew.
        droppedByOrigin[(int)ban.Origin] += packets >= ban.Packets ? packets - ban.Packets : packets;
        ban.Packets = packets;
        if (ban.Proof != proof) Found++;
        ban.Proof = proof;
        if (!IsMistimed(remainingMs, ban.DeadlineMs - clock.NowMs) || !_mistimed.Add(prefix)) return;
        ban.Packets = 0;
        changes.Refresh(prefix, ban.DeadlineMs);
    }

    /// <summary>Unknown bans are adopted as long as no ledger has spoken: the kernel remembers what our file has lost. Later they must go.</summary>
    private bool IsKnown(IpPrefix prefix, long? remainingMs)
    {
        if (!Unsafe.IsNullRef(ref desired.Find(prefix))) return true;
        if (remainingMs <= EndingMs) return false;

        // An element without a timeout is none of ours: it would never end.
        if (desired.Adopting && remainingMs is { } left && desired.TryAdopt(prefix, clock.NowMs + left)) return true;
        if (_unwanted.Add(prefix)) changes.Remove(prefix);
        return false;
    }

    /// <summary>
    /// Early ends would let an attacker back in, late ones outlive the ban. The kernel counts ticks and we nanoseconds: the two drift apart
    /// by parts in a million, so the tolerance shrinks with the time left and is a fraction of a second at the end.
    /// </summary>
    private static bool IsMistimed(long? remainingMs, long wantedMs)
    {
        if (remainingMs is not { } left) return true;
        var drift = wantedMs / 1000;
        return left < wantedMs - 1000 - drift || left > wantedMs + 250 + drift;
    }
}
