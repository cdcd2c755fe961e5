using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Timers;

namespace Tegument.Silo.Hosting;

/// <summary>Registers the embedded grain host.</summary>
public static class EmbeddedGrainServices
{
    /// <summary>
    /// Adds the host as <see cref="IGrainFactory"/>. Wants an <c>IGrainStorage</c>, keyed by name or default, where grains have states; takes
    /// a <see cref="TimeProvider"/> if one is registered. Register what the grains store to before, so that it stops after.
    /// </summary>
    public static IServiceCollection AddEmbeddedGrains(this IServiceCollection services, Action<EmbeddedGrainOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider =>
        {
            var options = new EmbeddedGrainOptions();
            configure?.Invoke(options);
            return new EmbeddedGrainHost(
                provider, options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<EmbeddedGrainHost>>());
        });
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<EmbeddedGrainHost>());
        services.AddSingleton<ITimerRegistry>(provider => new TimerRegistry(provider.GetRequiredService<EmbeddedGrainHost>()));
        services.AddSingleton<IHostedService>(provider => new EmbeddedGrainLifetime(provider.GetRequiredService<EmbeddedGrainHost>()));
        return services;
    }
}
