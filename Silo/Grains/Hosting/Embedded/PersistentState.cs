namespace Tegument.Silo.Hosting;

/// <summary>A grain's stored record, as the host sees it: something to read before the grain is activated.</summary>
internal abstract class PersistentState
{
    public abstract Task ReadStateAsync();
}
