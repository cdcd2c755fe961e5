using System.CommandLine;
using Spectre.Console;
using Tegument.Contracts.Api;
using Tegument.Contracts.Wire;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument user add|list|password|role|remove</c>: who signs in to the console. Needs the admin token.</summary>
public static class UserCommand
{
    public static Command Create() => new("user", "Add, list, change and remove the people who sign in to the console") { Add(), List(), Password(), Role(), Remove() };

    private static Command Add()
    {
        var silo = new SiloOptions();
        var (name, role) = (Name(), RoleOption());
        var command = new Command("add", "Add a person; the password is asked for, or read from standard input") { name, role };
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var wanted = RoleOf(parsed.GetValue(role)!);
            using var client = silo.Client(parsed, DataDirectory.AdminToken);
            var user = await client.CreateUserAsync(new UserCreate(parsed.GetValue(name)!, PasswordInput.Read(), wanted), cancel);
            return Say(parsed, silo, user, $"added {Output.Safe(user.Name)} as {WireName.Of(user.Role)}");
        });
        return command;
    }

    private static Command List()
    {
        var silo = new SiloOptions();
        var command = new Command("list", "List the people who sign in");
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = silo.Client(parsed, DataDirectory.AdminToken);
            var list = await client.UsersAsync(cancel);
            if (parsed.GetValue(silo.Json))
            {
                Output.Json(list, ApiJson.Default.UserList);
                return ExitCode.Ok;
            }

            var table = new ResultTable("name", "role", "created", "signed in");
            foreach (var user in list.Users)
                table.AddRow(Output.Safe(user.Name), WireName.Of(user.Role), Output.Time(user.Created), user.LastSignIn is { } last ? Output.Time(last) : "never");
            table.Write(Output.Console);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Password()
    {
        var silo = new SiloOptions();
        var name = Name();
        var reason = Reason("password set by hand");
        var command = new Command("password", "Give a person another password and end their sessions; it is asked for, or read from standard input") { name, reason };
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = silo.Client(parsed, DataDirectory.AdminToken);
            var user = await client.ChangeUserAsync(parsed.GetValue(name)!, new UserChange(parsed.GetValue(reason)!, Password: PasswordInput.Read()), cancel);
            return Say(parsed, silo, user, $"changed the password of {Output.Safe(user.Name)}");
        });
        return command;
    }

    private static Command Role()
    {
        var silo = new SiloOptions();
        var (name, role, reason) = (Name(), RoleOption(), Arguments.Reason());
        var command = new Command("role", "Give a person another role and end their sessions") { name, role, reason };
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var wanted = RoleOf(parsed.GetValue(role)!);
            using var client = silo.Client(parsed, DataDirectory.AdminToken);
            var user = await client.ChangeUserAsync(parsed.GetValue(name)!, new UserChange(parsed.GetValue(reason)!, Role: wanted), cancel);
            return Say(parsed, silo, user, $"{Output.Safe(user.Name)} is {WireName.Of(user.Role)} now");
        });
        return command;
    }

    private static Command Remove()
    {
        var silo = new SiloOptions();
        var (name, reason) = (Name(), Arguments.Reason());
        var command = new Command("remove", "Remove a person and end their sessions") { name, reason };
        silo.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = silo.Client(parsed, DataDirectory.AdminToken);
            var left = await client.DeleteUserAsync(parsed.GetValue(name)!, parsed.GetValue(reason)!, cancel);
            if (parsed.GetValue(silo.Json)) Output.Json(left, ApiJson.Default.UserList);
            else Output.Console.MarkupLine($"removed {Output.Safe(parsed.GetValue(name))}");
            return ExitCode.Ok;
        });
        return command;
    }

    private static int Say(ParseResult parsed, SiloOptions silo, UserView user, string said)
    {
        if (parsed.GetValue(silo.Json)) Output.Json(user, ApiJson.Default.UserView);
        else Output.Console.MarkupLine(said);
        return ExitCode.Ok;
    }

    private static Argument<string> Name() => new("name") { Description = "The person's name", HelpName = "NAME" };

    private static Option<string> RoleOption() =>
        new("--role") { Description = "What the person may: read; ban and set the posture; or everything", HelpName = "viewer|operator|admin", Required = true };

    private static Option<string> Reason(string otherwise) =>
        new("--reason") { Description = "Why; kept in the audit log", HelpName = "TEXT", DefaultValueFactory = _ => otherwise };

    private static TokenRole RoleOf(string text) => WireName.TryParse<TokenRole>(text, out var role) && role is TokenRole.Viewer or TokenRole.Operator or TokenRole.Admin
        ? role
        : throw new CommandException($"--role '{text}': expected viewer, operator or admin", ExitCode.BadInput);
}
