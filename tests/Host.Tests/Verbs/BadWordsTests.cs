using Tegument.Host.Tests.Chain;
using Tegument.Tests.Support;

namespace Tegument.Host.Tests.Verbs;

/// <summary>Command lines that are wrong in themselves: told at once, with no silo asked and nothing written.</summary>
public sealed class BadWordsTests
{
    [Theory]
    [InlineData("'frobnicate' is no verb", "frobnicate")]
    [InlineData("'wild' is no part of token", "token", "wild")]
    [InlineData("--frob", "bans", "--frob")]
    [InlineData("'999.1.1.1' is not an IP address", "ban", "999.1.1.1", "--reason", "x")]
    [InlineData("did you mean 198.51.100.0/24", "ban", "198.51.100.5/24", "--reason", "x")]
    [InlineData("a prefix length is 0 to 32", "ban", "1.2.3.4/33", "--reason", "x")]
    [InlineData("'--reason' is required", "ban", "1.2.3.4")]
    [InlineData("'--reason' is required", "unban", "1.2.3.4")]
    [InlineData("not a duration", "ban", "1.2.3.4", "--reason", "x", "--ttl", "5x")]
    [InlineData("not a duration", "ban", "1.2.3.4", "--reason", "x", "--ttl", "-5")]
    [InlineData("not a duration", "ban", "1.2.3.4", "--reason", "x", "--ttl", "1e3")]
    [InlineData("not a duration", "ban", "1.2.3.4", "--reason", "x", "--ttl", "99999d")]
    [InlineData("is not a posture", "posture", "wild")]
    [InlineData("go with a posture to set", "posture", "--reason", "x")]
    [InlineData("is not an IP address", "explain", "1.2.3.0/24")]
    [InlineData("from 1 to", "bans", "--limit", "0")]
    [InlineData("from 1 to", "bans", "--limit", "many")]
    [InlineData("expected automatic", "bans", "--origin", "nobody")]
    [InlineData("from 1 to 1000", "incidents", "--limit", "5000")]
    [InlineData("expected one of port-scan", "evidence", "--kind", "rain")]
    [InlineData("did you mean 198.51.100.0/24", "evidence", "198.51.100.5/24")]
    [InlineData("from 1 to 100", "targets", "--limit", "101")]
    [InlineData("expected viewer", "token", "new", "--role", "king")]
    [InlineData("is not a silo address", "bans", "--silo", "ftp://x")]
    [InlineData("expected a directory", "bans", "--data", "")]
    [InlineData("from 0 to 65535", "up", "--agent-port", "70000")]
    [InlineData("'wild' is no part of policy", "policy", "wild")]
    [InlineData("not a duration", "policy", "simulate", "--since", "soon")]
    [InlineData("is not a posture", "up", "--posture", "wild")]
    [InlineData("expected sense or enforce", "agent", "--role", "dance", "--token", "x")]
    [InlineData("is not an IP address", "ban", "1.2\u001b[31m.3", "--reason", "x")]
    public void A_wrong_word_is_one_line_that_names_it(string told, params string[] arguments)
    {
        var line = OneLine.Of(Run(arguments), 2);
        line.ShouldContain(told);
        line.ShouldNotContain("\u001b");
        line.Length.ShouldBeLessThan(400);
    }

    [Fact]
    public void Nobody_answering_and_no_token_say_what_to_do()
    {
        OneLine.Of(Run("bans", "--silo", "http://127.0.0.1:1", "--token", "x"), 1).ShouldContain("start it with 'tegument up'");
        OneLine.Of(Run("bans", "--data", "/nowhere"), 1).ShouldContain("--token");
        OneLine.Of(Run("ban", "1.2.3.4", "--reason", "x", "--silo", "http://127.0.0.1:1", "--token", "x"), 1).ShouldContain("no silo answers");
    }

    [SkippableFact]
    public void Without_root_the_verbs_that_need_it_say_so()
    {
        Requires.Root();
        Requires.Programs("setpriv");
        OneLine.Of(AsNobody("up", "--data", "/tmp/tegument-not-made"), 1).ShouldContain("run it as root");
        OneLine.Of(AsNobody("agent", "--token", "x"), 1).ShouldContain("run it as root");
        OneLine.Of(AsNobody("flush", "--local"), 1).ShouldContain("run it as root");
        Directory.Exists("/tmp/tegument-not-made").ShouldBeFalse();
    }

    [SkippableFact]
    public void An_interface_that_is_not_there_is_named_with_those_that_are()
    {
        Requires.Root();
        var data = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        OneLine.Of(Run("up", "--interface", "nope0", "--data", data), 2).ShouldContain("there are lo");
        Directory.Exists(data).ShouldBeFalse();
    }

    [Fact]
    public void Without_a_verb_help_is_shown_and_every_verb_has_its_own()
    {
        var help = Run().OrThrow().Output;
        foreach (var verb in new[] { "up", "agent", "replay", "status", "bans", "ban", "unban", "explain", "posture", "hosts", "incidents", "flush", "token" })
        {
            help.ShouldContain($"  {verb} ");
            var own = Run(verb, "--help").OrThrow().Output;
            own.ShouldContain("Usage:");
            own.ShouldNotContain("System.");
        }

        Run("--version").OrThrow().Output.ShouldStartWith("0.");
    }

    private static ProgramResult Run(params string[] arguments) => Programs.Run(["dotnet", Built.Host, .. arguments]);

    private static ProgramResult AsNobody(params string[] arguments) =>
        Programs.Run(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "dotnet", Built.Host, .. arguments]);
}
