namespace Tegument.Sensor.Enforce.Protect;

/// <summary>All that must not be banned here: what the machine shows and what the fleet allows. Safe on any thread.</summary>
public sealed class HostProtection(LocalProtection local, AllowedNetworks allowed)
{
    private readonly Lock _lock = new();
    private ProtectionCheck _current = new(Contracts.Fleet.Protection.None);

    /// <summary>As of now. The same object as long as nothing changed.</summary>
    public ProtectionCheck Current
    {
        get
        {
            var (machine, fleet) = (local.Current.Protection, allowed.Current);
            lock (_lock)
            {
                if (!ReferenceEquals(_current.Protection, machine) || !ReferenceEquals(_current.Allowed, fleet)) _current = new ProtectionCheck(machine, fleet);
                return _current;
            }
        }
    }
}
