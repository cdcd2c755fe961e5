using System.CommandLine;
using Spectre.Console;
using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument token new|list|revoke</c>: who may speak to the silo. Needs the admin token.</summary>
public static class TokenCommand
{
    public static Command Create() => new("token", "Make, list and revoke tokens") { New(), List(), Revoke() };

    private static Command New()
    {
        var silo = new SiloOptions();
        var role = new Option<string[]>("--role")
        {
            Description = "viewer, operator, admin, sensor, executor or bouncer; may be given more than once",
            HelpName = "ROLE",
            Required = true,
        };
        var name = new Option<string>("--name") { Description = "What it is for", HelpName = "TEXT", DefaultValueFactory = _ => "made by hand" };
        var once = new Option<bool>("--once") { Description = "Only to sign in to the console, one time (viewer, operator or admin)" };
        var ttl = Arguments.Duration("--for", "How long a one-time token waits to be used, up to 7d (default: 1h)");
        var command = new Command("new", "Make a token; its secret is shown this once") { role, name, once, ttl };
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var roles = parsed.GetValue(role)!.Select(text => WireName.TryParse<TokenRole>(text, out var r)
                ? r
                : throw new CommandException($"--role '{text}': expected viewer, operator, admin, sensor, executor or bouncer", ExitCode.BadInput)).ToArray();
            if (parsed.GetValue(ttl) is not null && !parsed.GetValue(once)) throw new CommandException("--for: only a token made with --once ends by itself", ExitCode.BadInput);
            using var client = silo.Client(parsed, DataDirectory.AdminToken);
            var created = await client.CreateTokenAsync(new TokenCreate(parsed.GetValue(name)!, roles, parsed.GetValue(once), parsed.GetValue(ttl)?.TotalSeconds), cancel);
            if (parsed.GetValue(silo.Json)) Output.Json(created, ApiJson.Default.TokenCreated);
            else Output.Console.WriteLine(created.Secret);
            if (created.Token.Expires is { } end && !parsed.GetValue(silo.Json)) SayWhere(new DataDirectory(parsed.GetValue(silo.Data)!), created.Secret, end);
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>On standard error: whoever keeps the output wants the secret alone.</summary>
    private static void SayWhere(DataDirectory data, string secret, DateTimeOffset end)
    {
        Console.Error.WriteLine(data.ReadConsoleAddress() is { } console
            ? $"sign in once, until {Output.Time(end)}: {SignInLink.Of(console, secret)}"
            : $"sign in to the console with it once, until {Output.Time(end)}");
    }

    private static string State(TokenView token) => token switch
    {
        { Once: true, Revoked: not null } => "used or revoked",
        { Revoked: not null } => "revoked",
        { Expires: { } end } when end <= DateTimeOffset.UtcNow => "expired",
        { Expires: { } end } => $"to sign in once, until {Output.Time(end)}",
        _ => "valid",
    };

    private static Command List()
    {
        var silo = new SiloOptions();
        var command = new Command("list", "List the tokens, without their secrets");
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = silo.Client(parsed, DataDirectory.AdminToken);
            var list = await client.TokensAsync(cancel);
            if (parsed.GetValue(silo.Json))
            {
                Output.Json(list, ApiJson.Default.TokenList);
                return ExitCode.Ok;
            }

            var table = new ResultTable("id", "name", "roles", "created", "state");
            foreach (var token in list.Tokens)
                table.AddRow(Output.Safe(token.Id), Output.Safe(token.Name), string.Join(", ", token.Roles.Select(r => WireName.Of(r))), Output.Time(token.Created), State(token));
            table.Write(Output.Console);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Revoke()
    {
        var silo = new SiloOptions();
        var id = new Argument<string>("id") { Description = "The token's id", HelpName = "ID" };
        var reason = Arguments.Reason();
        var command = new Command("revoke", "End a token at once") { id, reason };
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = silo.Client(parsed, DataDirectory.AdminToken);
            await client.RevokeTokenAsync(parsed.GetValue(id)!, parsed.GetValue(reason)!, cancel);
            if (!parsed.GetValue(silo.Json)) Output.Console.WriteLine($"revoked {parsed.GetValue(id)}");
            return ExitCode.Ok;
        });
        return command;
    }
}
