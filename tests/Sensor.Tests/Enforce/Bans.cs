using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Sensor.Enforce;
using BanChanges = Tegument.Sensor.Enforce.BanChanges;

namespace Tegument.Sensor.Tests.Enforce;

/// <summary>Short ways to write ledger changes and deltas.</summary>
internal static class Bans
{
    public static IpPrefix Prefix(string text) => IpPrefix.Parse(text);

    public static BanDelta Snapshot(long revision, params (string Prefix, double Seconds)[] bans) => Delta("ledger", revision, true, bans);

    public static BanDelta Delta(long revision, params (string Prefix, double Seconds)[] bans) => Delta("ledger", revision, false, bans);

    public static BanDelta Delta(string ledger, long revision, bool isSnapshot, params (string Prefix, double Seconds)[] bans) => new(
        new LedgerPosition(ledger, 0, revision), isSnapshot, [.. bans.Select(b => new BanEntry(Prefix(b.Prefix), b.Seconds, BanOrigin.Manual))]);

    public static LedgerChange ToChange(this BanDelta delta, long nowMs) =>
        new(delta.Position, delta.IsSnapshot, [.. delta.Entries.Select(e => BanTarget.From(e, nowMs))]);

    /// <summary>"add 192.0.2.1" and the like, sorted.</summary>
    public static string[] Texts(this BanChanges changes) =>
        [.. changes.ToArray().Select(c => $"{c.Kind.ToString().ToLowerInvariant()} {c.Prefix}").Order(StringComparer.Ordinal)];
}
