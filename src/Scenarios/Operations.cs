using Verified.Concurrency;

namespace Verified.Scenarios;

/// <summary>Several operations of one kind, awaited together.</summary>
internal static class Operations
{
    /// <param name="runtime">Runs them.</param>
    /// <param name="name">Of each, with its number.</param>
    /// <param name="count">How many.</param>
    /// <param name="operation">Given its number, from 0.</param>
    public static Task SpawnMany(this Runtime runtime, string name, int count, Func<int, Task> operation)
    {
        var operations = new Task[count];
        for (var i = 0; i < count; i++)
        {
            var number = i;
            operations[i] = runtime.Spawn($"{name} {number + 1}", () => operation(number));
        }

        return Join(operations);
    }

    /// <summary>Waits for all.</summary>
    /// <remarks>An array: the overload of WhenAll over a span escapes some schedulers.</remarks>
    public static Task Join(params Task[] operations) => Task.WhenAll(operations);

    /// <summary>Waits for the first to end, however it does.</summary>
    /// <inheritdoc cref="Join"/>
    public static Task First(params Task[] operations) => Task.WhenAny(operations);

    /// <summary>Waits for an operation that has no other end than to be cancelled.</summary>
    public static async Task UntilCancelled(Task operation)
    {
        try
        {
            await operation;
        }
        catch (OperationCanceledException)
        {
            // As it was told.
        }
    }
}
