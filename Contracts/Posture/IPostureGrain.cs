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

    /// <summary>Follows the qualia, unless a manual choice stands or the posture is not the one that was judged by. Answers the posture in force.</summary>
    [Alias("Adapt")]
    Task<PostureSnapshot> Adapt(PostureAdaptation wish);

    /// <summary>Ends every manual choice. Stored before it answers.</summary>
    [Alias("Release")]
    Task<PostureSnapshot> Release(PostureRelease release);

    /// <summary>Postures that are and were in force, newest first, with a version below <paramref name="before"/>.</summary>
    [Alias("History")]
    Task<PosturePeriod[]> History(int limit, long before);

    /// <summary>Stops a lockdown's dead-man's switch: it then holds as it was asked for. Stored before it answers.</summary>
    /// <exception cref="InvalidOperationException">There is nothing to confirm, or it is another version; the message says which.</exception>
    [Alias("Confirm")]
    Task<PostureSnapshot> Confirm(PostureConfirmation confirmation);
}
