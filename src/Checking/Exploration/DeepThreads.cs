using System.Runtime.ExceptionServices;
using Verified.Tla.Evaluation;

namespace Verified.Checking.Exploration;

/// <summary>Threads for evaluation: recursion of a specification needs more stack than a thread has by default.</summary>
internal static class DeepThreads
{
    /// <summary>The system commits it only where it is touched.</summary>
    public const int StackBytes = 256 * 1024 * 1024;

    /// <summary>Runs the work on that many threads and waits, calling <paramref name="tick"/> about every 200 ms.</summary>
    /// <exception cref="Exception">The first that any of them threw.</exception>
    public static void Run(CompiledModel model, int count, Action<int> work, Action? tick = null)
    {
        ExceptionDispatchInfo? failure = null;
        var threads = new Thread[count];
        for (var i = 0; i < count; i++)
        {
            var worker = i;
            threads[i] = new Thread(() =>
            {
                model.Vocabulary.Enter();
                try
                {
                    work(worker);
                }
                catch (Exception fault)
                {
                    Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(fault), null);
                }
            }, StackBytes)
            { IsBackground = true };
            threads[i].Start();
        }

        foreach (var thread in threads)
            while (!thread.Join(200))
                tick?.Invoke();
        failure?.Throw();
    }
}
