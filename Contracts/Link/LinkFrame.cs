using System.Text.Json.Serialization;
using Tegument.Contracts.Addresses;
using Tegument.Contracts.Bans;
using Tegument.Contracts.Evidence;
using Tegument.Contracts.Fleet;
using Tegument.Contracts.Posture;

namespace Tegument.Contracts.Link;

/// <summary>
/// One message on the WebSocket between a host and the silo (<c>/api/v1/link</c>): JSON text, the property "type" says which. A batch may
/// come as a binary message instead (<see cref="Wire.Batches.BatchFormat"/>), where the welcome says that the silo reads it.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(HelloFrame), "hello")]
[JsonDerivedType(typeof(WelcomeFrame), "welcome")]
[JsonDerivedType(typeof(BatchFrame), "batch")]
[JsonDerivedType(typeof(AckFrame), "ack")]
[JsonDerivedType(typeof(HintFrame), "hint")]
[JsonDerivedType(typeof(PullFrame), "pull")]
[JsonDerivedType(typeof(DeltaFrame), "delta")]
[JsonDerivedType(typeof(HeartbeatFrame), "heartbeat")]
[JsonDerivedType(typeof(CommandFrame), "command")]
[JsonDerivedType(typeof(AllowedFrame), "allowed")]
[JsonDerivedType(typeof(PostureFrame), "posture")]
[JsonDerivedType(typeof(ErrorFrame), "error")]
public abstract record LinkFrame;

/// <summary>First frame from a host: who speaks. Anything else first closes the link.</summary>
/// <param name="Report">The first heartbeat: what the host protects holds before it is welcomed. Null from whoever is no agent, or too old to say.</param>
public sealed record HelloFrame(
    string Host,
    string Version,
    string[] Roles,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] HostReport? Report = null) : LinkFrame;

/// <summary>The silo's answer to hello.</summary>
/// <param name="BinaryBatch">The newest version of binary batches that the silo reads, with all before it; 0 for none.</param>
/// <param name="Allowed">To executors: what no host bans, as in <see cref="AllowedFrame"/>; null to others, and from a silo too old to say.</param>
/// <param name="Lockdown">For executors: the order in force; null is open.</param>
public sealed record WelcomeFrame(
    string Silo,
    PostureSnapshot Posture,
    LedgerPosition Position,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int BinaryBatch = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IpPrefix[]? Allowed = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] LockdownOrder? Lockdown = null) : LinkFrame;

/// <summary>Evidence, from a sensor. Answered by an ack once everything that it caused is committed.</summary>
public sealed record BatchFrame(EvidenceBatch Batch) : LinkFrame;

/// <summary>The batch is taken for good. A refusal is final as well: resending would not help, so the sensor counts it and goes on.</summary>
public sealed record AckFrame(string Start, long Sequence, string? Refusal) : LinkFrame;

/// <summary>To executors: the ledger has moved; pull. Best effort.</summary>
public sealed record HintFrame(LedgerPosition Position) : LinkFrame;

/// <summary>From an executor: what changed since this position? Null asks for a snapshot.</summary>
public sealed record PullFrame(LedgerPosition? Position) : LinkFrame;

/// <summary>The answer to a pull. A large snapshot comes as one frame; the receiver applies it as a whole.</summary>
public sealed record DeltaFrame(BanDelta Delta) : LinkFrame;

/// <summary>From a host, every few seconds.</summary>
public sealed record HeartbeatFrame(HostReport Report) : LinkFrame;

/// <summary>From the silo to a host, on an administrator's behalf. Known: "flush" (empty our table, go observe-only).</summary>
public sealed record CommandFrame(string Command, string Actor, string Reason) : LinkFrame;

/// <summary>To executors, whenever it changes: all networks that no host bans, whatever the ledger says.</summary>
public sealed record AllowedFrame(IpPrefix[] Networks) : LinkFrame;

/// <summary>To executors: the posture is another, or a heartbeat showed that the host stands at another order. Null opens.</summary>
public sealed record PostureFrame(PostureSnapshot Posture, LockdownOrder? Lockdown) : LinkFrame;

/// <summary>Something in the last frame was wrong; the link stays open unless the socket closes as well.</summary>
public sealed record ErrorFrame(string Message) : LinkFrame;
