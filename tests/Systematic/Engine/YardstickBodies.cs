using Verified.Concurrency;

namespace Verified.Tests.Systematic;

/// <summary>Bodies whose schedules can be counted on paper.</summary>
internal static class YardstickBodies
{
    /// <summary>Two operations read a counter and write it back: 4!/(2!·2!) = 6 schedules, 4 classes.</summary>
    public static Func<Runtime, Task> LostUpdate(Action<int>? result = null) => async runtime =>
    {
        var counter = 0;
        await Together(runtime, 2, async _ =>
        {
            await runtime.PointAsync("counter", Access.Read);
            var seen = counter;
            await runtime.PointAsync("counter", Access.Write);
            counter = seen + 1;
        });
        result?.Invoke(counter);
    };

    /// <summary>Writers set a then b, a checker reads them in this order; every pair of uses conflicts, so a has (n+1)!
    /// orders, b as many, and neither constrains the other.</summary>
    public static Func<Runtime, Task> Reorder(int writers) => runtime => Together(runtime, writers + 1, async number =>
    {
        var access = number == writers ? Access.Read : Access.Write;
        await runtime.PointAsync("a", access);
        await runtime.PointAsync("b", access);
    });

    /// <summary>Three operations take three steps of their own and one that they share: 12!/(4!)³ = 34,650 schedules,
    /// 3! classes.</summary>
    public static Task ThreeIndependent(Runtime runtime) => Together(runtime, 3, async number =>
    {
        for (var i = 0; i < 3; i++)
            await runtime.PointAsync($"own {number}");
        await runtime.PointAsync("shared");
    });

    public static Task Together(Runtime runtime, int count, Func<int, Task> operation)
    {
        var operations = new Task[count];
        for (var i = 0; i < count; i++)
        {
            var number = i;
            operations[i] = runtime.Spawn($"operation {number}", () => operation(number));
        }

        return Task.WhenAll(operations);
    }
}
