namespace Tegument.Dashboard.Live;

/// <summary>An attack that is under way: since when, and in words what. Immutable.</summary>
/// <param name="Kinds">The kinds of evidence, most first.</param>
/// <param name="Sources">Addresses that were hostile since it began.</param>
/// <param name="Network">The /24 or /64 that most of the worst lie in; null when no network holds more than one of them.</param>
/// <param name="InNetwork">How many of the worst lie in it.</param>
/// <param name="Sensors">Hosts that told of it.</param>
/// <param name="Banned">Of the worst, those a ban covers.</param>
/// <param name="Listed">How many of the worst were looked at.</param>
public sealed record AttackView(
    DateTimeOffset Since, IReadOnlyList<string> Kinds, long Sources, string? Network, int InNetwork, int Sensors, int Banned, int Listed)
{
    public static AttackView Beginning(DateTimeOffset since) => new(since, [], 0, null, 0, 0, 0, 0);
}
