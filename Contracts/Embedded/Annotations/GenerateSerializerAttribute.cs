namespace Orleans;

/// <summary>Marks a type that may cross a process boundary. In process, values are passed as they are.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute;
