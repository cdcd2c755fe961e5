using Npgsql;
using Tegument.Silo.Host.Storage;

namespace Tegument.Silo.Host.Hosting;

/// <summary>Asks before anything starts whether the fleet's database answers and was prepared, so that a slip is one line.</summary>
internal static class FleetDatabase
{
    private static readonly string[] Needed = ["orleansquery", "orleansmembershiptable", "orleansstorage", "orleansreminderstable"];

    /// <exception cref="StorageException">It does not answer, or Orleans' scripts have not run in it.</exception>
    public static void Check(string connectionString)
    {
        var where = new NpgsqlConnectionStringBuilder(connectionString);
        try
        {
            using var connection = new NpgsqlConnection(connectionString);
            connection.Open();
            using var command = new NpgsqlCommand("SELECT name FROM unnest(@names) AS n (name) WHERE to_regclass(name) IS NULL LIMIT 1", connection);
            command.Parameters.AddWithValue("names", Needed);
            if (command.ExecuteScalar() is string missing)
                throw new StorageException(StorageFault.Unusable, $"the database '{where.Database}' has no table {missing}; run Orleans' PostgreSQL scripts in it first");
        }
        catch (NpgsqlException e)
        {
            var cause = (e.InnerException?.Message ?? e.Message).ReplaceLineEndings(" ");
            throw new StorageException(StorageFault.Unusable, $"the fleet's database at {where.Host}:{where.Port} does not answer: {cause}", e);
        }
    }
}
