using Tegument.Contracts.Client;
using Tegument.Dashboard.Access;
using Tegument.Dashboard.Hosting;

namespace Tegument.Dashboard.Components.Detections;

/// <summary>
/// What the Detections page shows of each window, read and drawn once for all circuits: who asks within the window's pace gets what is there.
/// Read only while somebody asks. Safe on any thread.
/// </summary>
public sealed class DetectionBook(SiloAccess silo, TimeProvider time)
{
    private readonly SemaphoreSlim[] _gates = [.. DetectionWindow.All.Select(_ => new SemaphoreSlim(1))];
    private readonly DetectionFigure?[] _figures = new DetectionFigure?[DetectionWindow.All.Count];
    private readonly long[] _read = new long[DetectionWindow.All.Count];

    /// <summary>What is known of a window without asking; null before the first reading.</summary>
    public DetectionFigure? Known(DetectionWindow window) => Volatile.Read(ref _figures[Index(window)]);

    public bool IsFresh(DetectionWindow window)
    {
        var index = Index(window);
        return _figures[index] is not null && time.GetElapsedTime(Volatile.Read(ref _read[index])) < window.Pace;
    }

    /// <summary>The window's figure, at most its pace old.</summary>
    public async Task<Answer<DetectionFigure>> Read(DetectionWindow window, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(window);
        var index = Index(window);
        try
        {
            await _gates[index].WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            return new Answer<DetectionFigure>(null, null);
        }

        try
        {
            if (IsFresh(window)) return new Answer<DetectionFigure>(_figures[index], null);
            var series = await silo.Link.EvidenceSeriesAsync(window.Span, window.StepSeconds, techniques: true, cancel: CancellationToken.None);
            var figure = new DetectionFigure(series, window, time.GetUtcNow());
            Volatile.Write(ref _figures[index], figure);
            Volatile.Write(ref _read[index], time.GetTimestamp());
            return new Answer<DetectionFigure>(figure, null);
        }
        catch (TegumentApiException e)
        {
            return new Answer<DetectionFigure>(null, Fault.Of(e));
        }
        catch (SiloUnreachableException e)
        {
            return new Answer<DetectionFigure>(null, Fault.Of(e.Message));
        }
        finally
        {
            _gates[index].Release();
        }
    }

    private static int Index(DetectionWindow window)
    {
        for (var i = 0; i < DetectionWindow.All.Count; i++)
        {
            if (ReferenceEquals(DetectionWindow.All[i], window)) return i;
        }

        throw new ArgumentOutOfRangeException(nameof(window));
    }
}
