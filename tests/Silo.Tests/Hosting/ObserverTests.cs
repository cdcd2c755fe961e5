using System.Runtime.CompilerServices;
using Orleans;
using Tegument.Silo.Tests.Hosting.Grains;

namespace Tegument.Silo.Tests.Hosting;

public sealed class ObserverTests
{
    [Fact]
    public async Task Observers_hear_what_the_grain_tells()
    {
        await using var host = new HostUnderTest();
        var listener = new Listener();
        var grain = host.Grains.GetGrain<INewsGrain>("n");
        await grain.Subscribe(host.Grains.CreateObjectReference<INewsObserver>(listener));
        await grain.Tell("one");
        await grain.TellAndWait("two");
        listener.News.ShouldBe(["one", "two"]);
        GC.KeepAlive(listener);
    }

    [Fact]
    public async Task A_failing_observer_is_dropped_and_the_others_still_hear()
    {
        await using var host = new HostUnderTest();
        var failing = new Listener(_ => throw new FormatException("deaf"));
        var listener = new Listener();
        var grain = host.Grains.GetGrain<INewsGrain>("n");
        await grain.Subscribe(host.Grains.CreateObjectReference<INewsObserver>(failing));
        await grain.Subscribe(host.Grains.CreateObjectReference<INewsObserver>(listener));
        await grain.Tell("one");
        (await grain.Subscribers()).ShouldBe(1);
        listener.News.ShouldBe(["one"]);
        GC.KeepAlive(listener);
    }

    [Fact]
    public async Task A_deleted_reference_is_dropped()
    {
        await using var host = new HostUnderTest();
        var listener = new Listener();
        var reference = host.Grains.CreateObjectReference<INewsObserver>(listener);
        var grain = host.Grains.GetGrain<INewsGrain>("n");
        await grain.Subscribe(reference);
        host.Grains.DeleteObjectReference<INewsObserver>(reference);
        await grain.TellAndWait("one");
        (await grain.Subscribers()).ShouldBe(0);
        listener.News.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_observer_that_nobody_keeps_is_dropped()
    {
        await using var host = new HostUnderTest();
        var grain = host.Grains.GetGrain<INewsGrain>("n");
        await SubscribeForgotten(host, grain);
        await TimerTests.Eventually(() =>
        {
            GC.Collect();
            grain.Tell("anyone?");
            return grain.Subscribers() is { IsCompletedSuccessfully: true, Result: 0 };
        });
    }

    [Fact]
    public async Task An_observer_that_does_not_renew_expires()
    {
        await using var host = new HostUnderTest();
        var renewing = new Listener();
        var silent = new Listener();
        var reference = host.Grains.CreateObjectReference<INewsObserver>(renewing);
        var grain = host.Grains.GetGrain<INewsGrain>("n");
        await grain.Subscribe(reference);
        await grain.Subscribe(host.Grains.CreateObjectReference<INewsObserver>(silent));
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await grain.Subscribe(reference);
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await grain.Tell("one");
        (await grain.Subscribers()).ShouldBe(1);
        silent.News.ShouldBeEmpty();
        renewing.News.ShouldBe(["one"]);
        GC.KeepAlive(silent);
    }

    [Fact]
    public async Task An_observer_may_call_its_grain_back_and_is_served_after_the_turn()
    {
        await using var host = new HostUnderTest();
        var grain = host.Grains.GetGrain<INewsGrain>("n");
        Task<int>? calledBack = null;
        var servedInside = false;
        var listener = new Listener(_ =>
        {
            calledBack = grain.Subscribers();
            servedInside = calledBack.IsCompleted;
        });
        await grain.Subscribe(host.Grains.CreateObjectReference<INewsObserver>(listener));
        var tell = grain.Tell("pull");
        tell.IsCompletedSuccessfully.ShouldBeTrue();
        servedInside.ShouldBeFalse();
        calledBack!.IsCompletedSuccessfully.ShouldBeTrue();
        (await calledBack).ShouldBe(1);
        GC.KeepAlive(listener);
    }

    [Fact]
    public async Task Only_the_right_kind_of_object_becomes_a_reference()
    {
        await using var host = new HostUnderTest();
        var reference = host.Grains.CreateObjectReference<INewsObserver>(new Listener());
        Should.Throw<ArgumentException>(() => host.Grains.CreateObjectReference<INewsObserver>(reference));
        Should.Throw<ArgumentException>(() => host.Grains.CreateObjectReference<INewsObserver>(new Stranger()));
        Should.Throw<ArgumentException>(() => host.Grains.DeleteObjectReference<INewsObserver>(new Stranger()));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task SubscribeForgotten(HostUnderTest host, INewsGrain grain) =>
        grain.Subscribe(host.Grains.CreateObjectReference<INewsObserver>(new Listener()));

    private sealed class Stranger : IGrainObserver;
}
