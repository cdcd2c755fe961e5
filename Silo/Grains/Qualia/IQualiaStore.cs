using Tegument.Contracts.Qualia;

namespace Tegument.Silo.Qualia;

/// <summary>Keeps the qualia's history beyond the minutes that the grain remembers. Bounded by age.</summary>
public interface IQualiaStore
{
    /// <summary>Stores steps of ten seconds and of a minute, in one commit, and lets go of what is older than is kept.</summary>
    Task Append(IReadOnlyList<QualiaStep> tens, IReadOnlyList<QualiaStep> minutes, DateTimeOffset now);

    /// <summary>Steps of ten seconds or of a minute that begin at or after <paramref name="since"/>, oldest first.</summary>
    Task<QualiaStep[]> Read(int stepSeconds, DateTimeOffset since);
}
