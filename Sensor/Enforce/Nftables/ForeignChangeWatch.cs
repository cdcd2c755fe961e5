using Tegument.Sensor.Native.Netlink;

namespace Tegument.Sensor.Enforce.Nftables;

/// <summary>
/// Listens for other people's changes to nftables on a thread of its own and calls back there. Made on the thread that commits. When the
/// socket fails the watch ends quietly: the regular proof still finds what it would have told.
/// </summary>
internal sealed class ForeignChangeWatch(Action changed) : IDisposable
{
    private readonly NftablesMonitor _monitor = NftablesMonitor.Open();
    private Thread? _thread;
    private volatile bool _stop;

    /// <summary>Call on the committing thread right after its first commit.</summary>
    public void Start()
    {
        _monitor.LearnOwnThread();
        _thread = new Thread(Listen) { IsBackground = true, Name = "nft-watch" };
        _thread.Start();
    }

    public void Dispose()
    {
        _stop = true;
        _thread?.Join();
        _monitor.Dispose();
    }

    private void Listen()
    {
        try
        {
            while (!_stop)
            {
                if (_monitor.ForeignChange()) changed();
            }
        }
        catch (NetlinkException)
        {
            // Told by nobody from here on; the executor's period bounds how late a change is found.
            changed();
        }
    }
}
