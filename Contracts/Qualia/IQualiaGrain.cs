using Orleans;

namespace Tegument.Contracts.Qualia;

/// <summary>Computes how the fleet feels. One grain, key <see cref="Key"/>; each silo tells it once a second what it has counted.</summary>
[Alias("tegument.IQualiaGrain")]
public interface IQualiaGrain : IGrainWithStringKey
{
    const string Key = "fleet";

    /// <summary>Takes a sample in; the first in a second computes that second. Answers the newest snapshot.</summary>
    [Alias("Feel")]
    Task<QualiaSnapshot> Feel(QualiaSample sample);

    /// <summary>The newest snapshot; computed anew when none is of this second.</summary>
    [Alias("Now")]
    Task<QualiaSnapshot> Now();

    /// <summary>The history in steps, oldest first; steps in which no second was computed are left out.</summary>
    /// <exception cref="ArgumentException">The step is none, or the answer would have more than <see cref="QualiaQuery.MaxPoints"/> points.</exception>
    [Alias("History")]
    Task<QualiaStep[]> History(QualiaQuery query);
}
