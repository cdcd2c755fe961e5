using Tegument.Silo.Host.Recording;
using Tegument.Silo.Ingest;

namespace Tegument.Silo.Host.Policy;

/// <summary>What keeps the policy. The networks it protects are known before anything is judged; its effects need what the start finds.</summary>
public static class PolicyServices
{
    public static void AddPolicy(this IServiceCollection services, PolicyStart start)
    {
        services.AddSingleton(start);
        services.AddSingleton<INameResolver, SystemNameResolver>();
        services.AddSingleton<AllowList>();
        services.AddHostedService(provider => provider.GetRequiredService<AllowList>());
        services.AddSingleton<PolicyEffects>();
        services.AddSingleton<PolicyStore>();
        services.AddSingleton<EvidenceStore>();
        services.AddSingleton<EvidencePages>();
        services.AddSingleton<TargetBoard>();
        services.AddSingleton<EvidenceRecorder>();
        services.AddSingleton<IEvidenceRecorder>(provider => provider.GetRequiredService<EvidenceRecorder>());
        services.AddSingleton<PolicySimulator>();
    }

    /// <summary>To be called after the silo's start is added.</summary>
    public static void AddPolicyEffects(this IServiceCollection services)
    {
        services.AddHostedService(provider => provider.GetRequiredService<PolicyEffects>());
        services.AddHostedService<PolicySignal>();
        services.AddHostedService(provider => provider.GetRequiredService<EvidenceRecorder>());
    }
}
