using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Utilities;

namespace Tegument.Silo.Tests.Hosting.Grains;

public sealed class NewsGrain(TimeProvider time, ILogger<NewsGrain> log) : Grain, INewsGrain
{
    private readonly ObserverManager<INewsObserver> _observers =
        new(TimeSpan.FromMinutes(3), log) { GetDateTime = () => time.GetUtcNow().UtcDateTime };

    public Task Subscribe(INewsObserver observer)
    {
        _observers.Subscribe(observer, observer);
        return Task.CompletedTask;
    }

    public Task<int> Subscribers() => Task.FromResult(_observers.Count);

    public Task Tell(string news)
    {
        _observers.Notify(observer => observer.Heard(news));
        return Task.CompletedTask;
    }

    public Task TellAndWait(string news) => _observers.Notify(observer => observer.HeardAndDone(news));
}
