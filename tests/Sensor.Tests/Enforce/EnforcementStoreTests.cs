using Tegument.Sensor.Enforce;
using Tegument.Sensor.Enforce.Store;

namespace Tegument.Sensor.Tests.Enforce;

public sealed class EnforcementStoreTests : IDisposable
{
    private static readonly Guid Boot = Guid.Parse("11111111-2222-3333-4444-555555555555");
    private static readonly Guid NextBoot = Guid.Parse("99999999-2222-3333-4444-555555555555");
    private readonly ManualTime _time = new();
    private readonly EnforcementClock _clock;
    private readonly string _folder = Directory.CreateTempSubdirectory("tegument-store-").FullName;

    public EnforcementStoreTests() => _clock = new EnforcementClock(_time);

    private string File => Path.Combine(_folder, "bans.state");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_killed_process_finds_checkpoint_and_journal_again()
    {
        Write();
        _time.Advance(TimeSpan.FromSeconds(10));
        var (desired, note) = Load(Boot);
        note.ShouldBeNull();
        Left(desired).ShouldBe(["192.0.2.2 50", "192.0.2.3 590", "2001:db8::/64 50"]);
        desired.Positions.Single().Revision.ShouldBe(2);
    }

    [Fact]
    public void A_reboot_counts_the_wall_time_that_passed()
    {
        Write();
        _time.Reboot(TimeSpan.FromSeconds(20), wallPassed: TimeSpan.FromSeconds(100));
        var (desired, _) = Load(NextBoot);
        Left(desired).ShouldBe(["192.0.2.3 500"]);
    }

    [Fact]
    public void After_a_reboot_at_least_the_time_since_boot_has_passed_whatever_the_wall_clock_says()
    {
        Write();
        _time.Reboot(TimeSpan.FromSeconds(200), wallPassed: TimeSpan.FromSeconds(5));
        Left(Load(NextBoot).Desired).ShouldBe(["192.0.2.3 400"]);
    }

    [Fact]
    public void A_clock_that_ran_back_across_a_reboot_makes_the_bans_wait_for_the_silo()
    {
        Write();
        _time.Reboot(TimeSpan.FromSeconds(20), wallPassed: TimeSpan.FromDays(-400));
        var (desired, note) = Load(NextBoot);
        desired.Wanted.ShouldBe(0);
        desired.Positions.ShouldBeEmpty("the silo must send everything, not only what came after");
        note.ShouldNotBeNull().ShouldContain("clock");
    }

