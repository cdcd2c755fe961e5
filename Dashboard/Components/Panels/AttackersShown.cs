using Tegument.Contracts.Api;
using Tegument.Contracts.Reputation;
using Tegument.Dashboard.Live;

namespace Tegument.Dashboard.Components.Panels;

/// <summary>The worst with their standings, as far as they are known: a ban is; a suspect is where the feed has told of it. Immutable.</summary>
public sealed record AttackersShown(AttackerList List, IReadOnlyDictionary<string, Standing> Told)
{
    public static AttackersShown? Of(FleetView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return view.Attackers is not { } list ? null : new(list, view.Feed.DistinctBy(line => line.Address).ToDictionary(line => line.Address, line => line.Standing));
    }

    public Standing StandingOf(AttackerView attacker)
    {
        ArgumentNullException.ThrowIfNull(attacker);
        return attacker.Banned ? Standing.Banned : Told.GetValueOrDefault(attacker.Address.ToString()) == Standing.Suspect ? Standing.Suspect : Standing.Clean;
    }
}
