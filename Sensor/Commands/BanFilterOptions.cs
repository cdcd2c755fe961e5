using System.CommandLine;
using System.Globalization;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Client;
using Tegument.Contracts.Wire;

namespace Tegument.Sensor.Commands;

/// <summary>Which bans a verb is about: the same words for listing and exporting.</summary>
public sealed class BanFilterOptions
{
    private readonly Option<string[]> _origin = new("--origin") { Description = "Only automatic, manual, feed or api bans; may be given more than once", HelpName = "automatic|manual|feed|api" };
    private readonly Option<string?> _within = new("--within") { Description = "Only bans in this network", HelpName = "CIDR" };
    private readonly Option<string?> _covering = new("--covering") { Description = "Only bans that hold this address", HelpName = "ADDRESS" };
    private readonly Option<string?> _actor = new("--actor") { Description = "Only bans of exactly this actor", HelpName = "NAME" };
    private readonly Option<string?> _text = new("--text") { Description = "Only bans whose reason or actor holds this", HelpName = "TEXT" };
    private readonly Option<string?> _minScore = new("--min-score") { Description = "Only bans with at least this score", HelpName = "N" };
    private readonly Option<TimeSpan?> _ending = Arguments.Duration("--ending-within", "Only bans that end within this time");
    private readonly Option<TimeSpan?> _made = Arguments.Duration("--made-within", "Only bans that were made within this time");

    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        foreach (var option in (Option[])[_origin, _within, _covering, _actor, _text, _minScore, _ending, _made]) command.Options.Add(option);
    }

    /// <exception cref="CommandException">An option makes no sense; it is named.</exception>
    public BanFilter Filter(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        var now = DateTimeOffset.UtcNow;
        return new BanFilter(
            Origins: [.. (parsed.GetValue(_origin) ?? []).SelectMany(text => text.Split(',')).Select(Origin)],
            Within: parsed.GetValue(_within) is { } network
                ? IpPrefix.TryParse(network, out var prefix, out var error) ? prefix : throw new CommandException($"--within {error}", ExitCode.BadInput)
                : null,
            Covering: parsed.GetValue(_covering) is { } covered
                ? IpKey.TryParse(covered, out var address) ? address : throw new CommandException($"--covering '{covered}' is not an IP address", ExitCode.BadInput)
                : null,
            Actor: parsed.GetValue(_actor),
            Text: parsed.GetValue(_text),
            ExpiresBefore: parsed.GetValue(_ending) is { } ending ? now + ending : null,
            CreatedSince: parsed.GetValue(_made) is { } made ? now - made : null,
            MinScore: parsed.GetValue(_minScore) is { } score
                ? double.TryParse(score, NumberStyles.Float, CultureInfo.InvariantCulture, out var least) ? least : throw new CommandException($"--min-score '{score}' is not a number", ExitCode.BadInput)
                : null);
    }

    private static BanOrigin Origin(string text) => WireName.TryParse<BanOrigin>(text, out var origin)
        ? origin
        : throw new CommandException($"--origin '{text}': expected automatic, manual, feed or api", ExitCode.BadInput);
}
