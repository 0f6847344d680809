using System.Diagnostics.Tracing;

namespace Verified.Systematic;

/// <summary>Sees code under test leave the thread that controls it.</summary>
/// <remarks>
/// <para>Three eyes. Code that an execution's operations started carries a mark in its execution context, and the mark
/// tells when another thread takes it up. The platform's task events tell when the thread hands a task to the pool,
/// or is about to block. And an operation that is woken from another thread says so itself, watched or not.</para>
/// <para>The first two cost time, so only some schedules are watched: the first ones, and every one that fails.</para>
/// </remarks>
internal sealed class EscapeWatch : IDisposable
{
    private static readonly AsyncLocal<Execution?> s_mark = new(OnMark);
    private static readonly TaskEvents s_events = new();

    private readonly Execution _execution;

    private EscapeWatch(Execution execution)
    {
        _execution = execution;
        execution.IsWatched = true;
        s_events.Add(execution);
    }

    public static EscapeWatch Over(Execution execution) => new(execution);

    /// <summary>Marks the code that runs now, and all that it starts.</summary>
    public static void Mark(Execution execution) => s_mark.Value = execution;

    public void Dispose()
    {
        s_events.Remove(_execution);
        _execution.IsWatched = false;
    }

    private static void OnMark(AsyncLocalValueChangedArgs<Execution?> change)
    {
        if (change.CurrentValue is { IsOwnThread: false } execution)
            execution.Report("a thread of the pool was taken");
    }

    /// <summary>Listens to the platform's task events while anyone watches.</summary>
    private sealed class TaskEvents : EventListener
    {
        private const string SourceName = "System.Threading.Tasks.TplEventSource";
        private const int TaskScheduled = 7;
        private const int TaskWaitBegin = 10;
        private const int SynchronousWait = 1;

        /// <summary>Scheduling and waiting of tasks.</summary>
        private const EventKeywords Tasks = (EventKeywords)0x2;

        private readonly Lock _lock = new();
        private Execution[] _watched = [];
        private EventSource? _source;

        public void Add(Execution execution)
        {
            lock (_lock)
            {
                _watched = [.. _watched, execution];
                if (_watched.Length == 1 && _source is not null)
                    EnableEvents(_source, EventLevel.Informational, Tasks);
            }
        }

        public void Remove(Execution execution)
        {
            lock (_lock)
            {
                _watched = [.. _watched.Where(w => w != execution)];
                if (_watched.Length == 0 && _source is not null)
                    DisableEvents(_source);
            }
        }

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == SourceName)
                _source = eventSource;
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            foreach (var execution in Volatile.Read(ref _watched))
                if (execution.IsOwnThread && What(eventData) is { } what)
                    execution.Report(what);
        }

        private static string? What(EventWrittenEventArgs written) => written.EventId switch
        {
            TaskScheduled when written.Payload is [int scheduler, ..] && scheduler == TaskScheduler.Default.Id =>
                "a task was given to the pool",
            TaskWaitBegin when written.Payload is [_, _, _, int behavior, ..] && behavior == SynchronousWait =>
                "the thread was blocked by waiting for a task",
            _ => null,
        };
    }
}
