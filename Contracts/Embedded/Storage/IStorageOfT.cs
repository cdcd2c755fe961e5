namespace Orleans.Core;

/// <summary>A stored record and its content.</summary>
public interface IStorage<TState> : IStorage
{
    TState State { get; set; }
}
