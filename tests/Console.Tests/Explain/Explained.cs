using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Reputation;

namespace Tegument.Console.Tests.Explain;

/// <summary>Explanations for the pages' tests: incidents whose points decay by half in ten minutes.</summary>
internal static class Explained
{
    public static readonly DateTimeOffset Now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    public static readonly ScoreRules Rules = new(1.25, 2, 1, 30, 0.5, 4, 200, 30, 600, 4, 2_592_000);

    /// <summary>Points given all at once so many seconds ago.</summary>
    public static Contribution Given(
        double points, double secondsAgo, string sensor = "edge-1", EvidenceKind kind = EvidenceKind.PortScan, string technique = "syn", long? count = null, double weight = 10, string? sample = null)
    {
        var at = Now.AddSeconds(-secondsAgo);
        return new Contribution(sensor, kind, technique, count ?? (long)(points / weight), 1, 1, at, at, true, weight, points, points * double.Exp2(-secondsAgo / 600), sample);
    }

    /// <summary>Suspect or clean under BALANCED.</summary>
    public static Explanation Open(params Contribution[] evidence) => Of(evidence, null);

    /// <summary>Banned so many seconds ago, by what was given until then.</summary>
    public static Explanation Banned(double secondsAgo, params Contribution[] evidence)
    {
        var left = evidence.Sum(one => one.PointsNow) * double.Exp2(secondsAgo / 600);
        var score = left * Factor(evidence);
        var decision = new PastBan(Now.AddSeconds(-secondsAgo), 2400, "port-scan syn; score", score, true, PostureLevel.Balanced, 100, "a1");
        return Of(evidence, decision) with
        {
            Standing = Standing.Banned,
            Strikes = 2,
            NextBanSeconds = 9600,
            Bans = [new Ban(IpPrefix.Parse("203.0.113.9"), BanOrigin.Automatic, "", decision.Reason, decision.DecidedAt, decision.DecidedAt.AddSeconds(2400), score, 12)],
        };
    }

    private static double Factor(Contribution[] evidence) => Math.Min(2, Math.Pow(1.25, evidence.Select(one => one.Sensor).Distinct().Count() - 1));

    private static Explanation Of(Contribution[] evidence, PastBan? decision)
    {
        var sum = evidence.Sum(one => one.PointsNow);
        return new Explanation(
            IpKey.Parse("203.0.113.9"), "203.0.113.9", Standing.Suspect, sum * (evidence.Length == 0 ? 1 : Factor(evidence)), PostureLevel.Balanced, 100, 1, true, Factor(evidence),
            [.. evidence.Select(one => one.Sensor).Distinct()], evidence, [], null, null, "3 more ports of port-scan syn would ban it.", Now)
        {
            Sum = sum,
            Thresholds = new PostureScores(null, 100, 60, 30),
            Policy = "a1",
            Decision = decision,
            NextBanSeconds = 2400,
            HalfLifeSeconds = 600,
            Rules = Rules,
        };
    }
}
