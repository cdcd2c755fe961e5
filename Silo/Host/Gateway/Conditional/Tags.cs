using Tegument.Contracts.Api;
using Tegument.Contracts.Posture;

namespace Tegument.Silo.Host.Gateway.Conditional;

/// <summary>What names the state that an answer shows, per kind of answer.</summary>
internal static class Tags
{
    /// <summary>Revisions name changes; the total also those that end by themselves.</summary>
    public static string Of(BanList list)
    {
        var hash = new TagHash();
        hash.Add(list.Total);
        hash.Add(list.Next);
        foreach (var ban in list.Bans) hash.Add(ban.Revision);
        return hash.ToString();
    }

    public static string Of(PostureSnapshot posture) => FormattableString.Invariant($"posture-{posture.Version}");

    public static string Of(HostList list)
    {
        var hash = new TagHash();
        foreach (var host in list.Hosts)
        {
            hash.Add(host.Report.Host);
            hash.Add(host.LastSeen.UtcTicks);
            hash.Add(host.Online ? 1 : 0);
        }

        return hash.ToString();
    }

    public static string Of(TokenList list)
    {
        var hash = new TagHash();
        foreach (var token in list.Tokens)
        {
            hash.Add(token.Id);
            hash.Add(token.Revoked?.UtcTicks ?? 0);
        }

        return hash.ToString();
    }

    public static string Of(SessionList list)
    {
        var hash = new TagHash();
        hash.Add(list.Dropped);
        hash.Add(list.ForgottenTries);
        foreach (var session in list.Sessions) hash.Add(session.Id);
        return hash.ToString();
    }

    public static string Of(UserList list)
    {
        var hash = new TagHash();
        foreach (var user in list.Users)
        {
            hash.Add(user.Name);
            hash.Add((int)user.Role);
            hash.Add(user.Created.UtcTicks);
            hash.Add(user.LastSignIn?.UtcTicks ?? 0);
        }

        return hash.ToString();
    }

    public static string Of(IncidentList list)
    {
        var hash = new TagHash();
        foreach (var incident in list.Incidents)
        {
            hash.Add(incident.Id);
            hash.Add(incident.Packets);
            hash.Add(incident.LastSeen.UtcTicks);
        }

        return hash.ToString();
    }
}
