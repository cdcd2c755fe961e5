using Orleans.Runtime;
using Tegument.Silo.Host.Accounts;

namespace Tegument.Gateway.Tests.Accounts;

public sealed class PasswordDeskTests : IDisposable
{
    private readonly PasswordDesk _desk = new(iterations: 1000);

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task The_right_password_is_right_and_no_other()
    {
        var stored = await _desk.Make("correct horse battery");
        (await _desk.IsRight("correct horse battery", stored)).ShouldBeTrue();
        (await _desk.IsRight("correct horse batterY", stored)).ShouldBeFalse();
        (await _desk.IsRight("", stored)).ShouldBeFalse();
        (await _desk.IsRight("correct horse battery", null)).ShouldBeFalse("a name that is not known");
    }

    [Fact]
    public async Task The_same_password_is_never_kept_the_same_way_twice()
    {
        var (one, other) = (await _desk.Make("correct horse battery"), await _desk.Make("correct horse battery"));
        one.Hash.ShouldNotBe(other.Hash);
        (one.Iterations, one.Salt.Length, one.Hash.Length).ShouldBe((1000, 16, 32));
    }

    [Fact]
    public void People_s_passwords_get_600_000_rounds() => PasswordDesk.Iterations.ShouldBe(600_000);

    [Fact]
    public async Task More_than_32_do_not_wait()
    {
        using var slow = new PasswordDesk(iterations: 200_000);
        var asked = Enumerable.Range(0, 2 * PasswordDesk.MaxWaiting).Select(_ => slow.Make("correct horse battery")).ToArray();
        await Task.WhenAll(asked).ContinueWith(_ => { }, TaskScheduler.Default);
        asked.Count(task => task.IsCompletedSuccessfully).ShouldBeGreaterThanOrEqualTo(PasswordDesk.MaxWaiting);
        asked.Where(task => task.IsFaulted).ShouldNotBeEmpty();
        asked.Where(task => task.IsFaulted).ShouldAllBe(task => task.Exception!.InnerException is LimitExceededException);
        (await slow.Make("correct horse battery")).ShouldNotBeNull();
    }
}
