using Tegument.Sensor.Native;

namespace Tegument.Sensor.Capture;

/// <summary>Opens the rings of a live capture, or says in one line why not; then none stays open.</summary>
internal static class RingFactory
{
    public static PacketRing[] Open(LiveCaptureOptions options)
    {
        CheckNames(options.Interfaces);
        var rings = new List<PacketRing>();
        try
        {
            foreach (var name in options.Interfaces) rings.Add(Open(options, name));
            return [.. rings];
        }
        catch
        {
            foreach (var ring in rings) ring.Dispose();
            throw;
        }
    }

    private static void CheckNames(IReadOnlyList<string> names)
    {
        if (names.Count == 0) throw new CaptureUnavailableException("nothing", "no interface was named");
        if (names.Count > 1 && names.Contains(LiveCaptureOptions.AllInterfaces))
            throw new CaptureUnavailableException(LiveCaptureOptions.AllInterfaces, "it stands for every interface, name no other beside it");
        foreach (var name in names)
        {
            if (names.Count(n => n == name) > 1) throw new CaptureUnavailableException(name, "the interface is named twice");
        }
    }

    private static PacketRing Open(LiveCaptureOptions options, string name)
    {
        var ring = options.RingFor(name);
        try
        {
            ring.Validate();
            var link = ring.Interface is null ? LinkType.Unsupported : CheckDevice(NetworkDevice.Read(ring.Interface));
            if (options.Filter is { } filter) ring = ring with { Filter = ring.Interface is null ? filter.ForEveryInterface() : filter.ForKernel(link) };
            return PacketRing.Open(ring);
        }
        catch (ArgumentException e)
        {
            throw new CaptureUnavailableException(name, e.Message, e);
        }
        catch (NativeErrorException e)
        {
            throw new CaptureUnavailableException(name, Explain(e, name), e);
        }
    }

    private static LinkType CheckDevice(NetworkDevice device)
    {
        if (!device.IsUp) throw new NativeErrorException("bind", Errno.NetworkDown);
        var link = HardwareLink.ToLinkType(device.HardwareType);
        return link != LinkType.Unsupported ? link : throw new CaptureUnavailableException(device.Name, $"its link layer (hardware type {device.HardwareType}) is not supported");
    }

    private static string Explain(NativeErrorException error, string name) => error.Errno switch
    {
        Errno.NotPermitted or Errno.AccessDenied => "needs root or the capability CAP_NET_RAW",
        Errno.NoDevice => "no such interface",
        Errno.NetworkDown => $"the interface is down (ip link set {name} up)",
        Errno.NoMemory => "not enough memory for the packet ring; lower its block count",
        _ => error.Message,
    };
}
