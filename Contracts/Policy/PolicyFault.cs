namespace Tegument.Contracts.Policy;

/// <summary>One thing that is wrong with a policy file.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Column">Counted from 1.</param>
/// <param name="Path">The setting ("reputation.weights.low"); empty when the file as a whole is to blame.</param>
/// <param name="Message">What was expected, and what was found.</param>
public sealed record PolicyFault(int Line, int Column, string Path, string Message)
{
    /// <summary>As compilers write it, so that editors jump to the place.</summary>
    public string In(string file) => $"{file}:{Line}:{Column}: {this}";

    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
