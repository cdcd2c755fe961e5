using System.Globalization;
using Tegument.Contracts.Api;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Qualia;
using Tegument.Contracts.Wire;
using Tegument.Silo.Policy;

namespace Tegument.Silo.Posture;

/// <summary>Says in words and numbers why the posture follows the qualia, or does not. Pure.</summary>
public static class AdaptiveText
{
    /// <summary>Fits into every place that keeps a reason.</summary>
    public const int MaxLength = 300;

    public const string SwitchedOff = "adaptive posture is switched off in the policy";

    public static string Bound(string name, PostureLevel level) => $"the policy's {name} is {WireName.Of(level)}";

    public static string Raised(QualiaSnapshot qualia, QualiaLimits at)
    {
        var reached = Parts(qualia, at).Where(part => part.Quale.Value >= part.Limit).ToArray();
        return Short(reached.Length == 0
            ? "the qualia called for it a moment ago"
            : string.Join("; ", reached.Select(part => $"{part.Name} {Number(part.Quale.Value)} {part.Quale.Unit} reached {Number(part.Limit)}: {part.Quale.Cause}")));
    }

    public static string Lowered(QualiaSnapshot qualia, QualiaLimits below, TimeSpan held) =>
        Short(string.Join(", ", Parts(qualia, below).Select(part => $"{part.Name} {Number(part.Quale.Value)} below {Number(part.Limit)}")) + $" for {Span(held)}");

    /// <param name="qualia">Null in the first second of a silo.</param>
    public static AdaptiveReport Report(AdaptivePolicy policy, PostureSnapshot posture, QualiaSnapshot? qualia)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(posture);
        var level = posture.Level;
        return new AdaptiveReport(
            policy.Enabled,
            policy.Enabled && posture.Mode != PostureMode.Manual,
            posture.Mode,
            level,
            policy.Floor,
            policy.Ceiling,
            Says(policy, posture),
            level < policy.Ceiling ? $"to {WireName.Of(level + 1)} when {Any(qualia, policy.Of(level + 1).RaiseAt, "reaches", " or ")} for {Span(policy.RaiseAfter)}" : null,
            level > policy.Floor ? $"to {WireName.Of(level - 1)} when {Any(qualia, policy.Of(level).LowerBelow, "is below", " and ")} for {Span(policy.LowerAfter)}" : null);
    }

    private static string Says(AdaptivePolicy policy, PostureSnapshot posture)
    {
        if (!policy.Enabled) return "off in the policy: the posture changes by hand only";
        var bounds = $"from {WireName.Of(policy.Floor)} to {WireName.Of(policy.Ceiling)}";
        if (posture.Mode != PostureMode.Manual) return $"on, {bounds}";
        return posture.Until is { } until
            ? $"on, {bounds}, and waits until {until.UtcDateTime:yyyy-MM-dd HH:mm:ss'Z'}: a manual choice stands above it"
            : $"on, {bounds}, and waits: a manual choice without an end stands above it, until it is released";
    }

    private static string Any(QualiaSnapshot? qualia, QualiaLimits limits, string verb, string between)
    {
        var parts = QualiaLimits.Names.Where(name => limits.Of(name) is not null)
            .Select(name => $"{name}{(qualia is null ? "" : $" (now {Number(QualeOf(qualia, name).Value)})")} {verb} {Number(limits.Of(name)!.Value)}").ToArray();
        return parts.Length == 0 ? "nothing" : string.Join(between, parts);
    }

    private static IEnumerable<(string Name, Quale Quale, double Limit)> Parts(QualiaSnapshot qualia, QualiaLimits limits) =>
        QualiaLimits.Names.Where(name => limits.Of(name) is not null).Select(name => (name, QualeOf(qualia, name), limits.Of(name)!.Value));

    private static Quale QualeOf(QualiaSnapshot qualia, string name) => name switch
    {
        "temperature" => qualia.Temperature,
        "pressure" => qualia.Pressure,
        _ => qualia.Pain,
    };

    // Causes name hosts and techniques: nothing that moves a terminal's cursor may get into a reason.
    private static string Short(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? '·' : c));
        return line.Length <= MaxLength ? line : string.Concat(line.AsSpan(0, MaxLength - 3), "...");
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: >= 1 } when span.TotalMinutes % 1 == 0 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s"),
    };
}
