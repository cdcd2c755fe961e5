using Tegument.Contracts.Reputation;
using Tegument.Silo.Policy;
using Tegument.Silo.Reputation;

namespace Tegument.Silo.Tests.Reputation;

public class SuspectIndexTests
{
    private readonly SuspectIndex _index = new(new PolicyBoard(FleetPolicy.Default), capacity: 2);

    [Fact]
    public void It_holds_suspects_only()
    {
        Note("a", Standing.Suspect, 50);
        Note("b", Standing.Clean, 10);
        Note("a", Standing.Banned, 120);
        Note("c", Standing.Suspect, 50);
        _index.Keys().ShouldBe(["c"]);
        _index.Count.ShouldBe(1);
    }

    [Fact]
    public void When_full_it_forgets_who_has_decayed_and_counts_who_finds_no_room()
    {
        Note("a", Standing.Suspect, 31);
        Note("b", Standing.Suspect, 90);
        Note("c", Standing.Suspect, 50);
        _index.Overflow.ShouldBe(1);
        Note("d", Standing.Suspect, 50, minutes: 5);
        _index.Keys().ShouldBe(["b", "d"]);
    }

    private void Note(string key, Standing standing, double score, int minutes = 0) =>
        _index.Note(new Judgement(key, standing, score, null, null), Given.Start.AddMinutes(minutes));
}
