using Tegument.Silo.Tests.Hosting.Grains;

namespace Tegument.Silo.Tests.Hosting;

/// <summary>An observer that remembers, and does what it is told on hearing.</summary>
public sealed class Listener(Action<string>? onHeard = null) : INewsObserver
{
    public List<string> News { get; } = [];

    public void Heard(string news)
    {
        News.Add(news);
        onHeard?.Invoke(news);
    }

    public async Task HeardAndDone(string news)
    {
        await Task.Yield();
        Heard(news);
    }
}
