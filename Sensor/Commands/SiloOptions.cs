using System.CommandLine;
using Tegument.Contracts.Client;

namespace Tegument.Sensor.Commands;

/// <summary>
/// How a verb finds the silo and its token: <c>--silo</c>, TEGUMENT_SILO, what <c>up</c> wrote into the data directory, or the default port
/// on this machine; <c>--token</c>, TEGUMENT_TOKEN, or the root-only file in the data directory.
/// </summary>
public sealed class SiloOptions
{
    public const string DefaultData = "/var/lib/tegument";

    public Option<string?> Silo { get; } = new("--silo") { Description = "Where the silo answers (default: TEGUMENT_SILO, or http://127.0.0.1:7500)", HelpName = "URL" };

    public Option<string?> Token { get; } = new("--token") { Description = "The token to speak with (default: TEGUMENT_TOKEN, or the data directory's file)", HelpName = "TOKEN" };

    public Option<string> Data { get; } = DataOption();

    public Option<bool> Json { get; } = new("--json") { Description = "For programs: JSON instead of a table" };

    public static Option<string> DataOption() => new("--data")
    {
        Description = "The data directory (TEGUMENT_DATA names another default)",
        HelpName = "DIR",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("TEGUMENT_DATA") is { Length: > 0 } data ? data : DefaultData,
    };

    public void AddTo(Command command)
    {
        command.Options.Add(Silo);
        command.Options.Add(Token);
        command.Options.Add(Data);
        command.Options.Add(Json);
    }

    /// <param name="tokenFile">Which of the data directory's tokens the verb needs.</param>
    public TegumentClient Client(ParseResult parsed, string tokenFile = DataDirectory.OperatorToken) => new(Endpoint(parsed, tokenFile));

    public SiloEndpoint Endpoint(ParseResult parsed, string tokenFile = DataDirectory.OperatorToken)
    {
        var data = new DataDirectory(parsed.GetValue(Data)!);
        var text = parsed.GetValue(Silo) ?? Environment.GetEnvironmentVariable("TEGUMENT_SILO") ?? data.ReadSiloAddress();
        var address = SiloEndpoint.DefaultAddress;
        if (text is not null && !SiloEndpoint.TryParseAddress(text, out address, out var error)) throw new CommandException(error!, ExitCode.BadInput);
        var token = parsed.GetValue(Token) ?? Environment.GetEnvironmentVariable("TEGUMENT_TOKEN") ?? data.ReadToken(tokenFile);
        if (string.IsNullOrWhiteSpace(token))
        {
            throw new CommandException($"no token: give --token or TEGUMENT_TOKEN, or run as root beside the data directory that 'tegument up' made ({data.Path})");
        }

        return new SiloEndpoint(address, token);
    }
}
