using Orleans;

namespace Tegument.Contracts.Posture;

/// <summary>Holds the fleet's posture. One grain, key <see cref="Key"/>; never called per packet or per evidence item.</summary>
[Alias("tegument.IPostureGrain")]
public interface IPostureGrain : IGrainWithStringKey
{
    const string Key = "fleet";

    [Alias("Get")]
    Task<PostureSnapshot> Get();

    /// <summary>Stored before it answers.</summary>
    [Alias("Set")]
    Task<PostureSnapshot> Set(PostureChange change);
}
