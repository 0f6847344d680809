using System.Runtime.CompilerServices;

namespace Verified.Tla.Values;

/// <summary>Lets deep recursion end in an exception instead of a crash, at the price of a comparison.</summary>
/// <remarks>
/// <see cref="RuntimeHelpers.EnsureSufficientExecutionStack"/> promises at least 128 KB below the place where it is asked, so
/// half of that below is safe without asking again: each thread keeps how deep it may go.
/// </remarks>
internal static class StackGuard
{
    private const int SafeBytes = 64 * 1024;

    // How far below the top of the address space it is known to be safe: nowhere, at first.
    [ThreadStatic]
    private static long s_depth;

    /// <summary>Requires that there is stack left.</summary>
    /// <exception cref="InsufficientExecutionStackException">There is hardly any.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Require()
    {
        byte here = 0;
        var depth = long.MaxValue - Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref here);
        if (depth > s_depth) Ask(depth);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Ask(long depth)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        s_depth = depth + SafeBytes;
    }
}
