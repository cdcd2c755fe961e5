namespace Tegument.Silo;

/// <summary>The one grain storage: the name under which a host registers its <c>IGrainStorage</c>.</summary>
public static class StateStorage
{
    public const string Name = "tegument";
}
