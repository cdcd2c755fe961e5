namespace Tegument.Silo.Tests.Hosting.Grains;

public sealed record StoredNumber
{
    public int Value { get; init; }
}
