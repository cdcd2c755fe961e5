using Microsoft.Extensions.Logging;
using Tegument.Silo.Policy;
using Tegument.Silo.Posture;
using Tegument.Silo.Protection;
using Tegument.Silo.Qualia;

namespace Tegument.Silo.Reputation;

/// <summary>What every reputation works with, in one object: there may be a million of them, and each would hold a reference of its own to each.</summary>
public sealed record ReputationServices(
    PolicyBoard Policy,
    PostureBoard Posture,
    IProtectionRules Protection,
    SuspectIndex Suspects,
    StandingChanges Changes,
    QualiaTally Tally,
    TimeProvider Time,
    ILogger<IpReputationGrain> Log);
