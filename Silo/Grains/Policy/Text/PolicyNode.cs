namespace Tegument.Silo.Policy.Text;

/// <summary>What kind of value stands in the file.</summary>
internal enum PolicyNodeKind
{
    Scalar,
    List,
    Section,
}

/// <summary>One value of a policy file with its place. Lines and columns count from 1.</summary>
internal sealed class PolicyNode(PolicyNodeKind kind, int line, int column)
{
    public PolicyNodeKind Kind => kind;

    public int Line => line;

    public int Column => column;

    /// <summary>A scalar's text.</summary>
    public string Text { get; init; } = "";

    /// <summary>The scalar stood without quotes: only then can it mean nothing, or never.</summary>
    public bool IsPlain { get; init; }

    /// <summary>A list's items.</summary>
    public List<PolicyNode> Items { get; } = [];

    /// <summary>A section's keys, in the order of the file.</summary>
    public List<PolicyEntry> Entries { get; } = [];

    public bool IsEmpty => kind == PolicyNodeKind.Scalar && IsPlain && Text is ("" or "~" or "null");

    /// <summary>"found 'abc'", "found a list".</summary>
    public string Found => kind switch
    {
        PolicyNodeKind.List => "found a list",
        PolicyNodeKind.Section => "found a section",
        _ => IsPlain && Text.Length == 0 ? "found nothing" : $"found {PolicyFaults.Shown(Text)}",
    };
}

/// <summary>A key and its value.</summary>
internal sealed record PolicyEntry(string Key, int Line, int Column, PolicyNode Value);
