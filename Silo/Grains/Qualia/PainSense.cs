using System.Globalization;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Qualia;

namespace Tegument.Silo.Qualia;

/// <summary>
/// Pain: evidence of damage, 0 to 100. Each kind of trouble gives <see cref="MostPerPart"/> times the share of hosts that have it, at least
/// <see cref="LeastPerPart"/> when any has; severe hits give <see cref="HighHit"/> or <see cref="CriticalHit"/> each, fading. Pure.
/// </summary>
internal static class PainSense
{
    public const double MostPerPart = 40;
    public const double LeastPerPart = 5;

    /// <summary>What one signature or alert of high severity gives at first, one of critical severity.</summary>
    public const double HighHit = 10;

    public const double CriticalHit = 20;

    /// <summary>All hits together give no more than this.</summary>
    public const double MostByHits = 60;

    /// <summary>Above this, something is wrong.</summary>
    public const double UsualHigh = 1;

    private const double Most = 100;
    private const int NamedHits = 3;

    public static readonly TimeSpan HitConstant = TimeSpan.FromMinutes(10);

    public static Quale Of(FleetPulse pulse, FadingSums hits)
    {
        var parts = new List<(double Points, string Text)>();
        var causes = new List<QualeCause>();
        Add(parts, causes, "blind", "sensors lose packets", pulse.Blind);
        Add(parts, causes, "behind", "enforcing hosts are behind the ledger", pulse.Behind);
        Add(parts, causes, "trouble", "hosts report trouble", pulse.Trouble);
        Add(parts, causes, "lost", "hosts fell silent", pulse.Lost);
        var points = Math.Min(hits.Total, MostByHits);
        if (points >= 0.05)
        {
            parts.Add((points, $"severe signatures and alerts {Number(points)}"));
            causes.AddRange(hits.Greatest(NamedHits).Select(hit => new QualeCause("hit", hit.Name, Math.Round(hit.Sum, 2), Number(hit.Sum) + " of 100, fading")));
        }

        var text = parts.Count == 0 ? "no sign of damage" : string.Join("; ", parts.OrderByDescending(part => part.Points).Select(part => part.Text));
        return new Quale(Math.Round(Math.Min(parts.Sum(part => part.Points), Most), 2), Quale.OfHundred, 0, UsualHigh, false, text, [.. causes]);
    }

    private static void Add(List<(double, string)> parts, List<QualeCause> causes, string part, string text, HostTroubles troubles)
    {
        if (troubles.Count == 0) return;
        var points = Math.Max(LeastPerPart, MostPerPart * troubles.Count / Math.Max(troubles.Count, troubles.Of));
        var named = string.Join(", ", troubles.First.Take(3).Select(host => $"{host.Host} {host.What}"));
        parts.Add((points, string.Create(CultureInfo.InvariantCulture, $"{text} {Number(points)} ({troubles.Count} of {troubles.Of}: {named})")));
        causes.AddRange(troubles.First.Select(host => new QualeCause(part, host.Host, Math.Round(points / troubles.Count, 2), host.What)));
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
