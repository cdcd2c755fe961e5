using Orleans.Runtime;

namespace Orleans;

/// <summary>Base of interfaces through which grains tell others, best effort. Methods return void or a task.</summary>
public interface IGrainObserver : IAddressable;
