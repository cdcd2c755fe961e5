namespace Tegument.Silo.Posture;

/// <summary>What a change did to those already judged.</summary>
/// <param name="Banned">Suspects that were banned at once.</param>
/// <param name="Ended">Automatic bans that ended.</param>
public readonly record struct PostureEffect(int Banned, int Ended);
