using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Reputation;
using Tegument.Silo.Protection;

namespace Tegument.Silo.Ingest;

/// <summary>A batch's items by the reputation they belong to, in the order of each one's first item. Pure.</summary>
internal static class EvidenceGroups
{
    public static (IpPrefix Subject, SensorEvidence Evidence)[] Of(EvidenceBatch batch, IProtectionRules protection)
    {
        var items = batch.Items;
        var groupOf = new int[items.Length];
        var ids = new Dictionary<IpPrefix, int>(items.Length);
        var subjects = new List<IpPrefix>();
        var sizes = new List<int>();
        for (var i = 0; i < items.Length; i++)
        {
            var subject = ReputationKey.PrefixOf(items[i].Source, protection.IsOnLink(items[i].Source));
            if (!ids.TryGetValue(subject, out var id))
            {
                ids.Add(subject, id = subjects.Count);
                subjects.Add(subject);
                sizes.Add(0);
            }

            groupOf[i] = id;
            sizes[id]++;
        }

        var groups = new (IpPrefix Subject, SensorEvidence Evidence)[subjects.Count];
        for (var id = 0; id < groups.Length; id++)
        {
            groups[id] = (subjects[id], new SensorEvidence(batch.Sensor, batch.Start, new EvidenceItem[sizes[id]]));
            sizes[id] = 0;
        }

        for (var i = 0; i < items.Length; i++)
        {
            var (subject, evidence) = groups[groupOf[i]];
            // Whoever is judged alone is not vouched for by his neighbours.
            evidence.Items[sizes[groupOf[i]]++] = subject.IsSingle && items[i].NetworkConversation is not null ? items[i] with { NetworkConversation = null } : items[i];
        }

        return groups;
    }
}
