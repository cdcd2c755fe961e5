using Orleans;

namespace Tegument.Silo.Tests.Hosting.Grains;

public interface INewsObserver : IGrainObserver
{
    void Heard(string news);

    Task HeardAndDone(string news);
}
