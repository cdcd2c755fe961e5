using Tegument.Gateway.Tests.Feeds;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.OpenApi;

/// <summary>A silo that subscribes to a block list, so that all there is to call has something to answer.</summary>
public sealed class ExampleSilo : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private FeedServer _server = null!;

    public SiloProcess Silo { get; private set; } = null!;

    /// <summary>Where the silo fetches its block list.</summary>
    public string ListUrl => _server.Url;

    public async Task InitializeAsync()
    {
        _server = await FeedServer.Start();
        _server.Body = "198.51.100.7\n203.0.113.0/24\n";
        File.WriteAllText(Path.Combine(_directory.Path, "policy.yaml"), $"feeds:\n  - name: drop\n    url: {_server.Url}\n");
        Silo = await SiloProcess.Start(_directory.Path);
        await Eventually.That(async () =>
        {
            using var client = Silo.Client("operator");
            return (await client.FeedsAsync()).Feeds[0].Entries == 2;
        }, "the block list");
    }

    public async Task DisposeAsync()
    {
        await Silo.DisposeAsync();
        await _server.DisposeAsync();
    }

    public void Dispose() => _directory.Dispose();
}
