using Orleans;

namespace Tegument.Silo.Hosting;

/// <summary>The last request of an activation.</summary>
internal sealed class Deactivation(DeactivationReason reason, CancellationToken cancellation) : Request
{
    internal override bool IsCall => false;

    internal override Task Run(Activation activation) => activation.EndAsync(reason, cancellation);

    internal override void Settle(Task done)
    {
    }

    internal override void Refuse(Exception reason)
    {
    }

    internal override void Redispatch(GrainClass grainClass, string key)
    {
    }
}
