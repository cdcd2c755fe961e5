namespace Tegument.Silo.Host.Storage;

/// <summary>Why storage refused. The first says that it cannot be used at all, the others that this change was not stored.</summary>
public enum StorageFault
{
    Unusable,
    DiskFull,
    IoError,
    ReadOnly,
    Corrupt,
    Overloaded,
    Closed,
}
