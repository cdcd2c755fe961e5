using System.CommandLine;
using System.Reflection;

namespace Tegument.Sensor.Commands;

/// <summary><c>tegument completion SHELL</c>: prints the script that completes our verbs, options and values in a shell.</summary>
public static class CompletionCommand
{
    private static readonly string[] Shells = ["bash", "zsh", "fish"];

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish", HelpName = "SHELL" };
        shell.AcceptOnlyFromAmong(Shells);
        var command = new Command(
            "completion",
            "Print a shell's completion script: tegument completion bash > /etc/bash_completion.d/tegument, "
            + "zsh > /usr/share/zsh/vendor-completions/_tegument, fish > /etc/fish/completions/tegument.fish") { shell };
        command.SetAction(parsed =>
        {
            using var script = Assembly.GetExecutingAssembly().GetManifestResourceStream($"tegument.{parsed.GetValue(shell)}")!;
            using var output = Console.OpenStandardOutput();
            script.CopyTo(output);
            return ExitCode.Ok;
        });
        return command;
    }
}
