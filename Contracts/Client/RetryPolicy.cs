namespace Tegument.Contracts.Client;

/// <summary>How often and how patiently a call is tried. Immutable.</summary>
/// <param name="Attempts">In all; 1 never tries again.</param>
/// <param name="FirstWait">Before the second try; doubles from try to try, each a random share between half and all of that.</param>
/// <param name="LongestWait">The most that a silo's Retry-After is followed; what asks for more is the caller's to decide.</param>
public sealed record RetryPolicy(int Attempts, TimeSpan FirstWait, TimeSpan LongestWait)
{
    public static readonly RetryPolicy Default = new(4, TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(10));

    public static readonly RetryPolicy Never = new(1, TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>The wait after so many tries, without a word from the silo.</summary>
    internal TimeSpan WaitAfter(int tries)
    {
        var ceiling = Math.Min(FirstWait.Ticks * Math.Pow(2, tries - 1), LongestWait.Ticks);
        return TimeSpan.FromTicks((long)(ceiling * (0.5 + (Random.Shared.NextDouble() / 2))));
    }
}
