using System.Net;
using Npgsql;
using Orleans.Configuration;
using Orleans.Hosting;
using Tegument.Silo.Bans;

namespace Tegument.Silo.Host.Hosting;

/// <summary>
/// Many machines: grains on Microsoft Orleans, with membership, grain states, reminders and bans in one PostgreSQL database. The database
/// must have been prepared with Orleans' own scripts; our tables are made on the first load.
/// </summary>
public static class GrainHosting
{
    /// <summary>The variable that holds the connection string, so that no password stands on a command line.</summary>
    public const string Variable = "TEGUMENT_DATABASE";

    private const string Invariant = "Npgsql";
    private const string Cluster = "tegument";
    private const int SiloPort = 11111;

    /// <exception cref="UsageException">No connection string, or one that is none.</exception>
    /// <exception cref="Storage.StorageException">The database does not answer, or is not prepared.</exception>
    public static void Add(WebApplicationBuilder builder, SiloOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        var connection = Connection(options);
        FleetDatabase.Check(connection);
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(connection));
        builder.Services.AddSingleton<IBanStore, PostgresBanStore>();
        builder.UseOrleans(silo => silo
            .Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (Cluster, Cluster))
            .ConfigureEndpoints(IPAddress.Loopback, SiloPort, gatewayPort: 0)
            .UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (Invariant, connection))
            .AddAdoNetGrainStorage(StateStorage.Name, o =>
            {
                o.Invariant = Invariant;
                o.ConnectionString = connection;
                o.GrainStorageSerializer = new StateJsonSerializer();
                o.DeleteStateOnClear = true;
            })
            .UseAdoNetReminderService(o => (o.Invariant, o.ConnectionString) = (Invariant, connection)));
    }

    private static string Connection(SiloOptions options)
    {
        var text = options.Database ?? Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrWhiteSpace(text)) throw new UsageException($"--database CONNECTION or the variable {Variable} must name the fleet's PostgreSQL database");
        try
        {
            return new NpgsqlConnectionStringBuilder(text).ConnectionString;
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"--database: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}
