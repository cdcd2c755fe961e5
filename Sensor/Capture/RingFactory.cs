using System.Security.Cryptography;
using Tegument.Sensor.Capture.Fanout;
using Tegument.Sensor.Native;

namespace Tegument.Sensor.Capture;

/// <summary>Opens the rings of a live capture, or says in one line why not; then none stays open.</summary>
internal static class RingFactory
{
    /// <summary>Opens so many rings on each interface; the result is by thread: one ring of every interface each.</summary>
    public static PacketRing[][] Open(LiveCaptureOptions options, int threads)
    {
        CheckNames(options.Interfaces);
        var seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
        var rings = new List<PacketRing[]>();
        try
        {
            foreach (var name in options.Interfaces) rings.Add(Open(options, name, threads, seed));
            return [.. Enumerable.Range(0, threads).Select(thread => rings.Select(group => group[thread]).ToArray())];
        }
        catch
        {
            foreach (var ring in rings.SelectMany(group => group)) ring.Dispose();
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

    private static PacketRing[] Open(LiveCaptureOptions options, string name, int threads, ulong seed)
    {
        var ring = options.RingFor(name, threads);
        try
        {
            ring.Validate();
            var link = ring.Interface is null ? LinkType.Unsupported : CheckDevice(NetworkDevice.Read(ring.Interface));
            if (options.Filter is { } filter) ring = ring with { Filter = ring.Interface is null ? filter.ForEveryInterface() : filter.ForKernel(link) };
            return threads == 1 ? [PacketRing.Open(ring)] : PacketRing.OpenGroup(ring, threads, FanoutProgram.Build(seed));
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
