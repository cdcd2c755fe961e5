namespace Orleans;

/// <summary>A grain named by text, the only kind of key in use.</summary>
public interface IGrainWithStringKey : IGrain;
