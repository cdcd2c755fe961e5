using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Sensor.Eve;

namespace Tegument.Sensor.Tests.Eve;

public sealed class EveEvidenceTests
{
    private static readonly EveAlert Alert = EveLineTests.Whole();
    private readonly EveEvidence _evidence = new(_ => false, [], 0);

    [Fact]
    public void Alerts_of_one_source_and_rule_are_one_growing_incident()
    {
        _evidence.Take(Alert);
        _evidence.Take(Alert with { At = Alert.At.AddSeconds(5), Severity = 1 });
        var (items, incidents) = _evidence.Drain();
        incidents.ShouldBeEmpty();
        var item = items.ShouldHaveSingleItem();
        (item.Kind, item.Technique, item.Incident, item.Count, item.Severity, item.Verified).ShouldBe((EvidenceKind.Alert, "1:42", 1L, 2L, (byte)3, true));
        (item.LastSeen - item.FirstSeen).ShouldBe(TimeSpan.FromSeconds(5));
        item.Sample.ShouldBe("a rule -> 192.0.2.1:80");
        item.TopPorts.ShouldBe([80]);
        _evidence.Drain().Items.ShouldBeEmpty();
    }

    [Fact]
    public void After_an_hour_of_silence_it_is_another()
    {
        _evidence.Take(Alert);
        _evidence.Take(Alert with { At = Alert.At + EveEvidence.OverAfter + TimeSpan.FromSeconds(1) });
        _evidence.Drain().Items.ShouldHaveSingleItem().Incident.ShouldBe(2);
    }

    [Fact]
    public void Lines_read_twice_from_the_same_state_say_the_same()
    {
        _evidence.Take(Alert);
        var known = _evidence.Open.ToArray();
        EvidenceItem Again()
        {
            var evidence = new EveEvidence(_ => false, known, _evidence.Last);
            evidence.Take(Alert with { At = Alert.At.AddSeconds(1) });
            evidence.Take(Alert with { Rule = "1:43" });
            return evidence.Drain().Items[0];
        }

        Again().ShouldBeEquivalentTo(Again());
        Again().Count.ShouldBe(2);
    }

    [Fact]
    public void An_alert_about_ourselves_is_an_incident_and_accuses_nobody()
    {
        var evidence = new EveEvidence(address => address == IpKey.Parse("198.51.100.7"), [], 0);
        evidence.Take(Alert);
        var (items, incidents) = evidence.Drain();
        items.ShouldBeEmpty();
        var incident = incidents.ShouldHaveSingleItem();
        (incident.Kind, incident.Target.ToString(), incident.TopSources[0].Address.ToString()).ShouldBe((EvidenceKind.Alert, "198.51.100.7", "192.0.2.1"));
    }

    [Fact]
    public void Too_many_sources_close_those_that_were_silent_longest_and_are_counted()
    {
        for (var i = 0; i <= EveEvidence.Capacity; i++)
            _evidence.Take(Alert with { Client = null, Source = IpKey.FromIPv4(0x0A000000 + (uint)i), At = Alert.At.AddMilliseconds(i) });
        _evidence.Open.Count.ShouldBeLessThanOrEqualTo(EveEvidence.Capacity);
        _evidence.Overflow.ShouldBe(EveEvidence.Capacity / 8);
        _evidence.Open.ShouldContain(i => i.Attacker == IpKey.FromIPv4(0x0A000000 + EveEvidence.Capacity));
    }
}
