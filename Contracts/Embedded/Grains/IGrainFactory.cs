namespace Orleans;

/// <summary>Hands out references to grains and to observers. Safe for any thread.</summary>
public interface IGrainFactory
{
    /// <summary>A reference; the grain is activated by its first call, not by this. The prefix tells apart several classes of one interface.</summary>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;

    IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey);

    /// <summary>
    /// A reference to give to a grain. It holds the object weakly: its owner keeps the object alive, and deletes the reference when done.
    /// </summary>
    TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver;

    /// <summary>Calls through the reference fail from now on.</summary>
    /// <param name="obj">What <see cref="CreateObjectReference{T}"/> returned.</param>
    void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver;
}
