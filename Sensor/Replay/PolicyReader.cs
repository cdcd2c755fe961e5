using System.Text;
using Tegument.Contracts.Policy;
using Tegument.Silo.Policy;
using Tegument.Silo.Policy.Text;

namespace Tegument.Sensor.Replay;

/// <summary>Reads policy files on this machine as the silo would, without one.</summary>
public static class PolicyReader
{
    /// <summary>The policy that a file holds.</summary>
    /// <exception cref="PolicyFaultException">It has faults; the first is told, and how many more there are.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static FleetPolicy Load(string path)
    {
        var reading = Read(path);
        if (reading.Policy is { } policy) return policy;
        var more = reading.Total > 1 ? $" (and {reading.Total - 1} more; 'tegument policy check {path}' lists them)" : "";
        throw new PolicyFaultException(reading.Faults[0].In(path) + more);
    }

    /// <summary>The shipped policy with its comments.</summary>
    public static string Shipped => PolicyText.Shipped;

    /// <summary>All that is wrong with a text, up to a bound, and how much that is.</summary>
    public static (PolicyFault[] Faults, int Total) CheckText(string text)
    {
        var reading = PolicyText.Read(text);
        return (reading.Faults, reading.Total);
    }

    /// <summary>One line per setting that differs from the shipped policy; none for a text with faults.</summary>
    public static string[] ChangesFromShipped(string text) =>
        PolicyText.Read(text).Policy is { } policy ? PolicyValues.Changes(FleetPolicy.Default, policy) : [];

    /// <summary>A file's text, or standard input's for "-", bounded: one that is too large comes cut, and is still too large for the reader.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string TextOf(string path)
    {
        using var file = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
        var bytes = new byte[PolicyLimits.MaxLength + 1];
        var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(bytes.AsSpan(0, length)).TrimStart('\uFEFF');
    }

    private static PolicyReading Read(string path) => PolicyText.Read(TextOf(path));
}
