using Orleans;

namespace Tegument.Silo.Tests.Hosting.Grains;

public sealed class TurnGrain : Grain, ITurnGrain
{
    private int _count;
    private int _inside;

    public async Task<int> Count(bool pause)
    {
        if (++_inside != 1) throw new InvalidOperationException("Two calls at once.");
        var count = _count;
        if (pause) await Task.Yield();
        _count = count + 1;
        _inside--;
        return _count;
    }

    public async ValueTask<int> CountByValue(bool pause) => await Count(pause);

    public async ValueTask PauseByValue() => await Task.Yield();

    public async Task<int> CountInBranches(int branches)
    {
        await Task.WhenAll(Enumerable.Range(0, branches).Select(_ => Branch()));
        return _count;

        async Task Branch()
        {
            for (var i = 0; i < 100; i++)
            {
                await Task.Yield();
                var count = _count;
                Thread.SpinWait(20);
                _count = count + 1;
            }
        }
    }

    public Task WaitFor(Task gate) => gate;

    public Task<int> Fail(string how) => how switch
    {
        "throw" => throw new FormatException("thrown"),
        "null" => null!,
        "cancel" => Task.FromCanceled<int>(new CancellationToken(true)),
        _ => Later(),
    };

    public Task<int> ThreadId() => Task.FromResult(Environment.CurrentManagedThreadId);

    public async Task<int> AskThrough(string[] keys, bool pause)
    {
        if (pause) await Task.Yield();
        return keys.Length == 0
            ? await Count(pause)
            : await GrainFactory.GetGrain<ITurnGrain>(keys[0]).AskThrough(keys[1..], pause);
    }

    private static async Task<int> Later()
    {
        await Task.Yield();
        throw new FormatException("later");
    }
}
