using System.Net;
using Tegument.Contracts.Api;
using Tegument.Contracts.Client;
using Tegument.Contracts.Link;
using Tegument.Gateway.Tests.Support;

namespace Tegument.Gateway.Tests.Hosting;

/// <summary>A real file system that is full, and then is not.</summary>
public sealed class DiskFullTests
{
    [SkippableFact]
    public async Task On_a_full_disk_changes_are_refused_by_name_and_batches_wait_until_there_is_room()
    {
        using var disk = SmallDisk.Mount(4);
        await using var silo = await SiloProcess.Start(Path.Combine(disk.Path, "data"));
        using var client = silo.Client("operator");
        await using var link = await TegumentLink.ConnectAsync(silo.As("agent"), Given.Hello("web1"));
        disk.Fill();
        await FillLog(client);

        var refused = await Should.ThrowAsync<TegumentApiException>(client.BanAsync(new BanCreate(Given.Prefix("203.0.113.40"), "test")));
        refused.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        refused.Message.ShouldContain("nothing was changed");
        (await client.StatusAsync()).Storage.State.ShouldBe(StorageState.DiskFull);
        (await client.BansAsync(new BanFilter(Covering: Given.Prefix("203.0.113.40").Address))).Bans.ShouldBeEmpty();

        await link.SendAsync(new BatchFrame(Given.Scan("web1", "s1", 0, "198.51.100.40")));
        (await link.Next<ErrorFrame>()).Message.ShouldContain("disk is full");

        disk.Free();
        (await link.Next<AckFrame>()).Refusal.ShouldBeNull();
        (await client.BansAsync(new BanFilter(Covering: Given.Prefix("198.51.100.40").Address))).Bans.ShouldHaveSingleItem();
        (await client.StatusAsync()).Storage.State.ShouldBe(StorageState.Ready);
    }

    /// <summary>The log file keeps room from before; changes fit until that is used up.</summary>
    private static async Task FillLog(TegumentClient client)
    {
        try
        {
            for (var i = 0; i < 20_000; i++) await client.BanAsync(new BanCreate(Given.Prefix($"198.18.{i / 250}.{i % 250}"), new string('x', 500)));
        }
        catch (TegumentApiException)
        {
            return;
        }

        throw new InvalidOperationException("the disk never filled");
    }
}
