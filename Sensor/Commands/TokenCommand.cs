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
        var command = new Command("new", "Make a token; its secret is shown this once") { role, name };
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var roles = parsed.GetValue(role)!.Select(text => WireName.TryParse<TokenRole>(text, out var r)
                ? r
                : throw new CommandException($"--role '{text}': expected viewer, operator, admin, sensor, executor or bouncer", ExitCode.BadInput)).ToArray();
            using var client = silo.Client(parsed, DataDirectory.AdminToken);
            var created = await client.CreateTokenAsync(new TokenCreate(parsed.GetValue(name)!, roles), cancel);
            if (parsed.GetValue(silo.Json)) Output.Json(created, ApiJson.Default.TokenCreated);
            else Output.Console.WriteLine(created.Secret);
            return ExitCode.Ok;
        });
        return command;
    }

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
                table.AddRow(Output.Safe(token.Id), Output.Safe(token.Name), string.Join(", ", token.Roles.Select(r => WireName.Of(r))), Output.Time(token.Created), token.Revoked is null ? "valid" : "revoked");
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
