using System.CommandLine;
using System.Text;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument integrate PROGRAM</c>: the configuration that another program needs to work with us, shown or put in its place.</summary>
public static class IntegrateCommand
{
    private const string Fail2Ban = "fail2ban";
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public static Command Create()
    {
        var folder = new Option<string>("--to") { Description = "fail2ban's configuration", HelpName = "DIR", DefaultValueFactory = _ => "/etc/fail2ban" };
        var install = new Option<bool>("--install") { Description = "Put the action into DIR/action.d instead of showing it" };
        var force = new Option<bool>("--force") { Description = "Replace a file there that differs" };
        var fail2ban = new Command(Fail2Ban, "fail2ban's bans become ours, on every host; its unbans lift them") { install, folder, force };
        fail2ban.SetAction(parsed =>
        {
            var action = Resource("fail2ban/tegument.conf");
            if (parsed.GetValue(install)) Install(action, parsed.GetValue(folder)!, parsed.GetValue(force));
            else Console.Out.Write(action);
            return ExitCode.Ok;
        });
        return new Command("integrate", "Configuration for programs that work with Tegument") { fail2ban };
    }

    private static void Install(string action, string folder, bool force)
    {
        var actions = Path.Combine(folder, "action.d");
        if (!Directory.Exists(actions)) throw new CommandException($"{actions} does not exist: is fail2ban installed? (--to names another place)", ExitCode.Failed);
        var path = Path.Combine(actions, "tegument.conf");
        if (!force && File.Exists(path) && File.ReadAllText(path) != action)
            throw new CommandException($"{path} is there and differs; --force replaces it (what is yours belongs into action.d/tegument.local)", ExitCode.Failed);

        // Beside and then over: fail2ban never reads half a file.
        var beside = path + ".new";
        File.WriteAllText(beside, action, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.SetUnixFileMode(beside, Readable);
        File.Move(beside, path, overwrite: true);
        Console.Out.WriteLine($"wrote {path}");
        Console.Out.WriteLine("now say 'banaction = tegument' under [DEFAULT] in jail.local, and 'fail2ban-client reload'");
    }

    private static string Resource(string name)
    {
        using var stream = typeof(IntegrateCommand).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not part of this program");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
