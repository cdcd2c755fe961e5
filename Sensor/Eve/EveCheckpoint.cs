using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tegument.Contracts.Wire;
using Tegument.Sensor.Tail;

namespace Tegument.Sensor.Eve;

/// <summary>
/// Up to where a file's alerts have reached the silo, and what was known then: reading on from here says again what it said before, so no
/// alert is lost by a crash and none weighs twice.
/// </summary>
/// <param name="Start">The evidence's start id, the same over restarts.</param>
/// <param name="Sequences">Batch sequences up to here may have been used.</param>
public sealed record EveCheckpoint(string Start, long Sequences, TailPosition? Position, long LastIncident, EveIncident[] Incidents)
{
    /// <summary>Reserved at each start: more batches than a run can send.</summary>
    public const long SequenceBlock = 1_000_000_000;

    /// <summary>The checkpoint of one eve.json, given with its full path.</summary>
    public static string PathIn(string directory, string path)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)).AsSpan(0, 4));
        return Path.Combine(directory, $"eve-{name}.checkpoint");
    }

    /// <summary>What is in the file; a fresh one where there is none, or where it cannot be read (told by <paramref name="fault"/>).</summary>
    public static EveCheckpoint Load(string path, string fresh, out string? fault)
    {
        fault = null;
        try
        {
            if (File.Exists(path) && JsonSerializer.Deserialize(File.ReadAllBytes(path), EveJson.Default.EveCheckpoint) is { } known) return known;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            fault = $"{path} cannot be read ({e.Message.ReplaceLineEndings(" ")}); alerts are read from the file's start";
        }

        return new EveCheckpoint(fresh, 0, null, 0, []);
    }

    /// <summary>Whole or not at all, and on disk before it answers.</summary>
    /// <exception cref="IOException">It cannot be written; the one before stands.</exception>
    public void Save(string path)
    {
        var aside = path + ".new";
        using (var stream = new FileStream(aside, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(stream, this, EveJson.Default.EveCheckpoint);
            stream.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
    }
}

/// <summary>The checkpoint's JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, Converters = [typeof(UtcTimeJsonConverter)])]
[JsonSerializable(typeof(EveCheckpoint))]
internal sealed partial class EveJson : JsonSerializerContext;
