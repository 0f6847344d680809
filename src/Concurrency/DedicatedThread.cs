namespace Verified.Concurrency;

/// <summary>Runs synchronous work on a thread of its own, so that code which must block (a native database,
/// a blocking queue) never holds a thread of the pool.</summary>
/// <remarks>
/// The seam's one way to block. Such code stands outside the control of the systematic scheduler: use it at the
/// edge of the process, behind a port, and nowhere else.
/// </remarks>
public static class DedicatedThread
{
    /// <summary>Starts <paramref name="work"/>; the task ends with it, and carries its exception.</summary>
    public static Task RunAsync(Action work) =>
        Task.Factory.StartNew(
            work,
            CancellationToken.None,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default);

    /// <summary>Starts <paramref name="work"/>; the task ends with its result or its exception.</summary>
    public static Task<T> RunAsync<T>(Func<T> work) =>
        Task.Factory.StartNew(
            work,
            CancellationToken.None,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default);
}
