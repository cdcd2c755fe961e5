using Tegument.Contracts.Policy;

namespace Tegument.Silo.Policy.Text;

/// <summary>The faults of one file: the first <see cref="PolicyLimits.MaxFaults"/>, and how many there are. One thread.</summary>
internal sealed class PolicyFaults
{
    private const int MaxShown = 40;

    private readonly List<PolicyFault> _list = [];

    public int Total { get; private set; }

    public void Add(int line, int column, string path, string message)
    {
        Total++;
        if (_list.Count < PolicyLimits.MaxFaults) _list.Add(new PolicyFault(line, column, path, message));
    }

    public void Add(PolicyNode node, string path, string message) => Add(node.Line, node.Column, path, message);

    /// <summary>In the order of the file.</summary>
    public PolicyFault[] Sorted() => [.. _list.OrderBy(fault => fault.Line).ThenBy(fault => fault.Column)];

    /// <summary>Somebody's text, in quotes, on one line and not longer than helps.</summary>
    public static string Shown(string text)
    {
        var line = string.Concat(text.Take(MaxShown).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '·' : c));
        return text.Length <= MaxShown ? $"'{line}'" : $"'{line}...'";
    }
}
