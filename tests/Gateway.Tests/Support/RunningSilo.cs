namespace Tegument.Gateway.Tests.Support;

/// <summary>One silo for the tests of a class; they use distinct addresses.</summary>
public sealed class RunningSilo : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public SiloProcess Silo { get; private set; } = null!;

    public async Task InitializeAsync() => Silo = await SiloProcess.Start(_directory.Path);

    public async Task DisposeAsync() => await Silo.DisposeAsync();

    public void Dispose() => _directory.Dispose();
}
