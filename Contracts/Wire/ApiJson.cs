using System.Text.Json;
using System.Text.Json.Serialization;
using Tegument.Contracts.Api;
using Tegument.Contracts.Policy;
using Tegument.Contracts.Posture;
using Tegument.Contracts.Qualia;
using Tegument.Contracts.Reputation;

namespace Tegument.Contracts.Wire;

/// <summary>
/// The REST bodies' JSON: camelCase, kebab-case enums, RFC 3339 times. The default reads leniently, as a client must that is older than its
/// silo; <see cref="Configure"/> gives the silo's strict reading.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(UtcTimeJsonConverter)])]
[JsonSerializable(typeof(StatusReply))]
[JsonSerializable(typeof(BanList))]
[JsonSerializable(typeof(BanCreate))]
[JsonSerializable(typeof(BanReply))]
[JsonSerializable(typeof(ExportedBan))]
[JsonSerializable(typeof(BanBulk))]
[JsonSerializable(typeof(BanBulkReply))]
[JsonSerializable(typeof(BanLift))]
[JsonSerializable(typeof(BanLiftReply))]
[JsonSerializable(typeof(BanImportReply))]
[JsonSerializable(typeof(UnbanReply))]
[JsonSerializable(typeof(Explanation))]
[JsonSerializable(typeof(PostureSnapshot))]
[JsonSerializable(typeof(PosturePut))]
[JsonSerializable(typeof(PostureConfirm))]
[JsonSerializable(typeof(LockdownPreview))]
[JsonSerializable(typeof(HostList))]
[JsonSerializable(typeof(FlushRequest))]
[JsonSerializable(typeof(FlushReply))]
[JsonSerializable(typeof(IncidentList))]
[JsonSerializable(typeof(TokenList))]
[JsonSerializable(typeof(BouncerList))]
[JsonSerializable(typeof(TokenCreate))]
[JsonSerializable(typeof(TokenCreated))]
[JsonSerializable(typeof(SessionCreate))]
[JsonSerializable(typeof(SessionCreated))]
[JsonSerializable(typeof(SessionView))]
[JsonSerializable(typeof(SessionList))]
[JsonSerializable(typeof(PasswordChange))]
[JsonSerializable(typeof(UserCreate))]
[JsonSerializable(typeof(UserChange))]
[JsonSerializable(typeof(UserView))]
[JsonSerializable(typeof(UserList))]
[JsonSerializable(typeof(AuditList))]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(AuditVerification))]
[JsonSerializable(typeof(AttackerList))]
[JsonSerializable(typeof(EvidenceList))]
[JsonSerializable(typeof(TargetList))]
[JsonSerializable(typeof(FeedList))]
[JsonSerializable(typeof(FeedView))]
[JsonSerializable(typeof(FeedEntryList))]
[JsonSerializable(typeof(ProblemReply))]
[JsonSerializable(typeof(QualiaSnapshot))]
[JsonSerializable(typeof(PostureHistoryList))]
[JsonSerializable(typeof(AdaptiveReport))]
[JsonSerializable(typeof(PosturePreview))]
[JsonSerializable(typeof(QualiaHistory))]
[JsonSerializable(typeof(EvidenceSeriesList))]
[JsonSerializable(typeof(PolicyReply))]
[JsonSerializable(typeof(PolicyCheckReply))]
[JsonSerializable(typeof(PolicyApplied))]
[JsonSerializable(typeof(SimulationRequest))]
[JsonSerializable(typeof(SimulationReply))]
public sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>For a silo: as the default, and a member we do not know is refused, since it is more often a slip than a wish.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.TypeInfoResolverChain.Insert(0, Default);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.AllowDuplicateProperties = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.Converters.Add(new UtcTimeJsonConverter());
    }
}
