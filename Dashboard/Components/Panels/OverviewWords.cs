using Tegument.Contracts.Fleet;
using Tegument.Contracts.Posture;
using Tegument.Dashboard.Components.Charts;
using Tegument.Dashboard.Components.Layout;
using Tegument.Dashboard.Live;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Panels;

/// <summary>The overview in words: the sentence that says it first, and what is missing of the enforced. Pure.</summary>
public static class OverviewWords
{
    private static readonly string[] Small = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    public static string Say(FleetView view, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (view.Status is null) return "Waiting for the silo.";
        if (view.Totals.Hosts == 0) return "No host has reported yet.";
        return PageState.Of(view) switch
        {
            "stale" => $"At {Said.Time(view.Heard ?? now, now)} it was {(view.Attack is null ? "calm" : "under attack")}: {Kept(view)}{Look(view, was: true)}.",
            "attack" => Attacked(view, now),
            _ when view.Observing => $"Calm. {Capital(Hosts(view.Totals.Online))} {(view.Totals.Online == 1 ? "is" : "are")} watching; everything reaches them.",
            _ when view.Totals.Online == 0 => $"No host is online; {Said.Of(view.Totals.Hosts, "host has", "hosts have")} fallen silent.",
            _ when view.Qualia is { Pain.Value: >= InstrumentWords.MuchPain } qualia => $"No attack, but pain is {Said.Figure(qualia.Pain.Value)} of 100. {Capital(Kept(view))}{Look(view, was: false)}.",
            _ => $"Calm. {Capital(Kept(view))}{Look(view, was: false)}.",
        };
    }

    /// <summary>"99.98", "100", "0".</summary>
    public static string EnforcedPercent(FleetView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var (decided, enforced) = (view.Totals.Decided, view.Totals.Enforced);
        if (decided == 0) return view.Observing ? "0" : "100";
        var percent = Math.Min(100, enforced * 100.0 / decided);
        // 99.998 is not all.
        return (enforced < decided ? Math.Min(percent, 99.99) : percent).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);
    }

    public static string EnforcedNote(FleetView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (view.Observing) return "observing only";
        if (view.Totals.Enforcing == 0) return "no host enforces";
        var behind = view.Hosts.Where(host => host is { Online: true, Report.Enforcing: true } && host.Report.Enforced < host.Report.Decided).ToArray();
        var missing = behind.Sum(host => host.Report.Decided - host.Report.Enforced);
        if (view.Totals.Decided == 0) return "nothing decided";
        return missing == 0 ? $"{Said.Count(view.Totals.Decided)} on {Hosts(view.Totals.Enforcing)}"
            : $"{Said.Count(missing)} missing on {(behind.Length == 1 ? Captured.Line(behind[0].Report.Host, 24) : Hosts(behind.Length))}";
    }

    public static int Unwell(IReadOnlyList<HostStatus> hosts) => hosts.Count(host => HostHealth.Of(host).NeedsLook);

    private static string Attacked(FleetView view, DateTimeOffset now)
    {
        var posture = Raised(view, now);
        if (view.Observing) return $"Nothing is blocked: hosts only observe, and everything reaches them.{posture}";
        var dropped = view.Qualia?.DroppedPerSecond ?? 0;
        var stopped = dropped > 0 ? $"{Said.Short(dropped)} packets a second stop at the edge" : "no packet of theirs has been dropped yet";
        var worst = view.Attack is { Listed: > 0 } attack ? $"; {Said.Count(attack.Banned)} of the {Said.Count(attack.Listed)} worst are banned" : "";
        return $"{(dropped > 0 ? "The skin is holding: " : "")}{(dropped > 0 ? stopped : Capital(stopped))}{worst}.{posture}";
    }

    private static string Raised(FleetView view, DateTimeOffset now) =>
        view is { Posture: { Mode: PostureMode.Adaptive } posture, Attack: { } attack } && posture.SetAt >= attack.Since
            ? $" Posture rose to {PostureWords.Upper(posture.Level)} by itself at {Said.Time(posture.SetAt, now)}." : "";

    private static string Kept(FleetView view) => $"{Said.Of(view.Totals.Bans, "address", "addresses")} kept out by {Hosts(view.Totals.Enforcing)}";

    private static string Look(FleetView view, bool was)
    {
        var unwell = Unwell(view.Hosts);
        return unwell == 0 ? "" : $"; {InWords(unwell)} {(unwell == 1 ? $"host {(was ? "needed" : "needs")}" : $"hosts {(was ? "needed" : "need")}")} a look";
    }

    private static string Hosts(int count) => Said.Of(count, "host");

    private static string InWords(int count) => count < Small.Length ? Small[count] : Said.Count(count);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
