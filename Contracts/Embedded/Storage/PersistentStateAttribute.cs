namespace Orleans.Runtime;

/// <summary>
/// Binds a constructor parameter of type <see cref="IPersistentState{TState}"/> to a record in a storage: the
/// <see cref="Orleans.Storage.IGrainStorage"/> registered under the storage name as service key, or the default one.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
{
    public string StateName { get; } = stateName ?? throw new ArgumentNullException(nameof(stateName));

    public string? StorageName { get; } = storageName;
}
