using Tegument.Contracts.Wire;
using Tegument.Silo.Host.Gateway.Access;
using Tegument.Silo.Host.Gateway.CrowdSec;
using Tegument.Silo.Host.Gateway.Exchange;
using Tegument.Silo.Host.Gateway.Idempotency;
using Tegument.Silo.Host.Gateway.Limits;
using Tegument.Silo.Host.Gateway.Link;
using Tegument.Silo.Host.Gateway.Live;
using Tegument.Silo.Host.Gateway.OpenApi;
using Tegument.Silo.Host.Gateway.Orchestrator;
using Tegument.Silo.Host.Gateway.Problems;
using Tegument.Silo.Host.Gateway.Rest;
using Tegument.Silo.Host.Hosting;
using Tegument.Silo.Host.Relay;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Gateway;

/// <summary>What the gateway is made of, and the order in which a call meets it.</summary>
public static class GatewayServices
{
    public static void AddGateway(this IServiceCollection services)
    {
        services.AddRouting();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        services.AddTegumentOpenApi();
        services.AddSingleton<SiloClock>();
        services.AddSingleton<Credentials>();
        services.AddSingleton<BouncerStore>();
        services.AddSingleton<LinkCounters>();
        services.AddSingleton<EvidenceClock>();
        services.AddSingleton<SetAside>();
        services.AddHostedService(provider => provider.GetRequiredService<SetAside>());
        services.AddSingleton<LinkRegistry>();
        services.AddSingleton<PullAnswers>();
        services.AddSingleton<LinkServices>();
        services.AddSingleton(provider => new RateLimits(provider.GetRequiredService<SiloOptions>().RateLimit ?? new RateLimitOptions(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ReplyStore>();
        services.AddSingleton<LiveHub>();
        services.AddSingleton<LiveStreams>();
        services.AddSingleton<LiveBans>();
        services.AddSingleton<LiveAudit>();
        services.AddHostedService<LiveWatch>();
        services.AddSingleton<BanImport>();
        services.AddHostedService<LiveQualia>();
        services.AddSingleton<HintRelay>();
        services.AddSingleton<PostureRelay>();
        services.AddHostedService(provider => provider.GetRequiredService<PostureRelay>());
        services.AddHostedService(provider => provider.GetRequiredService<HintRelay>());
    }

    public static void UseGateway(this WebApplication app)
    {
        app.UseMiddleware<ProblemMiddleware>();
        app.UseRouting();
        app.UseWebSockets();
        app.UseMiddleware<AccessMiddleware>();
        app.UseMiddleware<IdempotencyMiddleware>();
        app.MapRestApi();
        app.MapLink();
        app.MapBouncerApi();
        app.MapOrchestratorApi();
        app.MapOpenApi("/openapi/{documentName}.json").WithMetadata(Allow.Everybody);
    }
}
