using System.Globalization;
using System.Text.Json;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Tegument.Silo.Host.Storage;

/// <summary>
/// Grain states as JSON rows (<see cref="StateJson"/>). A write is durable before its task completes.
/// </summary>
public sealed class SqliteGrainStorage(SqliteDatabase database, TimeProvider time) : IGrainStorage
{
    // Starts at the clock and only grows: a state that was cleared and made anew never has an ETag that an old copy still holds.
    private long _lastETag = time.GetUtcNow().UtcTicks;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var (etag, json) = !database.StateRows.MayHold(stateName, grainId) ? (null, null) : database.Read(session => Row(session, stateName, grainId));
        grainState.ETag = etag?.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = etag is not null;
        grainState.State = json is null ? Activator.CreateInstance<T>() : Parse<T>(json, stateName, grainId);
        return Task.CompletedTask;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var json = JsonSerializer.Serialize(grainState.State, StateJson.Options); // Here, on the grain's turn: the writer thread must not see it change.
        var expected = Number(grainState.ETag);
        var next = Interlocked.Increment(ref _lastETag);
        database.StateRows.Add(stateName, grainId);
        await database.Write(session => Store(session, stateName, grainId, json, expected, next));
        grainState.ETag = next.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var expected = Number(grainState.ETag);
        await database.Write(session => Clear(session, stateName, grainId, expected));
        grainState.ETag = null;
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
    }

    private static (long? ETag, string? Json) Row(SqliteSession session, string name, GrainId id)
    {
        const string Sql = "SELECT etag, json FROM grain_state WHERE grain_type = $1 AND state_name = $2 AND grain_key = $3";
        using var reader = session.Bind(Sql, id.Type.ToString(), name, id.Key.ToString()).ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetString(1)) : (null, null);
    }

    private int Store(SqliteSession session, string name, GrainId id, string json, long? expected, long next)
    {
        const string Insert =
            "INSERT INTO grain_state (etag, json, modified, grain_type, state_name, grain_key) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
        const string Update =
            "UPDATE grain_state SET etag = $1, json = $2, modified = $3 WHERE grain_type = $4 AND state_name = $5 AND grain_key = $6 AND etag = $7";
        var (type, key, now) = (id.Type.ToString(), id.Key.ToString(), time.GetUtcNow().UtcTicks);
        var changed = expected is null
            ? session.Execute(Insert, next, json, now, type, name, key)
            : session.Execute(Update, next, json, now, type, name, key, expected);
        return changed == 1 ? changed : throw Conflict(session, name, id, expected);
    }

    private static int Clear(SqliteSession session, string name, GrainId id, long? expected)
    {
        const string Sql = "DELETE FROM grain_state WHERE grain_type = $1 AND state_name = $2 AND grain_key = $3 AND etag = $4";
        if (session.Execute(Sql, id.Type.ToString(), name, id.Key.ToString(), expected) == 1) return 1;
        return expected is null && Row(session, name, id).ETag is null ? 0 : throw Conflict(session, name, id, expected);
    }

    private static InconsistentStateException Conflict(SqliteSession session, string name, GrainId id, long? expected) =>
        new($"the state {name} of {id} was changed by another writer", Text(Row(session, name, id).ETag), Text(expected));

    private static T Parse<T>(string json, string name, GrainId id)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, StateJson.Options) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new StorageException(StorageFault.Corrupt, $"the stored state {name} of {id} cannot be read", e);
        }
    }

    private static long? Number(string? etag) => etag is null ? null : long.Parse(etag, NumberStyles.None, CultureInfo.InvariantCulture);

    private static string? Text(long? etag) => etag?.ToString(CultureInfo.InvariantCulture);
}
