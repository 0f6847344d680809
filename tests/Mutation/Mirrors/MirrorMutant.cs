namespace Verified.Tests.Mutation.Mirrors;

/// <summary>A change of the mirrors, compiled in behind a switch.</summary>
/// <param name="Number">From 1: what the switch is set to.</param>
internal sealed record MirrorMutant(int Number, MutantKey Key);
