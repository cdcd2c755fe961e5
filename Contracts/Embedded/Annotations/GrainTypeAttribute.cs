using Orleans.Runtime;

namespace Orleans;

/// <summary>The frozen name of a grain class: the first half of every <see cref="GrainId"/>, and so of every stored key.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class GrainTypeAttribute(string grainType) : Attribute
{
    private readonly GrainType _grainType = GrainType.Create(grainType);

    /// <summary>Neither argument matters here; they are the model's.</summary>
    public GrainType GetGrainType(IServiceProvider services, Type type) => _grainType;
}
