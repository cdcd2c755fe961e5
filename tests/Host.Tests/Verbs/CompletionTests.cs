using Tegument.Host.Tests.Chain;
using Tegument.Tests.Support;

namespace Tegument.Host.Tests.Verbs;

/// <summary>The completion scripts in the real shells.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tegument-completion-").FullName;

    public CompletionTests()
    {
        var program = Path.Combine(_folder, "tegument");
        File.WriteAllText(program, $"#!/bin/sh\nexec dotnet {Built.Host} \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData("tegument ba", "ban", "bans")]
    [InlineData("tegument posture har", "hardened")]
    [InlineData("tegument ban 198.51.100.7 --re", "--reason")]
    [InlineData("tegument token ", "list", "new", "revoke")]
    [InlineData("tegument user ", "add", "list", "password", "role", "remove")]
    [InlineData("tegument user add night-shift --role ", "viewer", "operator", "admin")]
    [InlineData("tegument up --con", "--console-port")]
    public void Bash_completes(string line, params string[] expected)
    {
        var script = $$"""
            source <(tegument completion bash)
            COMP_LINE='{{line}}'; COMP_POINT=${#COMP_LINE}; read -ra COMP_WORDS <<<"$COMP_LINE"; [[ $COMP_LINE != *' ' ]] || COMP_WORDS+=('')
            COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 )); _tegument; printf '%s\n' "${COMPREPLY[@]}"
            """;
        expected.ShouldBeSubsetOf(Lines("bash", "--norc", "-c", script));
    }

    [SkippableTheory]
    [InlineData("tegument ba", "ban", "bans")]
    [InlineData("tegument posture har", "hardened")]
    public void Fish_completes(string line, params string[] expected) =>
        expected.ShouldBeSubsetOf(Lines("fish", "--no-config", "-c", $"tegument completion fish | source; complete -C '{line}'"));

    [SkippableTheory]
    [InlineData("ba", "ban", "bans")]
    [InlineData("posture har", "hardened")]
    public void Zsh_completes(string words, params string[] expected)
    {
        var script = $$"""
            autoload -U compinit; compinit -u -d {{_folder}}/dump; source <(tegument completion zsh)
            compadd() { print -rl -- "${(@P)2}" }
            words=(tegument {{words}}); CURRENT=${#words}; _tegument
            """;
        expected.ShouldBeSubsetOf(Lines("zsh", "-f", "-c", script));
    }

    private string[] Lines(string shell, params string[] arguments)
    {
        Requires.Programs(shell);
        var result = Programs.Run(["env", "PATH=" + _folder + ":" + Environment.GetEnvironmentVariable("PATH"), "HOME=" + _folder, shell, .. arguments]);
        return [.. result.OrThrow().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')[0].Trim())];
    }
}
