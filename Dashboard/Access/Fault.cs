using Tegument.Contracts.Client;

namespace Tegument.Dashboard.Access;

/// <summary>Why the silo did not do what was asked, in a line for people.</summary>
/// <param name="Refusal">What the silo said; null when it did not answer, or was not asked.</param>
public sealed record Fault(string Text, TegumentApiException? Refusal = null)
{
    /// <summary>The field of the form that is to blame; null when none is.</summary>
    public string? Field => Refusal?.Field;

    public static Fault Of(string text) => new(text);

    public static Fault Of(TegumentApiException e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return new Fault(e.Message, e);
    }
}
