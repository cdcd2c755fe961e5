using Tegument.Sensor.Flows;

namespace Tegument.Sensor.Detect.SlowHttp;

/// <summary>A request that was begun and not finished. Times are nanoseconds of the sensor's clock.</summary>
internal struct OpenRequest
{
    public FlowKey Key;
    public long Began;

    /// <summary>The client's and the server's payload bytes when it began.</summary>
    public uint ClientBytes;
    public uint ServerBytes;

    /// <summary>As <see cref="HttpHead.IsOpen"/> says.</summary>
    public long Body;
}
