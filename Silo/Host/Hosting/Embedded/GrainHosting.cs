using Orleans.Storage;
using Tegument.Silo.Bans;
using Tegument.Silo.Reputation;
using Tegument.Silo.Hosting;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Hosting;

/// <summary>One machine: grains in this process, their state and the bans in the data directory's database.</summary>
public static class GrainHosting
{
    /// <exception cref="UsageException">The options name what only a silo built for Orleans has.</exception>
    public static void Add(WebApplicationBuilder builder, SiloOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Database is not null) throw new UsageException("--database needs a silo that was built with GrainHost=Orleans");
        builder.Services.AddKeyedSingleton<IGrainStorage, SqliteGrainStorage>(StateStorage.Name);
        builder.Services.AddSingleton<IBanStore, SqliteBanStore>();
        builder.Services.AddSingleton<IStoredReputations, SqliteStoredReputations>();
        builder.Services.AddEmbeddedGrains();
    }
}
