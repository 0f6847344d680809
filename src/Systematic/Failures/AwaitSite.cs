using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Verified.Systematic;

/// <summary>The place in the code under test that awaits a point.</summary>
/// <remarks>Read from the state machine that waits, and not from the stack: what of the stack is left depends on how far the
/// platform has optimised the code meanwhile, so the same schedule would be told differently the second time.</remarks>
internal static partial class AwaitSite
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>File and line of the nearest await that is neither the engine's nor the platform's; its class and method where
    /// there are no symbols; null where there is none.</summary>
    /// <param name="waiter">What goes on when the wait is over.</param>
    public static string? Of(object? waiter)
    {
        foreach (var machine in AwaitedObjects.MachinesBehind(waiter))
            if (!IsPlumbing(machine.GetType()))
                return SourceLines.Of(machine.GetType(), StateOf(machine)) is var (file, line)
                    ? string.Create(CultureInfo.InvariantCulture, $"{file}:{line}")
                    : NameOf(machine.GetType());
        return null;
    }

    private static bool IsPlumbing(Type type) =>
        type.Assembly == typeof(AwaitSite).Assembly
        || type.Assembly == typeof(Concurrency.Runtime).Assembly
        || type.Assembly == typeof(object).Assembly;

    /// <summary>Which of its awaits a state machine is at, from 0.</summary>
    private static int StateOf(object machine) => machine.GetType().GetField("<>1__state", Fields)?.GetValue(machine) as int? ?? -1;

    /// <summary>The method that a state machine was made of, and the class that it was written in.</summary>
    private static string NameOf(Type machine)
    {
        var written = machine;
        while (written.Name.StartsWith('<') && written.DeclaringType is { } outer)
            written = outer;
        return $"{written.Name}.{(Made().Match(machine.Name) is { Success: true } made ? made.Groups[1].Value : machine.Name)}";
    }

    [GeneratedRegex("^<+(\\w+)>")]
    private static partial Regex Made();
}
