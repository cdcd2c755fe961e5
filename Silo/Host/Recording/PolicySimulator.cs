using Tegument.Contracts.Policy;
using Tegument.Contracts.Posture;
using Tegument.Silo.Host.Policy;
using Tegument.Silo.Policy;
using Tegument.Silo.Policy.Simulation;
using Tegument.Silo.Policy.Text;
using Tegument.Silo.Posture;
using Tegument.Silo.Protection;

namespace Tegument.Silo.Host.Recording;

/// <summary>
/// Says what another policy would have decided, from recorded evidence. One simulation at a time, on a thread of its own with low priority,
/// so that neither evidence nor requests wait for it. Changes nothing.
/// </summary>
public sealed class PolicySimulator(
    EvidenceStore store, EvidenceRecorder recorder, PolicyBoard board, PostureBoard posture, AllowList allowed, ProtectionRules rules, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Null when another simulation runs.</summary>
    public async Task<SimulationReply?> Run(FleetPolicy proposed, TimeSpan since, PostureLevel? under, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(proposed);
        if (!await _turn.WaitAsync(TimeSpan.Zero, cancel)) return null;
        try
        {
            await recorder.Flush();
            var done = new TaskCompletionSource<SimulationReply>(TaskCreationOptions.RunContinuationsAsynchronously);
            var thread = new Thread(() => Complete(done, () => Simulate(proposed, since, under, cancel)))
            {
                IsBackground = true, Name = "policy-simulation", Priority = ThreadPriority.BelowNormal,
            };
            thread.Start();
            return await done.Task;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private SimulationReply Simulate(FleetPolicy proposed, TimeSpan since, PostureLevel? under, CancellationToken cancel)
    {
        var running = board.Current;
        var now = time.GetUtcNow();
        var from = now - since;
        var simulation = new PolicySimulation(
            new SimulatedPolicy(running.Reputation, rules.With(allowed.Of(running.Networks))),
            new SimulatedPolicy(proposed.Reputation, rules.With(allowed.Of(proposed.Networks))),
            Postures(from, under));
        var oldest = store.Oldest(from);
        store.Read(from, simulation.Take, cancel);
        var totals = simulation.Finish(out var banned, out var spared);
        return new SimulationReply(
            oldest > from ? oldest.Value : from, now, under, PolicyValues.Changes(running, proposed), totals, banned, spared, recorder.Lost);
    }

    private PostureStep[] Postures(DateTimeOffset from, PostureLevel? under)
    {
        var steps = under is null ? store.Postures(from) : [];
        return steps.Length > 0 ? steps : [new PostureStep(DateTimeOffset.MinValue, under ?? posture.Level)];
    }

    private static void Complete(TaskCompletionSource<SimulationReply> done, Func<SimulationReply> work)
    {
        try
        {
            done.SetResult(work());
        }
        catch (Exception e)
        {
            done.SetException(e);
        }
    }
}
