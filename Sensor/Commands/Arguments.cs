using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Wire;
using Tegument.Sensor.Capture;
using Tegument.Sensor.Capture.Filters;

namespace Tegument.Sensor.Commands;

/// <summary>Arguments that several verbs share, parsed with an error that says what was expected.</summary>
public static class Arguments
{
    public static Argument<IpPrefix> Prefix() => new("address")
    {
        Description = "An IP address or a prefix (198.51.100.7, 198.51.100.0/24, 2001:db8::/48)",
        HelpName = "ADDRESS|CIDR",
        CustomParser = result =>
        {
            if (IpPrefix.TryParse(result.Tokens[0].Value, out var prefix, out var error)) return prefix;
            result.AddError(error);
            return default;
        },
    };

    public static Argument<IpKey> Address() => new("address")
    {
        Description = "An IP address",
        HelpName = "ADDRESS",
        CustomParser = result =>
        {
            if (IpKey.TryParse(result.Tokens[0].Value, out var key)) return key;
            result.AddError($"'{result.Tokens[0].Value}' is not an IP address");
            return default;
        },
    };

    public static Option<string> Reason() => new("--reason") { Description = "Why; kept in the audit log", HelpName = "TEXT", Required = true };

    public static Option<PostureLevel?> Posture(string description) => new("--posture")
    {
        Description = description,
        HelpName = "explore|balanced|hardened|lockdown",
        CustomParser = result => ParsePosture(result, result.Tokens[0].Value),
    };

    public static Option<string?> Policy(string description) => new("--policy") { Description = description, HelpName = "FILE" };

    public static PostureLevel? ParsePosture(SymbolResult result, string text)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (WireName.TryParse<PostureLevel>(text, out var level)) return level;
        result.AddError($"'{text}' is not a posture; expected explore, balanced, hardened or lockdown");
        return null;
    }

    /// <summary>A whole number within bounds; anything else is told the bounds.</summary>
    public static Option<int> Number(string name, string helpName, string description, int least, int most, int usual) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most) return value;
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} '{text}': expected a number from {least} to {most}"));
            return 0;
        },
        DefaultValueFactory = _ => usual,
    };

    /// <summary>The local agent API's port; 0 switches it off.</summary>
    public static Option<int> AgentPort() => Number("--agent-port", "PORT", "The local agent API's port on localhost; 0 switches it off", 0, 65535, 9000);

    public static Option<int> ConsolePort() => Number("--console-port", "PORT", "The web console's port on localhost; 0 starts none", 0, 65535, DataDirectory.DefaultConsolePort);

    /// <summary>
    /// Capture threads. One judges millions of packets a second, and what the kernel spends on delivering them is more than what we spend on
    /// judging them; so a second one only where eight processors are there for all of a host's work.
    /// </summary>
    public static Option<int> Threads() => Number(
        "--threads", "N", "Capture threads, between which the kernel shares out packets by address pairs (default: one for four processors, at most 4)",
        1, LiveCapture.MaxThreads, Math.Clamp(Environment.ProcessorCount / 4, 1, 4));

    /// <summary>A capture filter, not compiled yet: that takes a link layer.</summary>
    public static Option<CaptureFilter?> Filter(string description) => new("--filter")
    {
        Description = description,
        HelpName = "EXPRESSION",
        CustomParser = result => new CaptureFilter(result.Tokens[0].Value),
    };

    /// <summary>A duration such as 90s, 15m, 1h, 7d, 2w; a bare number is seconds.</summary>
    public static Option<TimeSpan?> Duration(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "90s|15m|1h|7d",
        CustomParser = result =>
        {
            if (TryParseDuration(result.Tokens[0].Value, out var span)) return span;
            result.AddError($"'{result.Tokens[0].Value}' is not a duration; expected for instance 90s, 15m, 1h or 7d, at most ten years");
            return null;
        },
    };

    public static bool TryParseDuration(string text, out TimeSpan span)
    {
        span = default;
        if (string.IsNullOrEmpty(text)) return false;
        var (digits, unit) = char.IsAsciiDigit(text[^1]) ? (text, 1.0) : (text[..^1], UnitOf(text[^1]));
        if (unit == 0 || !double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)) return false;
        var seconds = value * unit;
        if (seconds is <= 0 or > 3650 * 86_400.0) return false;
        span = TimeSpan.FromSeconds(seconds);
        return true;
    }

    private static double UnitOf(char unit) => unit switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, 'w' => 604_800, _ => 0 };

    /// <summary>Follows Suricata's alerts.</summary>
    public static Option<string[]> Eve() => new("--eve")
    {
        Description = "Take the alerts of this eve.json (Suricata) as evidence; may be given more than once",
        HelpName = "FILE",
    };

    /// <summary>Networks of ours.</summary>
    public static Option<IpPrefix[]> Home(string description) => new("--home")
    {
        Description = description,
        HelpName = "CIDR,...",
        CustomParser = result =>
        {
            var prefixes = new List<IpPrefix>();
            foreach (var text in result.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
            {
                if (IpPrefix.TryParse(text, out var prefix, out var error)) prefixes.Add(prefix);
                else result.AddError(error);
            }

            if (prefixes.Count == 0) result.AddError("--home: expected networks, such as 10.0.0.0/8,2001:db8::/32");
            return [.. prefixes];
        },
    };
}
