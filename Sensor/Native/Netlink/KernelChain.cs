namespace Tegument.Sensor.Native.Netlink;

/// <param name="Hook">NF_INET_*: 0 is prerouting.</param>
/// <param name="Policy">NF_DROP is 0, NF_ACCEPT is 1.</param>
public sealed record KernelChain(string Name, string Type, uint Hook, int Priority, uint Policy);
