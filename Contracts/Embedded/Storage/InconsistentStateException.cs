using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>A write whose ETag is not the stored one: another writer came between. The state must be read again.</summary>
public class InconsistentStateException : OrleansException
{
    public InconsistentStateException()
    {
    }

    public InconsistentStateException(string message) : base(message)
    {
    }

    public InconsistentStateException(string message, Exception? innerException) : base(message, innerException!)
    {
    }

    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag, Exception? storageException)
        : base(errorMsg, storageException!)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
        : this(errorMsg, storedEtag, currentEtag, null)
    {
    }

    public InconsistentStateException(string? storedEtag, string? currentEtag, Exception storageException)
        : this("The stored state has another version.", storedEtag, currentEtag, storageException)
    {
    }

    public string? StoredEtag { get; }

    public string? CurrentEtag { get; }

    /// <summary>Still with the activation whose state it is about; a caller that lets it pass has nothing stale itself.</summary>
    internal bool IsSourceActivation { get; set; } = true;

    public override string ToString() => $"{base.ToString()} (stored ETag {StoredEtag ?? "none"}, expected {CurrentEtag ?? "none"})";
}
