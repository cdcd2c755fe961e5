namespace Tegument.Silo.Host.Gateway.Limits;

/// <summary>What a bucket says to one call.</summary>
/// <param name="Left">Whole permits that are left.</param>
/// <param name="Wait">Until there is one; zero when the call may pass.</param>
public readonly record struct BucketAnswer(bool Allowed, long Left, TimeSpan Wait);
