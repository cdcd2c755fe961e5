using System.Text.Json;
using Tegument.Silo.Reputation;

namespace Tegument.Silo.Host.Storage;

/// <summary>Looks over the rows that the reputation grains keep in <c>grain_state</c>.</summary>
public sealed class SqliteStoredReputations(SqliteDatabase database) : IStoredReputations
{
    private const string GrainType = "ip-reputation";
    private const string StateName = "reputation";

    public Task<bool> Read(DateTimeOffset since, int limit, Action<string, ReputationState> take)
    {
        ArgumentNullException.ThrowIfNull(take);
        return Task.FromResult(database.Read(session =>
        {
            const string Sql =
                "SELECT grain_key, json FROM grain_state WHERE grain_type = $1 AND state_name = $2 AND modified >= $3 LIMIT $4";
            using var row = session.Bind(Sql, GrainType, StateName, since.UtcTicks, (long)limit + 1).ExecuteReader();
            for (var read = 0; row.Read(); read++)
            {
                if (read == limit) return false;
                if (Parse(row.GetString(1)) is { } state) take(row.GetString(0), state);
            }

            return true;
        }));
    }

    public Task<int> Forget(DateTimeOffset clean, DateTimeOffset faded) => database.Write(session => session.Execute(
        """
        DELETE FROM grain_state WHERE grain_type = $1 AND state_name = $2
        AND (modified < $3 OR (modified < $4 AND json_valid(json) AND json_extract(json, '$.strikes') = 0))
        """,
        GrainType, StateName, faded.UtcTicks, clean.UtcTicks));

    // A damaged row is told by the grain that wakes on it; it must not keep the silo from starting.
    private static ReputationState? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<ReputationState>(json, StateJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
