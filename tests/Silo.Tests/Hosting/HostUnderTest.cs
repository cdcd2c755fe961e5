using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Storage;
using Tegument.Silo.Hosting;

namespace Tegument.Silo.Tests.Hosting;

/// <summary>An embedded host with the grains of this assembly, on a manual clock and a storage in memory that can be told to wait or fail.</summary>
public sealed class HostUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public HostUnderTest(Action<EmbeddedGrainOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(Journal);
        services.AddKeyedSingleton<IGrainStorage>("test", Storage);
        services.AddEmbeddedGrains(options =>
        {
            options.Assemblies.Add(typeof(HostUnderTest).Assembly);
            configure?.Invoke(options);
        });
        _services = services.BuildServiceProvider();
        Host = _services.GetRequiredService<EmbeddedGrainHost>();
    }

    public ManualTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public SlowStorage Storage { get; } = new(new MemoryGrainStorage());

    /// <summary>What the grains say about themselves.</summary>
    public Journal Journal { get; } = new();

    public EmbeddedGrainHost Host { get; }

    public IGrainFactory Grains => Host;

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
