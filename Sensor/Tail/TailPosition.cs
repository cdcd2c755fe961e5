namespace Tegument.Sensor.Tail;

/// <summary>Up to where a file was read: everything before <see cref="Offset"/> is done with, and a whole line ended there.</summary>
/// <param name="Head">
/// Hash of the file's first line, or of as much of it as there was: an inode is used again once its file is gone, a first line with its
/// time hardly ever. 0 while the file had no whole line.
/// </param>
public sealed record TailPosition(ulong Device, ulong Inode, ulong Head, long Offset);
