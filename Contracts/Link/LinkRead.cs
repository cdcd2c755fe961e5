namespace Tegument.Contracts.Link;

/// <summary>What one read of a link gave: a frame; a fault in words, when the message was none; or neither, when the peer closed.</summary>
/// <param name="TooLarge">The fault is the message's size; nothing after it can be read.</param>
public readonly record struct LinkRead(LinkFrame? Frame, string? Fault, bool TooLarge = false);
