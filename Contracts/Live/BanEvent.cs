using Tegument.Contracts.Api;
using Tegument.Contracts.Bans;

namespace Tegument.Contracts.Live;

/// <summary>A ban was made, extended or lifted; committed before it was told.</summary>
/// <param name="Ban">As it stands, or as it stood when it was lifted.</param>
/// <param name="Actor">Who did that; for a lifted ban not who had made it.</param>
public sealed record BanEvent(BanMove Move, BanView Ban, string Actor, string Reason);
