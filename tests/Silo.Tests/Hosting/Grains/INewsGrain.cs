using Orleans;

namespace Tegument.Silo.Tests.Hosting.Grains;

/// <summary>Tells its observers.</summary>
public interface INewsGrain : IGrainWithStringKey
{
    Task Subscribe(INewsObserver observer);

    Task<int> Subscribers();

    Task Tell(string news);

    Task TellAndWait(string news);
}
