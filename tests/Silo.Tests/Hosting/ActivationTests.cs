using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using Tegument.Silo.Tests.Hosting.Grains;

namespace Tegument.Silo.Tests.Hosting;

public sealed class ActivationTests
{
    [Fact]
    public async Task A_grain_knows_its_key_and_gets_its_services_from_the_constructor_on()
    {
        await using var host = new HostUnderTest();
        (await host.Grains.GetGrain<IStoredGrain>("one").Describe()).ShouldBe("stored-number/one stored-number/one False");
        host.Grains.GetGrain<IStoredGrain>("one").GetPrimaryKeyString().ShouldBe("one");
    }

    [Fact]
    public async Task References_to_one_grain_are_equal()
    {
        await using var host = new HostUnderTest();
        host.Grains.GetGrain<IStoredGrain>("one").ShouldBe(host.Grains.GetGrain(typeof(IStoredGrain), "one"));
        host.Grains.GetGrain<IStoredGrain>("one").ShouldNotBe(host.Grains.GetGrain<IStoredGrain>("two"));
    }

    [Fact]
    public async Task Asking_for_a_reference_activates_nothing()
    {
        await using var host = new HostUnderTest();
        host.Grains.GetGrain<IStoredGrain>("one");
        host.Host.Statistics.Active.ShouldBe(0);
        host.Journal.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Many_first_calls_at_once_make_one_activation()
    {
        await using var host = new HostUnderTest();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Storage.Gate = gate.Task;
        var calls = Enumerable.Range(0, 50).Select(_ => Task.Run(() => host.Grains.GetGrain<IStoredGrain>("crowd").Get())).ToArray();
        gate.SetResult();
        (await Task.WhenAll(calls)).ShouldAllBe(value => value == 0);
        host.Journal.Lines.ShouldBe(["activate crowd 0"]);
    }

    [Fact]
    public async Task A_failing_activation_fails_its_call_and_leaves_nothing()
    {
        await using var host = new HostUnderTest();
        var grain = host.Grains.GetGrain<IStoredGrain>("bad-start");
        (await Should.ThrowAsync<FormatException>(() => grain.Get())).Message.ShouldBe("not yet");
        host.Host.Statistics.Active.ShouldBe(0);
        host.Host.Statistics.FailedActivations.ShouldBe(1);
        (await grain.Get()).ShouldBe(0);
    }

    [Fact]
    public async Task Calls_that_wait_for_a_failing_storage_all_learn_why_and_the_next_tries_anew()
    {
        await using var host = new HostUnderTest();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Storage.Gate = gate.Task;
        host.Storage.Failure = new IOException("disk");
        var grain = host.Grains.GetGrain<IStoredGrain>("unlucky");
        var calls = Enumerable.Range(0, 5).Select(_ => grain.Get()).ToArray();
        gate.SetResult();
        foreach (var call in calls) (await Should.ThrowAsync<IOException>(() => call)).Message.ShouldBe("disk");
        host.Host.Statistics.Active.ShouldBe(0);
        host.Storage.Failure = null;
        (await grain.Get()).ShouldBe(0);
    }

    [Fact]
    public async Task Activations_beyond_the_bound_are_refused_and_counted()
    {
        await using var host = new HostUnderTest(options => options.MaxActivations = 2);
        await host.Grains.GetGrain<IStoredGrain>("1").Get();
        await host.Grains.GetGrain<IStoredGrain>("2").Get();
        await Should.ThrowAsync<LimitExceededException>(() => host.Grains.GetGrain<IStoredGrain>("3").Get());
        host.Host.Statistics.RefusedActivations.ShouldBe(1);
        (await host.Grains.GetGrain<IStoredGrain>("2").Get()).ShouldBe(0);
    }

    [Fact]
    public async Task A_write_after_another_writers_is_refused_and_the_next_call_sees_what_was_stored()
    {
        await using var host = new HostUnderTest();
        var grain = host.Grains.GetGrain<IStoredGrain>("contested");
        await grain.Set(1);
        await grain.Store();
        var foreign = new GrainState<StoredNumber>(new StoredNumber { Value = 7 }, await grain.Etag());
        await host.Storage.WriteStateAsync("number", GrainId.Create("stored-number", "contested"), foreign);
        await grain.Set(2);
        var conflict = await Should.ThrowAsync<InconsistentStateException>(() => grain.Store());
        conflict.StoredEtag.ShouldBe("2");
        conflict.CurrentEtag.ShouldBe("1");
        host.Journal.Lines.ShouldContain("deactivate contested ApplicationError");
        (await grain.Get()).ShouldBe(7);
    }

    [Fact]
    public async Task A_cleared_state_is_new_again()
    {
        await using var host = new HostUnderTest();
        var grain = host.Grains.GetGrain<IStoredGrain>("cleared");
        await grain.Set(5);
        await grain.Store();
        await grain.Clear();
        (await grain.Get()).ShouldBe(0);
        (await grain.Etag()).ShouldBeNull();
    }

    [Fact]
    public async Task An_interface_without_exactly_one_class_is_refused_by_name()
    {
        await using var host = new HostUnderTest();
        Should.Throw<OrleansException>(() => host.Grains.GetGrain<IUnservedGrain>("x")).Message.ShouldContain(nameof(IUnservedGrain));
        Should.Throw<OrleansException>(() => host.Grains.GetGrain<IGenericMethodGrain>("x")).Message.ShouldContain("generic methods");
        Should.Throw<OrleansException>(() => host.Grains.GetGrain<IIllTypedGrain>("x")).Message.ShouldContain("must return a Task");
        Should.Throw<ArgumentException>(() => host.Grains.GetGrain<IStoredGrain>(" "));
    }

    public interface IUnservedGrain : IGrainWithStringKey
    {
        Task Nothing();
    }

    public interface IGenericMethodGrain : IGrainWithStringKey
    {
        Task Nothing<T>(T value);
    }

    public interface IIllTypedGrain : IGrainWithStringKey
    {
        int Nothing();
    }
}