    [Fact]
    public void Where_boots_cannot_be_told_apart_the_wall_clock_decides()
    {
        Write(Guid.Empty);
        _time.Advance(TimeSpan.FromSeconds(10));
        Left(Load(Guid.Empty).Desired).ShouldContain("192.0.2.3 590");
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public void A_wall_clock_set_within_one_boot_changes_nothing(int seconds)
    {
        Write();
        _time.SetWall(TimeSpan.FromSeconds(seconds));
        _time.Advance(TimeSpan.FromSeconds(10));
        Left(Load(Boot).Desired).ShouldContain("192.0.2.3 590");
    }

    [Fact]
    public void A_wall_clock_that_was_set_makes_a_checkpoint_due()
    {
        using var store = new EnforcementStore(File, Boot, _clock);
        store.Checkpoint(new DesiredBans(1000, 1000));
        store.CheckpointDue.ShouldBeFalse();
        _time.SetWall(TimeSpan.FromMinutes(1));
        store.CheckpointDue.ShouldBeTrue();
    }

    [Fact]
    public void A_write_cut_off_anywhere_leaves_the_state_before_or_after_it()
    {
        var lengths = Write();
        var whole = System.IO.File.ReadAllBytes(File);
        var (magic, checkpoint, journal) = lengths;
        journal.ShouldBe(whole.Length);
        for (var cut = checkpoint; cut <= whole.Length; cut++)
        {
            System.IO.File.WriteAllBytes(File, whole[..(int)cut]);
            var (desired, note) = Load(Boot);
            note.ShouldBeNull($"cut at {cut}");
            desired.Positions.Single().Revision.ShouldBe(cut == whole.Length ? 2 : 1);
            Left(desired).ShouldBe(cut == whole.Length
                ? ["192.0.2.2 60", "192.0.2.3 600", "2001:db8::/64 60"]
                : ["192.0.2.1 60", "192.0.2.2 60", "2001:db8::/64 60"]);
        }

        magic.ShouldBe(8);
    }

    [Fact]
    public void Damage_anywhere_is_noticed_put_aside_and_never_half_applied()
    {
        Write();
        var whole = System.IO.File.ReadAllBytes(File);
        for (var at = 0; at < whole.Length; at++)
        {
            var bytes = whole.ToArray();
            bytes[at] ^= 0x5A;
            System.IO.File.WriteAllBytes(File, bytes);
            System.IO.File.Delete(File + ".damaged");
            var (desired, note) = Load(Boot);
            var isAside = System.IO.File.Exists(File + ".damaged");
            isAside.ShouldBe(note is not null, $"byte {at}");

            // What is left is the state before the journal's one record, or nothing; a damaged last record is a torn write.
            if (isAside) desired.Wanted.ShouldBe(0, $"byte {at}");
            else if (desired.Positions.Any()) desired.Positions.Single().Revision.ShouldBe(1, $"byte {at}");
        }
    }

    [Fact]
    public void A_file_of_another_version_is_put_aside_with_one_line()
    {
        System.IO.File.WriteAllText(File, "TGMBANS\u0002 something else");
        var (desired, note) = Load(Boot);
        desired.Wanted.ShouldBe(0);
        note.ShouldNotBeNull().ShouldContain(File);
        note.ShouldNotContain("\n");
        System.IO.File.ReadAllText(File + ".damaged").ShouldContain("something else");
    }

    [Fact]
    public void A_disk_that_refuses_is_a_named_state_and_comes_back()
    {
        var folder = Path.Combine(_folder, "missing");
        using var store = new EnforcementStore(Path.Combine(folder, "bans.state"), Boot, _clock);
        var desired = new DesiredBans(1000, 1000);
        store.Checkpoint(desired);
        store.Fault.ShouldNotBeNull().ShouldContain("not kept on disk");
        store.CheckpointDue.ShouldBeTrue();
        store.Append(Bans.Delta(1, ("192.0.2.1", 60)).ToChange(_clock.NowMs));

        Directory.CreateDirectory(folder);
        store.Checkpoint(desired);
        store.Fault.ShouldBeNull();
    }

    /// <summary>A checkpoint of three bans at revision 1, then a journal of one change to revision 2. Answers with the file's length after each.</summary>
    private (long Magic, long Checkpoint, long Journal) Write(Guid? boot = null)
    {
        using var store = new EnforcementStore(File, boot ?? Boot, _clock);
        store.Checkpoint(new DesiredBans(1000, 1000));
        var magic = new FileInfo(File).Length;
        var desired = new DesiredBans(1000, 1000);
        desired.Apply(Bans.Snapshot(1, ("192.0.2.1", 60), ("192.0.2.2", 60), ("2001:db8::/64", 60)).ToChange(_clock.NowMs), _clock.NowMs, new BanChanges());
        store.Checkpoint(desired);
        var checkpoint = new FileInfo(File).Length;
        store.Append(Bans.Delta(2, ("192.0.2.1", 0), ("192.0.2.3", 600)).ToChange(_clock.NowMs));
        return (magic, checkpoint, new FileInfo(File).Length);
    }

    private (DesiredBans Desired, string? Note) Load(Guid boot)
    {
        using var store = new EnforcementStore(File, boot, _clock);
        var content = store.Load();
        var desired = new DesiredBans(1000, 1000);
        foreach (var change in content.Changes) desired.Apply(change, _clock.NowMs, new BanChanges());
        return (desired, content.Note);
    }

    private string[] Left(DesiredBans desired) =>
        [.. desired.All.Select(b => $"{b.Key} {(b.Value.DeadlineMs - _clock.NowMs) / 1000}").Order(StringComparer.Ordinal)];
}
