using System.Diagnostics;
using Tegument.Gateway.Tests.Support;
using Tegument.Tests.Support;

namespace Tegument.Gateway.Tests.Docs;

public sealed class ApiPageTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    [SkippableFact]
    public async Task Every_command_on_the_page_works()
    {
        Requires.Programs("curl", "bash");
        foreach (var block in new DocsPage("api.md").Blocks("sh"))
        {
            var start = new ProcessStartInfo("bash", ["-e", "-c", block]) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["SILO"] = running.Silo.Address.ToString().TrimEnd('/');
            start.Environment["TOKEN"] = running.Silo.Token("admin");
            using var bash = Process.Start(start)!;
            var output = bash.StandardOutput.ReadToEndAsync();
            var errors = await bash.StandardError.ReadToEndAsync();
            await bash.WaitForExitAsync();
            bash.ExitCode.ShouldBe(0, $"{block}\n{await output}\n{errors}");
        }
    }
}
