namespace Tegument.Sensor.Detect.Rings;

/// <summary>Where the facts of all rings come together. Called by any ring's thread.</summary>
public interface IRingWeigher
{
    /// <summary>The targets under a flood; never changed once it is published.</summary>
    FloodedTarget[] Flooded { get; }

    /// <summary>Takes the facts of one ring in their order; borrows them for the call.</summary>
    void Take(ReadOnlySpan<RingFact> facts);
}
