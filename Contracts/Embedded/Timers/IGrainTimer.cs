namespace Orleans.Runtime;

/// <summary>A timer of one activation; disposed at the latest when the activation ends.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets both anew. <see cref="Timeout.InfiniteTimeSpan"/> as due time stops the timer, as period makes it fire once.</summary>
    void Change(TimeSpan dueTime, TimeSpan period);
}
