using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tegument.Silo.Bans;
using Tegument.Silo.Ingest;
using Tegument.Silo.Networks;
using Tegument.Silo.Policy;
using Tegument.Silo.Posture;
using Tegument.Silo.Protection;
using Tegument.Silo.Qualia;
using Tegument.Silo.Reputation;

namespace Tegument.Silo;

/// <summary>
/// What the grains and the services around them need, beside what the host brings: <c>IGrainFactory</c>, <c>IGrainStorage</c> under
/// <see cref="StateStorage.Name"/>, <see cref="IBanStore"/>, <see cref="TimeProvider"/>, logging and, where its storage can be looked over,
/// <see cref="IStoredReputations"/>. A live process also adds
/// <see cref="SiloRefresh"/> and <see cref="QualiaFeed"/> as hosted services.
/// </summary>
public static class GrainServices
{
    /// <exception cref="ArgumentException">The policy makes no sense; the message names the field.</exception>
    public static IServiceCollection AddTegumentGrains(this IServiceCollection services, GrainOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        options ??= new GrainOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new PolicyBoard(options.Policy, options.PolicyVersion));
        services.AddSingleton(options.Posture);
        services.AddSingleton<PostureBoard>();
        services.AddSingleton(new ProtectionRules(options.Protection));
        services.AddSingleton<IProtectionRules>(provider => provider.GetRequiredService<ProtectionRules>());
        services.AddSingleton(provider => new SuspectIndex(provider.GetRequiredService<PolicyBoard>()));
        services.AddSingleton(new StandingChanges());
        services.AddSingleton<EvidenceTally>();
        services.AddSingleton<ReputationServices>();
        services.AddSingleton<SuspectRecovery>();
        services.AddSingleton<NetworkBans>();
        services.AddSingleton<AutomaticBans>();
        services.AddSingleton<PostureCoordinator>();
        services.AddSingleton<LockdownOrders>();
        services.AddSingleton(provider => new IngestMetrics(provider.GetService<IMeterFactory>()));
        services.AddSingleton<EvidenceIngest>();
        services.AddSingleton<BanOperations>();
        services.AddSingleton<BanBatches>();
        services.AddSingleton<SiloRefresh>();
        services.TryAddSingleton<IQualiaStore, MemoryQualiaStore>();
        services.TryAddSingleton<IPostureLog, MemoryPostureLog>();
        services.AddSingleton<PosturePreviews>();
        services.AddSingleton<QualiaTally>();
        services.AddSingleton<QualiaBoard>();
        services.AddSingleton<QualiaFeed>();
        return services;
    }
}
