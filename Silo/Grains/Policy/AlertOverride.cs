using System.IO.Enumeration;

namespace Tegument.Silo.Policy;

/// <summary>Another severity for some alerts of another intrusion detection system.</summary>
public sealed record AlertOverride
{
    public const int MaxLength = 200;

    /// <summary>A rule ("1:2024468"), or the signature's text, in which * stands for any characters; case does not matter.</summary>
    public string Signature { get; init; } = "";

    public AlertSeverity Severity { get; init; }

    /// <param name="signature">The alert's text.</param>
    public bool Matches(string rule, ReadOnlySpan<char> signature) =>
        string.Equals(rule, Signature, StringComparison.Ordinal) || FileSystemName.MatchesSimpleExpression(Signature, signature);

    internal string? Validate()
    {
        if (string.IsNullOrWhiteSpace(Signature) || Signature.Length > MaxLength) return $"signature: must be a rule such as 1:2024468 or a text of at most {MaxLength} characters";
        if (Signature.AsSpan().Count('*') > 8) return "signature: at most 8 *";
        return Enum.IsDefined(Severity) ? null : "severity: must be none, low, medium, high or critical";
    }
}
