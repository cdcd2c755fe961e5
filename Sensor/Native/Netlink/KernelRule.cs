namespace Tegument.Sensor.Native.Netlink;

/// <param name="Handle">Given by the kernel, never reused within a table: an unchanged handle is an unchanged rule.</param>
/// <param name="Comment">The comment that nft stored with the rule; null without one.</param>
/// <param name="Packets">What the rule's own counter counted; zero without one.</param>
public sealed record KernelRule(ulong Handle, string? Comment, ulong Packets);
