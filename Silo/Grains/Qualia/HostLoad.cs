using Tegument.Contracts.Bans;
using Tegument.Contracts.Fleet;

namespace Tegument.Silo.Qualia;

/// <summary>
/// One host's rates, from the totals of its reports and the silo's own times of hearing them. Owned by one grain. A total that fell is an
/// agent started anew: what it did meanwhile is not known and not guessed.
/// </summary>
internal sealed class HostLoad
{
    /// <summary>Reports closer together (sent because something changed) are measured with the next one.</summary>
    private static readonly TimeSpan ShortestSpan = TimeSpan.FromSeconds(1);

    /// <summary>The load is smoothed over this: a beat that comes late makes no wave.</summary>
    private const double SmoothedSeconds = 10;

    private const double BlindAt = 0.01;
    private const string Sense = "sense";

    private readonly UsualRate _usual = new();
    private (DateTimeOffset At, long Packets, long Drops)? _before;
    private DateTimeOffset _unprovenSince = DateTimeOffset.MaxValue;

    /// <summary>Packets a second; null until two reports of a sensor tell.</summary>
    public double? PacketsPerSecond { get; private set; }

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

        // Roles of a host may be processes of their own, and only one of them counts packets.
        if (!report.Roles.Contains(Sense, StringComparer.Ordinal)) return;
        if (_before is not { } before || report.Packets < before.Packets || report.KernelDrops < before.Drops)
        {
            _before = (now, report.Packets, report.KernelDrops);
            return;
        }

        var span = now - before.At;
        if (span < ShortestSpan) return;
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
        var rate = packets / seconds;
        PacketsPerSecond = PacketsPerSecond is { } load ? load + (rate - load) * (1 - Math.Exp(-seconds / SmoothedSeconds)) : rate;
        Lost = drops == 0 ? 0 : (double)drops / (packets + drops);
        _usual.Tell(packets, seconds);
    }
}
