namespace Orleans;

/// <summary>What a storage reads into and writes from.</summary>
public interface IGrainState<T>
{
    T? State { get; set; }

    /// <summary>The version last read or written; null before the first.</summary>
    string? ETag { get; set; }

    bool RecordExists { get; set; }
}
