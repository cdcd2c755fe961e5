using Tegument.Contracts.Bans;
using Tegument.Contracts.Fleet;

namespace Tegument.Silo.Qualia;

/// <summary>
/// One host's rates, from the totals of its reports and the silo's own times of hearing them. Owned by one grain. A total that fell is an
/// agent started anew: what it did meanwhile is not known and not guessed.
/// </summary>
internal sealed class HostLoad
{
    private const double BlindAt = 0.01;
    private const string Sense = "sense";
    private const string Enforce = "enforce";

    private readonly UsualRate _usual = new();
    private readonly TotalRate _byBans = new();
    private (DateTimeOffset At, long Packets, long Drops)? _before;
    private DateTimeOffset _unprovenSince = DateTimeOffset.MaxValue;

    /// <summary>Packets a second; null until two reports of a sensor tell.</summary>
    public double? PacketsPerSecond { get; private set; }

    /// <summary>Packets a second that the capture ring loses, and those that the kernel drops by our sets; 0 until two reports tell.</summary>
    public double DropsPerSecond { get; private set; }

    public double DroppedByBansPerSecond => _byBans.PerSecond ?? 0;

    public UsualLoad? Usual => _usual.Usual;

    public int LearnedMinutes => _usual.Told;

    /// <summary>The share of packets that the last span lost to the capture ring, 0 to 1.</summary>
    public double Lost { get; private set; }

    public bool IsBlind => Lost >= BlindAt;

    public void Restore(UsualLoad? usual)
    {
        if (usual is not null) _usual.Restore(usual);
    }

    public void Report(HostReport report, DateTimeOffset now)
    {
        if (!report.Enforcing || report.Enforced >= report.Decided) _unprovenSince = DateTimeOffset.MaxValue;
        else if (now < _unprovenSince) _unprovenSince = now;

        // Roles of a host may be processes of their own: one counts packets, the other what the kernel drops.
        if (report.Roles.Contains(Enforce, StringComparer.Ordinal)) _byBans.Tell(report.DroppedByBans, now);
        if (!report.Roles.Contains(Sense, StringComparer.Ordinal)) return;
        if (_before is not { } before || report.Packets < before.Packets || report.KernelDrops < before.Drops)
        {
            _before = (now, report.Packets, report.KernelDrops);
            return;
        }

        var span = now - before.At;
        if (span < TotalRate.ShortestSpan) return;
        Measure(report.Packets - before.Packets, report.KernelDrops - before.Drops, span.TotalSeconds);
        _before = (now, report.Packets, report.KernelDrops);
    }

    /// <summary>Why the kernel of an enforcing host is not what it should be; null when it is, or had no time yet to become so.</summary>
    /// <param name="due">What it had time to apply.</param>
    public string? Behind(HostReport report, LedgerPosition? due, DateTimeOffset now, TimeSpan patience)
    {
        if (!report.Enforcing) return null;
        if (_unprovenSince <= now - patience) return FormattableString.Invariant($"holds {report.Enforced} of {report.Decided} decided");
        if (due is null || report.Applied is null) return null;
        if (report.Applied.Ledger != due.Ledger) return "follows another ledger";
        return report.Applied.Revision < due.Revision ? FormattableString.Invariant($"applied revision {report.Applied.Revision} of {due.Revision}") : null;
    }

    private void Measure(long packets, long drops, double seconds)
    {
        DropsPerSecond = TotalRate.Smooth(PacketsPerSecond is null ? null : DropsPerSecond, drops, seconds);
        PacketsPerSecond = TotalRate.Smooth(PacketsPerSecond, packets, seconds);
        Lost = drops == 0 ? 0 : (double)drops / (packets + drops);
        _usual.Tell(packets, seconds);
    }
}
