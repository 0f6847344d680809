using System.Reflection;
using System.Runtime.CompilerServices;

namespace Verified.Systematic;

/// <summary>Follows a waiting task to what it waits for, through the state machines that the compiler made.</summary>
/// <remarks>Reads the platform's and the compiler's private fields, for reports only: what it does not recognise it leaves
/// out.</remarks>
internal static class AwaitedObjects
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private const int Deepest = 30;

    /// <summary>What the task waits for in the end: operations' tasks, points, and what else has no state machine.</summary>
    /// <param name="task">Not completed.</param>
    /// <param name="isEnd">Where to stop looking.</param>
    public static IEnumerable<object> Of(Task task, Func<object, bool> isEnd) => Follow(task, isEnd, Deepest);

    /// <summary>Whether the end of a task is told to another, through any number of joins.</summary>
    /// <remarks>A join does not know what it waits for; what it waits for knows the join.</remarks>
    public static bool IsToldTo(Task task, object other) => IsToldTo(task, other, Deepest);

    /// <summary>Whether a task, or the token of a point, waits for a timer of the platform.</summary>
    public static bool IsRealDelay(object awaited)
    {
        var owner = awaited is Point point ? FieldOf(point.Cancellation, "_source") : awaited;
        return owner is not null && FieldOf(owner, "_timer") is { } timer && timer.GetType().Name == "TimerQueueTimer";
    }

    /// <summary>The state machines that go on, one because of the other, when a wait is over; the nearest first.</summary>
    /// <param name="waiter">What an awaited object was told to tell.</param>
    public static IEnumerable<object> MachinesBehind(object? waiter)
    {
        for (var depth = 0; waiter is not null && depth < Deepest; depth++)
        {
            if (MachineOf(waiter) is { } machine)
                yield return machine;
            waiter = WaiterOf(waiter);
        }
    }

    private static bool IsToldTo(Task task, object other, int depth) =>
        depth > 0 && ToldBy(task).OfType<Task>().Any(t => t == other || IsToldTo(t, other, depth - 1));

    private static IEnumerable<object?> ToldBy(Task task)
    {
        var continuation = FieldOf(task, "m_continuationObject");
        return continuation as IEnumerable<object?> ?? [continuation];
    }

    /// <summary>Who awaits this; null: nobody, or it cannot be seen.</summary>
    private static object? WaiterOf(object waiting)
    {
        // An async iterator is awaited an element at a time.
        if (MachineOf(waiting) is { } machine && FieldOf(machine, "<>v__promiseOfValueOrEnd") is { } promise)
            return FieldOf(promise, "_continuationState");
        var told = waiting is Task task ? ToldBy(task).FirstOrDefault(t => t is not null) : null;
        return told is null or Task ? told : TargetOf(told as Delegate ?? FieldOf(told, "m_action") as Delegate);
    }

    /// <summary>Whose code a continuation is; while the platform's events are heard it is wrapped.</summary>
    private static object? TargetOf(Delegate? continuation) =>
        continuation?.Target is { } target && FieldOf(target, "_continuation") is Delegate wrapped
            ? TargetOf(wrapped)
            : continuation?.Target;

    private static object? MachineOf(object waiting) => waiting is IAsyncStateMachine ? waiting : FieldOf(waiting, "StateMachine");

    private static IEnumerable<object> Follow(object waiting, Func<object, bool> isEnd, int depth)
    {
        var next = NextOf(waiting).Where(n => n is not Task { IsCompleted: true }).ToArray();
        if (next.Length == 0 || depth == 0)
            return [waiting];
        return next.SelectMany(n => isEnd(n) ? [n] : Follow(n, isEnd, depth - 1)).Distinct();
    }

    /// <summary>What an object awaits directly.</summary>
    private static IEnumerable<object> NextOf(object waiting)
    {
        if (MachineOf(waiting) is { } machine)
            return machine.GetType().GetFields(Fields)
                .Where(f => f.Name.StartsWith("<>u__", StringComparison.Ordinal))
                .Select(f => Source(f.GetValue(machine), 4)).OfType<object>();
        return FieldOf(waiting, "_source") is { } source ? [source] : [];
    }

    /// <summary>The task or source within an awaiter.</summary>
    private static object? Source(object? awaiter, int depth)
    {
        if (awaiter is null or Task or Point or IAsyncStateMachine || depth == 0)
            return awaiter is string || depth == 0 ? null : awaiter;
        if (!awaiter.GetType().IsValueType)
            return FieldOf(awaiter, "StateMachine") is null ? null : awaiter;
        return awaiter.GetType().GetFields(Fields)
            .Where(f => !f.FieldType.IsPrimitive)
            .Select(f => Source(f.GetValue(awaiter), depth - 1))
            .FirstOrDefault(s => s is not null);
    }

    private static object? FieldOf(object target, string name)
    {
        for (var type = target.GetType(); type is not null; type = type.BaseType)
            if (type.GetField(name, Fields | BindingFlags.DeclaredOnly) is { } field)
                return field.GetValue(target);
        return null;
    }
}
