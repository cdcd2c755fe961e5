namespace Tegument.Silo.Host.Gateway.Limits;

/// <summary>What a call counts as, as metadata of its endpoint; without one, GET is a read and everything else a write.</summary>
public sealed record RateClass(string Name)
{
    public static readonly RateClass Read = new("reads");
    public static readonly RateClass Write = new("writes");
    public static readonly RateClass Stream = new("streams");

    /// <summary>Hosts speak over their link without limits of this kind: what they send is weighed, and waits where there is too much.</summary>
    public static readonly RateClass Exempt = new("exempt");

    public static RateClass Of(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.GetEndpoint()?.Metadata.GetMetadata<RateClass>() ?? (HttpMethods.IsGet(context.Request.Method) ? Read : Write);
    }
}
