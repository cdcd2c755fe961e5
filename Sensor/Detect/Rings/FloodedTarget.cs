using Tegument.Contracts.Addresses;
using Tegument.Contracts.Evidence;

namespace Tegument.Sensor.Detect.Rings;

/// <summary>A target that is under a flood just now, as all rings together see it.</summary>
public readonly record struct FloodedTarget(EvidenceKind Kind, string Technique, IpKey Target, ushort Port, bool Spread);
