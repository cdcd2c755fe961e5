using Tegument.Contracts.Api;

namespace Tegument.Silo.Host.Storage;

/// <summary>What status tells of the storage. Written by the writer thread and by whoever finds the queue full, read by any.</summary>
public sealed class StorageHealth
{
    private readonly Lock _lock = new();
    private StorageState _state;
    private string? _detail;
    private long _commits;
    private long _writes;
    private long _failures;

    public StorageReport Report()
    {
        lock (_lock) return new StorageReport(_state, _detail, _commits, _writes, _failures);
    }

    internal void Committed(int writes)
    {
        lock (_lock)
        {
            _commits++;
            _writes += writes;
            _state = StorageState.Ready;
            _detail = null;
        }
    }

    internal void Failed(StorageException e, int writes)
    {
        lock (_lock)
        {
            _failures += writes;
            _state = StateOf(e.Fault);
            _detail = e.Message;
        }
    }

    private static StorageState StateOf(StorageFault fault) => fault switch
    {
        StorageFault.DiskFull => StorageState.DiskFull,
        StorageFault.ReadOnly or StorageFault.Unusable => StorageState.ReadOnly,
        StorageFault.Corrupt => StorageState.Corrupt,
        StorageFault.Overloaded => StorageState.Overloaded,
        _ => StorageState.IoError,
    };
}
