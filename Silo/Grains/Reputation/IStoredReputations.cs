namespace Tegument.Silo.Reputation;

/// <summary>
/// Looks over what reputations have stored, which the grains themselves cannot: each knows only its own. Used once, at start, before any
/// evidence is taken.
/// </summary>
public interface IStoredReputations
{
    /// <summary>
    /// Hands the states that were stored at or after <paramref name="since"/> to <paramref name="take"/> with their keys, at most so many,
    /// in any order and one at a time. One that cannot be read is left out. Answers false when there were more.
    /// </summary>
    Task<bool> Read(DateTimeOffset since, int limit, Action<string, ReputationState> take);

    /// <summary>
    /// Removes states stored before <paramref name="clean"/> that have no strikes, and all stored before <paramref name="faded"/>. Answers
    /// how many.
    /// </summary>
    Task<int> Forget(DateTimeOffset clean, DateTimeOffset faded);
}
