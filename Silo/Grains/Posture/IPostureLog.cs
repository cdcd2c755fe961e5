using Tegument.Contracts.Posture;

namespace Tegument.Silo.Posture;

/// <summary>Keeps who willed which posture when: the last <see cref="Kept"/> changes.</summary>
public interface IPostureLog
{
    const int Kept = 10_000;

    /// <summary>Durable before it completes. The same version again replaces what was told of it.</summary>
    /// <param name="before">The level before; null when not known.</param>
    Task Append(PostureSnapshot posture, DateTimeOffset from, PostureLevel? before);

    /// <summary>Newest first, with a version below <paramref name="before"/>, at most so many.</summary>
    Task<PosturePeriod[]> Page(int limit, long before);
}
