using System.Reflection;
using System.Reflection.Emit;

namespace Tegument.Silo.Hosting;

/// <summary>Emits the call struct of one interface method: its arguments as fields, and the invocation.</summary>
internal static class CallEmitter
{
    internal static string Field(int argument) => $"A{argument}";

    internal static bool IsGeneric(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;

    internal static bool IsSupported(Type returned, bool isObserver) =>
        returned == typeof(Task) || returned == typeof(ValueTask)
        || IsGeneric(returned, typeof(Task<>)) || IsGeneric(returned, typeof(ValueTask<>))
        || (isObserver && returned == typeof(void));

    /// <summary>A method without a result answers a call with false, so that one interface serves all.</summary>
    internal static Type Emit(ModuleBuilder module, string name, MethodInfo method)
    {
        var answer = method.ReturnType == typeof(void) ? typeof(bool) : method.ReturnType;
        var contract = typeof(IGrainCall<>).MakeGenericType(answer);
        var type = module.DefineType(
            name, TypeAttributes.NotPublic | TypeAttributes.Sealed | TypeAttributes.SequentialLayout, typeof(ValueType), [contract]);
        var invoke = type.DefineMethod(
            "Invoke", MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot,
            answer, [typeof(object)]);
        var il = invoke.GetILGenerator();
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Castclass, method.DeclaringType!);
        var parameters = method.GetParameters();
        for (var i = 0; i < parameters.Length; i++)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, type.DefineField(Field(i), parameters[i].ParameterType, FieldAttributes.Public));
        }

        il.Emit(OpCodes.Callvirt, method);
        if (method.ReturnType == typeof(void)) il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Ret);
        type.DefineMethodOverride(invoke, contract.GetMethod("Invoke")!);
        return type.CreateType();
    }
}
