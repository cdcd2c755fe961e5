using Tegument.Contracts.Evidence;

namespace Tegument.Silo.Policy;

/// <summary>How alerts of other intrusion detection systems are taken: by their own severity, unless an override knows better.</summary>
public sealed record AlertPolicy
{
    public const int MaxOverrides = 1000;

    /// <summary>The first that matches counts. What a healthy network sets off all day weighs nothing from the start.</summary>
    public IReadOnlyList<AlertOverride> Overrides { get; init; } =
    [
        new() { Signature = "SURICATA *invalid checksum", Severity = AlertSeverity.None },
        new() { Signature = "SURICATA STREAM *", Severity = AlertSeverity.None },
        new() { Signature = "SURICATA Applayer *", Severity = AlertSeverity.None },
    ];

    /// <summary>The severity that an item weighs by. Only alerts are ever changed.</summary>
    public byte SeverityOf(EvidenceItem item)
    {
        if (item.Kind != EvidenceKind.Alert) return item.Severity;
        var signature = TextOf(item.Sample);
        foreach (var change in Overrides)
        {
            if (change.Matches(item.Technique, signature)) return (byte)change.Severity;
        }

        return item.Severity;
    }

    internal string? Validate()
    {
        if (Overrides.Count > MaxOverrides) return $"overrides: at most {MaxOverrides}";
        for (var i = 0; i < Overrides.Count; i++)
        {
            if (Overrides[i].Validate() is { } fault) return $"overrides[{i}].{fault}";
        }

        return null;
    }

    /// <summary>An alert's sample is "SIGNATURE -> ADDRESS:PORT".</summary>
    private static ReadOnlySpan<char> TextOf(string? sample)
    {
        var text = sample.AsSpan();
        var arrow = text.LastIndexOf(" -> ", StringComparison.Ordinal);
        return arrow < 0 ? text : text[..arrow];
    }
}
