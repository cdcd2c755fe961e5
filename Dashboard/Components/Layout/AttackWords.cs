using Tegument.Dashboard.Live;
using Tegument.Dashboard.Text;

namespace Tegument.Dashboard.Components.Layout;

/// <summary>An attack in a sentence. Pure; names in it come from sensors and are shown as text.</summary>
public static class AttackWords
{
    public static string What(AttackView attack, int hosts)
    {
        ArgumentNullException.ThrowIfNull(attack);
        if (attack.Listed == 0) return "Hostile evidence is far above what is usual here.";
        var kinds = attack.Kinds.Count == 0 ? "Hostile evidence" : Capital(string.Join(" and ", attack.Kinds.Take(2).Select(kind => Captured.Line(kind, 40))));
        var network = attack.Network is null ? "" : $", {(attack.InNetwork == attack.Listed ? "all" : "most")} in {attack.Network}";
        return $"{kinds} from {Said.Of(attack.Sources, "address", "addresses")}{network}, seen by {Said.Count(attack.Sensors)} of {Said.Of(hosts, "host")}.";
    }

    public static string Rest(AttackView attack)
    {
        ArgumentNullException.ThrowIfNull(attack);
        var rest = attack.Listed - attack.Banned;
        return attack.Listed == 0 ? "" : rest == 0 ? "." : $", {Said.Count(rest)} under the threshold or held back.";
    }

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
