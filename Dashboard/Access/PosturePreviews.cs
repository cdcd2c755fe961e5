using Tegument.Contracts.Api;
using Tegument.Contracts.Posture;

namespace Tegument.Dashboard.Access;

/// <summary>
/// What each posture would do, asked at most once in <see cref="Fresh"/> however many browsers hover over the switch: every role may see it.
/// One for the process; safe on any thread.
/// </summary>
public sealed class PosturePreviews(TimeProvider time)
{
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(3);

    private readonly Kept?[] _kept = new Kept?[4];

    /// <param name="now">The posture in force: a preview that was made under another is not shown again.</param>
    public async Task<Answer<PosturePreview>> Of(PostureLevel level, PostureLevel now, Operator person, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (Volatile.Read(ref _kept[(int)level]) is { } kept && kept.Preview.Now == now && time.GetElapsedTime(kept.At) < Fresh) return new(kept.Preview, null);
        var at = time.GetTimestamp();
        var answer = await person.Ask((client, stop) => client.PreviewPostureAsync(level, stop), cancel);
        if (answer.Value is { } preview) Volatile.Write(ref _kept[(int)level], new Kept(preview, at));
        return answer;
    }

    private sealed record Kept(PosturePreview Preview, long At);
}
