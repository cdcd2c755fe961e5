namespace Tegument.Gateway.Tests.Support;

/// <summary>Waits for what happens soon, generously; fails with what was missing.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<T> Get<T>(Func<Task<T?>> probe, string missing) where T : class
    {
        var deadline = DateTime.UtcNow + Patience;
        while (DateTime.UtcNow < deadline)
        {
            if (await probe() is { } found) return found;
            await Task.Delay(20);
        }

        throw new TimeoutException($"still missing after {Patience.TotalSeconds:0} s: {missing}");
    }

    public static Task That(Func<Task<bool>> condition, string missing) => Get<object>(async () => await condition() ? missing : null, missing);
}
