using System.Collections.Immutable;
using System.Reflection;

namespace Verified.Tests.Mutation.Mirrors;

/// <summary>A claim of a mirror, with what the specification says of it in some states.</summary>
/// <param name="Name">Of module and claim.</param>
/// <param name="Mirrored">The mirror's.</param>
/// <param name="Cases">Its arguments, and the truth of the specification's.</param>
/// <param name="Reliant">In how many other cases the unchanged mirror is not what the specification is: it relies on what
/// is reachable.</param>
internal sealed record Claim(
    string Name, MethodInfo Mirrored, ImmutableArray<(object[] Arguments, bool Specified)> Cases, int Reliant)
{
    /// <summary>What differs between specification and mirror, or null.</summary>
    public string? Differs()
    {
        foreach (var (arguments, specified) in Cases)
            if (TruthOf(Mirrored, arguments) is var mirrored && mirrored != specified)
                return $"{Name} is {specified} in the specification and {(object?)mirrored ?? "a fault"} in the mirror, in a typed state";
        return null;
    }

    /// <summary>The truth of the mirror's claim; null where it has no value.</summary>
    public static bool? TruthOf(MethodInfo claim, object[] arguments)
    {
        try
        {
            return (bool)claim.Invoke(null, arguments)!;
        }
        catch (TargetInvocationException)
        {
            return null;
        }
    }
}
