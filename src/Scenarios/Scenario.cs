using Verified.Concurrency;

namespace Verified.Scenarios;

/// <summary>Something that the running system does, small enough to try every interleaving of it.</summary>
/// <remarks>The body begins from nothing each time, takes everything nondeterministic from the runtime, awaits all that it
/// spawns, and throws <see cref="ScenarioException"/> where a claim is broken. It knows nothing of who runs it.</remarks>
/// <param name="Name">A path, for example <c>bus/nested</c>.</param>
/// <param name="Claim">What holds in every schedule.</param>
/// <param name="Body">What is run.</param>
/// <param name="Mistake">What is planted in it and must be found; null where the scenario must hold.</param>
public sealed record Scenario(string Name, string Claim, Func<Runtime, Task> Body, string? Mistake = null)
{
    public override string ToString() => Mistake is null ? Name : $"{Name}!{Mistake}";
}

/// <summary>A claim of a scenario is broken.</summary>
public sealed class ScenarioException(string message) : Exception(message);

/// <summary>Says what a scenario expects.</summary>
internal static class Expect
{
    public static void That(bool holds, string claim)
    {
        if (!holds)
            throw new ScenarioException(claim);
    }

    public static void Equal<T>(IEnumerable<T> expected, IEnumerable<T> actual, string what)
    {
        if (!expected.SequenceEqual(actual))
            throw new ScenarioException(
                $"{what}: expected [{string.Join(", ", expected)}], and it is [{string.Join(", ", actual)}]");
    }
}
