namespace Orleans.Core;

/// <summary>A grain's stored record. Not safe for concurrent use: only the grain's own calls touch it.</summary>
public interface IStorage
{
    string? Etag { get; }

    bool RecordExists { get; }

    /// <exception cref="Storage.InconsistentStateException">Someone else changed the record.</exception>
    Task ClearStateAsync();

    /// <exception cref="Storage.InconsistentStateException">Someone else changed the record.</exception>
    Task WriteStateAsync();

    Task ReadStateAsync();

    Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

    Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

    Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
}
