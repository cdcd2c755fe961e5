using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace Tegument.Silo.Hosting;

/// <summary>A persistent-state parameter of a grain class, bound to its storage once.</summary>
internal abstract class StateBinding
{
    internal abstract PersistentState Create(Activation activation);

    /// <exception cref="OrleansException">The parameter's type or its storage is not what a state needs.</exception>
    internal static StateBinding Bind(ParameterInfo parameter, PersistentStateAttribute attribute, IServiceProvider services)
    {
        var type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new OrleansException($"Parameter {parameter.Name} of {parameter.Member.DeclaringType} must be an IPersistentState<T>.");
        }

        var state = type.GenericTypeArguments[0];
        if (!state.IsValueType && state.GetConstructor(Type.EmptyTypes) is null)
        {
            throw new OrleansException($"{state} is a grain's state and needs a public constructor without parameters.");
        }

        var storage = FindStorage(attribute.StorageName, services)
            ?? throw new OrleansException(
                $"{parameter.Member.DeclaringType} wants the storage \"{attribute.StorageName}\": no IGrainStorage is registered under that name, nor a default one.");
        return (StateBinding)Activator.CreateInstance(typeof(StateBinding<>).MakeGenericType(state), attribute.StateName, storage)!;
    }

    private static IGrainStorage? FindStorage(string? name, IServiceProvider services)
    {
        var named = string.IsNullOrWhiteSpace(name) ? null : services.GetKeyedService<IGrainStorage>(name);
        return named ?? services.GetService<IGrainStorage>();
    }
}
