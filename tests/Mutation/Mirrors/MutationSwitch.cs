using System.Reflection;

namespace Verified.Tests.Mutation.Mirrors;

/// <summary>The switch that is compiled into the changed mirrors: which mutant is active on this thread, and which were
/// asked about.</summary>
internal sealed class MutationSwitch(Assembly mutated)
{
    /// <summary>The switch itself: every mutant is a place in the code that asks it.</summary>
    public const string Source = """
        namespace Verified.Reference;

        internal static class Mutant
        {
            [System.ThreadStatic] public static int Active;
            [System.ThreadStatic] public static bool[]? Asked;

            public static bool Is(int mutant)
            {
                if (Asked is { } asked) asked[mutant] = true;
                return Active == mutant;
            }
        }
        """;

    private readonly FieldInfo _active = Field(mutated, "Active");
    private readonly FieldInfo _asked = Field(mutated, "Asked");

    /// <summary>Runs with one mutant in place of the code that it changes.</summary>
    public T With<T>(int mutant, Func<T> run)
    {
        _active.SetValue(null, mutant);
        try
        {
            return run();
        }
        finally
        {
            _active.SetValue(null, 0);
        }
    }

    /// <summary>Runs without any mutant; which of the places were reached.</summary>
    public bool[] Reached(int count, Action run)
    {
        var asked = new bool[count + 1];
        _asked.SetValue(null, asked);
        try
        {
            run();
        }
        finally
        {
            _asked.SetValue(null, null);
        }

        return asked;
    }

    private static FieldInfo Field(Assembly assembly, string name) =>
        assembly.GetType("Verified.Reference.Mutant")!.GetField(name)!;
}
