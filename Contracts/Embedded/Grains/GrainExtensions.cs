using Orleans.Runtime;

namespace Orleans;

/// <summary>Asks a grain, or a reference to one, which grain it is.</summary>
public static class GrainExtensions
{
    /// <exception cref="ArgumentException">Neither a grain nor a reference to one.</exception>
    public static GrainId GetGrainId(this IAddressable grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return grain switch
        {
            IGrainBase { GrainContext: { } context } => context.GrainId,
            GrainReference reference => reference.GrainId,
            IGrainBase => throw new ArgumentException($"{grain.GetType().Name} was constructed outside of a grain host.", nameof(grain)),
            _ => throw new ArgumentException($"{grain.GetType().Name} is neither a grain nor a grain reference.", nameof(grain)),
        };
    }

    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();
}
