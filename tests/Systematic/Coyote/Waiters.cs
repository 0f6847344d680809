using Microsoft.Coyote.Runtime;

namespace Verified.Tests.Systematic.Coyote;

/// <summary>Waits until something holds that others change under a lock.</summary>
internal sealed class Waiters
{
    private readonly object _lock = new();
    private readonly List<TaskCompletionSource> _waiting = [];

    /// <summary>Tries until it succeeds; another try follows each <see cref="Change"/>.</summary>
    public async Task UntilAsync(Func<bool> attempt, CancellationToken cancellation)
    {
        SchedulingPoint.Interleave();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            TaskCompletionSource wake;
            lock (_lock)
            {
                if (attempt())
                    return;
                wake = new TaskCompletionSource();
                _waiting.Add(wake);
            }

            var registration = cancellation.Register(() => InOneStep(() => wake.TrySetResult()));
            await wake.Task;
            registration.Unregister(); // to dispose of it would be to wait for a callback that runs
        }
    }

    /// <summary>Changes what attempts look at, and wakes all.</summary>
    /// <remarks>In one step: who changes may hold a lock that Coyote does not know.</remarks>
    public void Change(Action change) => InOneStep(() =>
    {
        TaskCompletionSource[] woken;
        lock (_lock)
        {
            change();
            woken = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var wake in woken)
            wake.TrySetResult();
    });

    /// <summary>Does something within which nobody else has a turn.</summary>
    public static void InOneStep(Action action)
    {
        SchedulingPoint.Suppress();
        try
        {
            action();
        }
        finally
        {
            SchedulingPoint.Resume();
        }
    }
}
