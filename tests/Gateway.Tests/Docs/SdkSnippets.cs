using Tegument.Contracts.Addresses;
using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Client;
using Tegument.Contracts.Live;
using Tegument.Contracts.Posture;

namespace Tegument.Gateway.Tests.Docs;

/// <summary>The code that docs/sdk.md shows: compiled here, run by <see cref="SdkPageTests"/>, and compared with the page word by word.</summary>
internal static class SdkSnippets
{
    public static async Task Connect(Uri address, string token)
    {
        #region connect
        using var silo = new TegumentClient(new SiloEndpoint(address, token));
        var status = await silo.StatusAsync();
        Console.WriteLine($"{status.Totals.Bans} bans, {status.Totals.Online} of {status.Totals.Hosts} hosts online, posture {status.Posture.Level}");
        #endregion
    }

    public static async Task Ban(TegumentClient silo)
    {
        #region ban
        var address = IpPrefix.Parse("198.51.100.23");
        var reply = await silo.BanAsync(new BanCreate(address, "guesses passwords", TtlSeconds: 3600));
        Console.WriteLine($"{reply.Ban.Address} until {reply.Ban.Expires:u}; {reply.Note}");

        var lifted = await silo.UnbanAsync(address, "it was the auditor");
        Console.WriteLine($"{lifted.Lifted.Length} lifted");
        #endregion
    }

    public static async Task List(TegumentClient silo, CancellationToken cancel)
    {
        #region list
        var manual = new BanFilter(Origin: BanOrigin.Manual, Sort: BanSort.Expires);
        await foreach (var ban in silo.AllBansAsync(manual, cancel))
            Console.WriteLine($"{ban.Address,-20} {ban.SecondsLeft,8:0} s  {ban.Reason}");
        #endregion
    }

    public static async Task Explain(TegumentClient silo)
    {
        #region explain
        var why = await silo.ExplainAsync(IpKey.Parse("198.51.100.23"));
        Console.WriteLine($"{why.Address} is {why.Standing} with {why.Score:0} points; {why.Flip}");
        #endregion
    }

    public static async Task People(TegumentClient silo, Uri address)
    {
        #region people
        await silo.CreateUserAsync(new UserCreate("night-shift", "correct horse battery", TokenRole.Operator));
        var session = await silo.SignInAsync(new SessionCreate("night-shift", "correct horse battery"));
        using var person = new TegumentClient(new SiloEndpoint(address, session.Secret));
        Console.WriteLine($"{(await person.SessionAsync()).Name} until {session.Session.Expires:u}");
        await person.SignOutAsync();
        await silo.DeleteUserAsync("night-shift", "left the team");
        #endregion
    }

    public static async Task Refusals(TegumentClient silo)
    {
        #region refusals
        try
        {
            await silo.BanAsync(new BanCreate(IpPrefix.Parse("127.0.0.1"), "by mistake"));
        }
        catch (TegumentApiException e)
        {
            Console.WriteLine($"{(int)e.Status} {e.Field}: {e.Detail}"); // 409 address: never banned: loopback
        }
        catch (SiloUnreachableException e)
        {
            Console.WriteLine(e.Message); // Nobody answers, and what to do about it.
        }
        #endregion
    }

    public static async Task Posture(TegumentClient silo)
    {
        #region posture
        var before = await silo.PostureAsync();
        await silo.SetPostureAsync(new PosturePut(PostureLevel.Hardened, "a siege is announced", UntilSeconds: 7200));
        await silo.SetPostureAsync(new PosturePut(before.Level, "it did not come"));
        #endregion
    }

    public static async Task Events(TegumentClient silo, CancellationToken cancel)
    {
        #region events
        var wanted = new LiveFilter([LiveTypes.Ban, LiveTypes.Posture]);
        await foreach (var live in silo.EventsAsync(wanted, cancel))
        {
            if (live.AsBan() is { } ban) Console.WriteLine($"{ban.Move}: {ban.Ban.Address}, by {ban.Actor}: {ban.Reason}");
            else if (live.AsPosture() is { } posture) Console.WriteLine($"posture {posture.Level}, by {posture.SetBy}");
            else if (live.AsGap() is { } gap) Console.WriteLine($"{gap.Missed} events are missing ({gap.Reason}): read the lists again");
        }
        #endregion
    }

    public static TegumentClient Patience(Uri address, string token)
    {
        #region patience
        var patient = new RetryPolicy(Attempts: 8, FirstWait: TimeSpan.FromSeconds(0.5), LongestWait: TimeSpan.FromSeconds(30));
        var silo = new TegumentClient(new SiloEndpoint(address, token), timeout: TimeSpan.FromMinutes(2), retries: patient);
        #endregion
        return silo;
    }
}
