using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans;

/// <summary>
/// Base of every grain class. One request runs at a time per activation, from its call until its task completes; code of one activation
/// never runs on two threads at once. Nothing is stored on deactivation unless <see cref="OnDeactivateAsync"/> does it.
/// </summary>
public abstract class Grain : IGrainBase, IAddressable
{
    /// <summary>A host constructs grains inside their own context; elsewhere (unit tests) there is none.</summary>
    protected Grain() => GrainContext = SynchronizationContext.Current as IGrainContext;

    protected Grain(IGrainContext grainContext) => GrainContext = grainContext;

    [AllowNull]
    public IGrainContext GrainContext { get; }

    protected IGrainFactory GrainFactory => ServiceProvider.GetRequiredService<IGrainFactory>();

    protected internal IServiceProvider ServiceProvider =>
        (GrainContext ?? throw new InvalidOperationException("This grain was constructed outside of a grain host.")).ActivationServices;

    public string IdentityString => GrainContext.GrainId.ToString();

    /// <summary>Runs after the persistent states were read and before the first call. A failure fails the calls that wait for it.</summary>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs once, after the last call; not when the process dies.</summary>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Deactivates as soon as the current call has ended.</summary>
    protected void DeactivateOnIdle() => GrainBaseExtensions.DeactivateOnIdle(this);
}
