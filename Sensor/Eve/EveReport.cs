namespace Tegument.Sensor.Eve;

/// <summary>What stands in an eve.json, before anybody judges it.</summary>
/// <param name="Lines">Not counting blank ones.</param>
/// <param name="Events">By type; what is no JSON object counts as "not-json".</param>
/// <param name="Alerts">Equal ones counted together, in the order of their first.</param>
/// <param name="BrokenAlerts">Alerts without a time or address that can be read.</param>
/// <param name="TooLong">Lines longer than a megabyte, which were passed over.</param>
/// <param name="Ungrouped">Alerts beyond the most different ones that are listed.</param>
public sealed record EveReport(
    string File, long Lines, IReadOnlyDictionary<string, long> Events, EveAlertCount[] Alerts, long BrokenAlerts, long TooLong, long Ungrouped);

/// <summary>Equal alerts. Source and destination are the packet's; <paramref name="Attacker"/> is whom they are evidence against.</summary>
/// <param name="Severity">Suricata's.</param>
public sealed record EveAlertCount(
    string Source, string Destination, string Attacker, string Rule, string Signature, int Severity, string Action, long Count);
