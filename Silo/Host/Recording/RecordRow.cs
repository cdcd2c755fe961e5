using Tegument.Contracts.Evidence;

namespace Tegument.Silo.Host.Recording;

/// <summary>What is known of an incident at the end of a minute, on its way to the database.</summary>
/// <param name="At">When the silo took the last of it.</param>
/// <param name="Verified">Said once is enough.</param>
/// <param name="Talk">The last that was told of our acquaintance with the source; <paramref name="NetworkTalk"/> with its network.</param>
internal readonly record struct RecordRow(EvidenceItem Item, DateTimeOffset At, bool Verified, Conversation? Talk, Conversation? NetworkTalk)
{
    public static RecordRow Of(EvidenceItem item, DateTimeOffset at) => new(item, at, item.Verified, item.Conversation, item.NetworkConversation);

    /// <summary>With a later claim of the same incident: totals never fall.</summary>
    public RecordRow With(EvidenceItem item, DateTimeOffset at) => new(
        item.Count >= Item.Count ? item : Item, at, Verified || item.Verified, item.Conversation ?? Talk, item.NetworkConversation ?? NetworkTalk);
}
