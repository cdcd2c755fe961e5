namespace Tegument.Silo.Host.Feeds;

/// <summary>What subscribing to block lists needs.</summary>
public static class FeedServices
{
    public static void AddFeeds(this IServiceCollection services)
    {
        services.AddSingleton<FeedStore>();
        services.AddSingleton<FeedFetcher>();
        services.AddSingleton<FeedLedger>();
        services.AddSingleton<FeedRunner>();
        services.AddHostedService(provider => provider.GetRequiredService<FeedRunner>());
    }
}
