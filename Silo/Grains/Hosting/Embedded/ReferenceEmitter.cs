using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using Orleans;
using Orleans.Runtime;

namespace Tegument.Silo.Hosting;

/// <summary>
/// Emits, once per process and interface, the reference type that implements it: per method a call struct (<see cref="IGrainCall{T}"/>) with
/// the arguments as fields, and a method that fills one and hands it to the base class.
/// </summary>
internal static class ReferenceEmitter
{
    /// <summary>What this assembly lets see its internals.</summary>
    private const string AssemblyName = "Tegument.Silo.Grains.References";

    private static readonly Lock Gate = new();
    private static readonly ConcurrentDictionary<Type, Func<object, string, object>> Factories = new();
    private static ModuleBuilder? _module;

    /// <summary>A factory of references to grains: from their class and key.</summary>
    /// <exception cref="OrleansException">The interface is not one that can be called by reference; says why.</exception>
    internal static Func<object, string, object> ForGrains(Type grainInterface) =>
        Factories.TryGetValue(grainInterface, out var known) ? known : Make(grainInterface, typeof(EmbeddedReference));

    /// <summary>A factory of references to observers: from the object; the text is ignored.</summary>
    /// <exception cref="OrleansException">The interface is not one that can be called by reference; says why.</exception>
    internal static Func<object, string, object> ForObservers(Type observerInterface) =>
        Factories.TryGetValue(observerInterface, out var known) ? known : Make(observerInterface, typeof(ObserverReference));

    private static Func<object, string, object> Make(Type target, Type baseType)
    {
        CheckInterface(target);
        lock (Gate)
        {
            if (Factories.TryGetValue(target, out var known)) return known;
            _module ??= AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(AssemblyName), AssemblyBuilderAccess.Run)
                .DefineDynamicModule(AssemblyName);
            var factory = Emit(_module, target, baseType);
            Factories[target] = factory;
            return factory;
        }
    }

    private static Func<object, string, object> Emit(ModuleBuilder module, Type target, Type baseType)
    {
        var name = $"{target.FullName!.Replace('+', '.')}#{Factories.Count}";
        var type = module.DefineType(name, TypeAttributes.NotPublic | TypeAttributes.Sealed, baseType, [target]);
        var constructor = DefineConstructor(type, baseType);
        var number = 0;
        foreach (var method in MethodsOf(target))
        {
            var call = CallEmitter.Emit(module, $"{name}.{method.Name}#{number++}", method);
            DefineMethod(type, baseType, method, call);
        }

        DefineFactory(type, constructor, baseType);
        return type.CreateType().GetMethod("Create", BindingFlags.Static | BindingFlags.NonPublic)!
            .CreateDelegate<Func<object, string, object>>();
    }

    private static IEnumerable<MethodInfo> MethodsOf(Type target) =>
        target.GetInterfaces().Prepend(target).SelectMany(declared => declared.GetMethods(BindingFlags.Instance | BindingFlags.Public));

    private static ConstructorBuilder DefineConstructor(TypeBuilder type, Type baseType)
    {
        var baseConstructor = baseType.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Single();
        var parameters = baseConstructor.GetParameters().Select(parameter => parameter.ParameterType).ToArray();
        var constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, parameters);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        for (var i = 0; i < parameters.Length; i++) il.Emit(OpCodes.Ldarg, (short)(i + 1));
        il.Emit(OpCodes.Call, baseConstructor);
        il.Emit(OpCodes.Ret);
        return constructor;
    }

    private static void DefineMethod(TypeBuilder type, Type baseType, MethodInfo method, Type call)
    {
        var parameters = method.GetParameters().Select(parameter => parameter.ParameterType).ToArray();
        var built = type.DefineMethod(
            $"{method.DeclaringType!.FullName}.{method.Name}",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.NewSlot | MethodAttributes.HideBySig,
            method.ReturnType, parameters);
        var il = built.GetILGenerator();
        var local = il.DeclareLocal(call);
        il.Emit(OpCodes.Ldloca, local);
        il.Emit(OpCodes.Initobj, call);
        for (var i = 0; i < parameters.Length; i++)
        {
            il.Emit(OpCodes.Ldloca, local);
            il.Emit(OpCodes.Ldarg, (short)(i + 1));
            il.Emit(OpCodes.Stfld, call.GetField(CallEmitter.Field(i))!);
        }

        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldloca, local);
        il.Emit(OpCodes.Call, Handler(baseType, method.ReturnType, call));
        il.Emit(OpCodes.Ret);
        type.DefineMethodOverride(built, method);
    }

    private static MethodInfo Handler(Type baseType, Type returned, Type call)
    {
        var (name, arguments) = CallEmitter.IsGeneric(returned, typeof(Task<>)) ? ("Ask", [call, returned.GenericTypeArguments[0]])
            : CallEmitter.IsGeneric(returned, typeof(ValueTask<>)) ? ("AskValue", [call, returned.GenericTypeArguments[0]])
            : returned == typeof(ValueTask) ? ("TellValue", [call])
            : returned == typeof(void) ? ("Send", new[] { call })
            : ("Tell", [call]);
        return baseType.GetMethod(name, BindingFlags.Instance | BindingFlags.NonPublic)!.MakeGenericMethod(arguments);
    }

    private static void DefineFactory(TypeBuilder type, ConstructorBuilder constructor, Type baseType)
    {
        var create = type.DefineMethod(
            "Create", MethodAttributes.Assembly | MethodAttributes.Static, typeof(object), [typeof(object), typeof(string)]);
        var il = create.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        if (baseType == typeof(EmbeddedReference))
        {
            il.Emit(OpCodes.Castclass, typeof(GrainClass));
            il.Emit(OpCodes.Ldarg_1);
        }

        il.Emit(OpCodes.Newobj, constructor);
        il.Emit(OpCodes.Ret);
    }

    private static void CheckInterface(Type target)
    {
        var isObserver = target.IsAssignableTo(typeof(IGrainObserver));
        if (!target.IsInterface || !target.IsVisible) throw new OrleansException($"{target} must be a public interface.");
        foreach (var method in MethodsOf(target))
        {
            if (method.IsSpecialName || method.IsGenericMethod || method.GetParameters().Any(parameter => parameter.ParameterType.IsByRef))
            {
                throw new OrleansException($"{target}.{method.Name}: properties, events, generic methods and by-reference parameters cannot cross a grain's border.");
            }

            if (!CallEmitter.IsSupported(method.ReturnType, isObserver))
            {
                throw new OrleansException($"{target}.{method.Name} must return a Task or ValueTask{(isObserver ? ", or void" : "")}.");
            }
        }
    }
}
