namespace Tegument.Silo.Hosting;

/// <summary>One call with its arguments: a struct emitted per method of a grain interface, so that a call that need not wait allocates nothing.</summary>
internal interface IGrainCall<out TReturn>
{
    TReturn Invoke(object target);
}
