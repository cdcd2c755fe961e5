using System.Text.Json;

namespace Tegument.Scenarios.Tests;

/// <summary>One entry of the shared captures' expected.json.</summary>
internal sealed record CaptureExpectation(string File, string Verdict, string[] Attackers, string[] MustNotBan)
{
    public string Kind => Verdict.Split(':')[0];

    public string Technique => Verdict.Contains(':', StringComparison.Ordinal) ? Verdict[(Verdict.IndexOf(':', StringComparison.Ordinal) + 1)..] : "";

    /// <summary>A flood that its rate shows: low-rate reflection and a DHCP starvation are not told by packets a second.</summary>
    public bool NamesFlood => Kind == "flood" && !Technique.Contains("lowrate", StringComparison.Ordinal) && !Technique.Contains("dhcp", StringComparison.Ordinal);

    public static CaptureExpectation Read(JsonElement entry) => new(
        entry.GetProperty("file").GetString()!, entry.GetProperty("verdict").GetString()!, Strings(entry, "attackers"), Strings(entry, "must_not_ban"));

    private static string[] Strings(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(e => e.GetString()!)] : [];
}
