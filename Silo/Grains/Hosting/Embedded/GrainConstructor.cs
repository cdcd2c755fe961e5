using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;

namespace Tegument.Silo.Hosting;

/// <summary>
/// Constructs the grains of one class: persistent states, the grain's context, and for the rest services from the root provider (there is no
/// scope per activation). What each parameter takes is settled once.
/// </summary>
internal sealed class GrainConstructor
{
    private readonly ConstructorInvoker _invoker;
    private readonly Func<Activation, object?>[] _sources;

    /// <exception cref="OrleansException">The class cannot be constructed; says why.</exception>
    internal GrainConstructor(Type grainType, IServiceProvider services)
    {
        var constructor = Choose(grainType);
        _invoker = ConstructorInvoker.Create(constructor);
        _sources = [.. constructor.GetParameters().Select(parameter => Source(parameter, services))];
    }

    /// <param name="arguments">What the grain was constructed with; its persistent states are among them.</param>
    internal void Construct(Activation activation, out Grain grain, out object?[] arguments)
    {
        arguments = _sources.Length == 0 ? [] : new object?[_sources.Length];
        for (var i = 0; i < arguments.Length; i++) arguments[i] = _sources[i](activation);
        grain = (Grain)_invoker.Invoke(arguments.AsSpan());
    }

    private static ConstructorInfo Choose(Type grainType)
    {
        var constructors = grainType.GetConstructors();
        if (constructors.Length == 1) return constructors[0];
        return constructors.SingleOrDefault(candidate => candidate.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute)))
            ?? throw new OrleansException(
                $"{grainType} has {constructors.Length} public constructors; a grain class has one, or marks one with ActivatorUtilitiesConstructor.");
    }

    private static Func<Activation, object?> Source(ParameterInfo parameter, IServiceProvider services)
    {
        if (parameter.GetCustomAttribute<PersistentStateAttribute>() is { } state)
        {
            return StateBinding.Bind(parameter, state, services).Create;
        }

        var type = parameter.ParameterType;
        if (type == typeof(IGrainContext)) return static activation => activation;
        if (parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is { } keyed)
        {
            return activation => activation.ActivationServices.GetRequiredKeyedService(type, keyed.Key);
        }

        if (!parameter.HasDefaultValue) return activation => activation.ActivationServices.GetRequiredService(type);
        var missing = parameter.DefaultValue;
        return activation => activation.ActivationServices.GetService(type) ?? missing;
    }
}
