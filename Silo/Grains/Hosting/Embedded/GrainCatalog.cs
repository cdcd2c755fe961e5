using System.Collections.Concurrent;
using System.Reflection;
using Orleans;
using Orleans.Runtime;

namespace Tegument.Silo.Hosting;

/// <summary>Which class answers which grain interface. The assemblies are looked through once, at the first question.</summary>
internal sealed class GrainCatalog
{
    private readonly EmbeddedGrainHost _host;
    private readonly Assembly[] _assemblies;
    private readonly Lazy<ILookup<Type, Type>> _classesByInterface;
    private readonly ConcurrentDictionary<Type, Lazy<GrainClass>> _classes = new();
    private readonly ConcurrentDictionary<(Type Interface, string? Prefix), GrainClass> _byInterface = new();

    internal GrainCatalog(EmbeddedGrainHost host, IEnumerable<Assembly> assemblies)
    {
        _host = host;
        _assemblies = [.. assemblies.Distinct()];
        _classesByInterface = new Lazy<ILookup<Type, Type>>(Scan);
    }

    /// <summary>Those that were asked for, by the name of their grain type: an order that is the same in every run.</summary>
    internal IEnumerable<GrainClass> Classes =>
        _classes.Values.Where(made => made.IsValueCreated).Select(made => made.Value)
            .OrderBy(made => made.GrainType.ToString(), StringComparer.Ordinal);

    /// <exception cref="OrleansException">No class implements the interface, or several do.</exception>
    internal GrainClass ClassOf(Type grainInterface, string? prefix)
    {
        if (_byInterface.TryGetValue((grainInterface, prefix), out var known)) return known;
        var candidates = _classesByInterface.Value[grainInterface]
            .Where(type => prefix is null || type.FullName!.StartsWith(prefix, StringComparison.Ordinal)).ToArray();
        if (candidates.Length != 1)
        {
            var found = candidates.Length == 0 ? "no grain class" : string.Join(" and ", candidates.Select(type => type.FullName));
            throw new OrleansException(
                $"{grainInterface.FullName} needs exactly one grain class in {string.Join(", ", _assemblies.Select(a => a.GetName().Name))}; found {found}.");
        }

        var made = _classes.GetOrAdd(candidates[0], type => new Lazy<GrainClass>(() => new GrainClass(_host, type))).Value;
        return _byInterface.GetOrAdd((grainInterface, prefix), made);
    }

    private ILookup<Type, Type> Scan() =>
        _assemblies.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && type.IsAssignableTo(typeof(Grain)))
            .SelectMany(type => type.GetInterfaces().Where(IsGrainInterface).Select(grainInterface => (grainInterface, type)))
            .ToLookup(pair => pair.grainInterface, pair => pair.type);

    private static bool IsGrainInterface(Type type) => type.IsAssignableTo(typeof(IGrain)) && type.Assembly != typeof(IGrain).Assembly;
}
