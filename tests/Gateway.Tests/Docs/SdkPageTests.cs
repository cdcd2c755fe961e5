using Tegument.Contracts.Api;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Docs;

public sealed class SdkPageTests(RunningSilo running) : IClassFixture<RunningSilo>
{
    private readonly SiloProcess _silo = running.Silo;

    [Fact]
    public void The_page_shows_exactly_the_code_that_is_compiled_here()
    {
        var regions = Regions(Path.Combine(DocsPage.Root, "tests", "Gateway.Tests", "Docs", "SdkSnippets.cs"));
        foreach (var block in new DocsPage("sdk.md").Blocks("csharp")) regions.ShouldContain(block);
        new DocsPage("sdk.md").Blocks("csharp").Length.ShouldBe(regions.Count);
    }

    [Fact]
    public async Task All_of_it_runs()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var silo = _silo.Client("operator");
        await SdkSnippets.Connect(_silo.Address, _silo.Token("operator"));
        await SdkSnippets.Ban(silo);
        await silo.BanAsync(new BanCreate(Given.Prefix("198.51.100.24"), "to be listed"), patience.Token);
        await SdkSnippets.List(silo, patience.Token);
        await SdkSnippets.Explain(silo);
        await SdkSnippets.Refusals(silo);
        using var admin = _silo.Client("admin");
        await SdkSnippets.People(admin, _silo.Address);
        await SdkSnippets.Posture(silo);
        using var patient = SdkSnippets.Patience(_silo.Address, _silo.Token("operator"));
        await patient.PostureAsync(patience.Token);
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await Should.ThrowAsync<OperationCanceledException>(SdkSnippets.Events(silo, enough.Token));
    }

    private static List<string> Regions(string path)
    {
        var regions = new List<string>();
        List<string>? region = null;
        foreach (var line in File.ReadLines(path))
        {
            if (line.TrimStart().StartsWith("#region", StringComparison.Ordinal)) region = [];
            else if (line.TrimStart().StartsWith("#endregion", StringComparison.Ordinal))
            {
                regions.Add(string.Join('\n', region!.Select(l => l.Length > 8 ? l[8..] : "")));
                region = null;
            }
            else region?.Add(line);
        }

        return regions;
    }
}
