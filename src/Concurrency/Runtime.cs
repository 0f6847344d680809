namespace Verified.Concurrency;

/// <summary>Everything that is not determined and that asynchronous code takes from its surroundings: operations,
/// mutual exclusion, queues, time, randomness, ids.</summary>
/// <remarks>
/// <para>Code that takes these from a runtime, and from nowhere else, runs unchanged in production and under a
/// scheduler that tries every interleaving. An await that completes at once is no place where a scheduler could
/// intervene; therefore the primitives belong to the runtime, and under a controlled one each use of them is a
/// scheduling point with a label: which resource, read or written, and when it may go on.</para>
/// <para>Rules for such code: no <c>Task.Run</c>, no <c>ConfigureAwait(false)</c>, no delay without
/// <see cref="Time"/>, nothing that blocks a thread. State that operations share is either reached under a
/// <see cref="Gate"/>, or announced by <see cref="PointAsync"/>.</para>
/// <para>A runtime for production is thread-safe. A controlled one belongs to the operations it runs.</para>
/// </remarks>
public abstract class Runtime
{
    /// <summary>The clock; <c>Task.Delay(delay, runtime.Time, token)</c> is the way to wait for a while.</summary>
    public abstract TimeProvider Time { get; }

    /// <summary>What time it is, for those who ask often: by <see cref="Time"/>, and perhaps as it was a few milliseconds
    /// ago.</summary>
    /// <remarks>In production, by the clock of the system, all who ask within one tick of its coarse clock (4 ms on
    /// Linux, 16 ms on Windows) share the first answer, which costs a quarter. By any other clock it is exact.</remarks>
    public virtual DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>The runtime of a real process: the thread pool, real time, real randomness.</summary>
    /// <param name="time">The clock; by default that of the system.</param>
    /// <param name="random">Source of <see cref="Next"/> and <see cref="NewId"/>, used under a lock; by default the
    /// process's own, which needs none.</param>
    public static Runtime Production(TimeProvider? time = null, Random? random = null) =>
        new ProductionRuntime(time ?? TimeProvider.System, random);

    /// <summary>Starts an operation of its own, which runs beside its caller.</summary>
    /// <param name="name">Names the operation in reports.</param>
    /// <param name="operation">Its code.</param>
    /// <returns>Ends as the operation ends, with its exception if there is one. Await it: an operation that nobody
    /// waits for is reported as leaked by a controlled runtime.</returns>
    public abstract Task Spawn(string name, Func<Task> operation);

    /// <summary>Starts an operation of its own on the thread of its caller, who must be about to wait.</summary>
    /// <remarks>Saves a change of threads: the operation has the thread until it first waits itself. Elsewhere, and under
    /// a controlled runtime, the same as <see cref="Spawn"/>.</remarks>
    /// <param name="name">Names the operation in reports.</param>
    /// <param name="operation">Its code.</param>
    /// <returns>As <see cref="Spawn"/>.</returns>
    public virtual Task SpawnHere(string name, Func<Task> operation) => Spawn(name, operation);

    /// <summary>A gate that lets in as many as there are permits.</summary>
    /// <param name="name">Names the gate in reports; the same name is the same resource to a search.</param>
    /// <param name="permits">At least 1; 1 is mutual exclusion.</param>
    public abstract Gate CreateGate(string name, int permits = 1);

    /// <summary>A bounded queue between operations.</summary>
    /// <param name="name">Names the mailbox in reports; the same name is the same resource to a search.</param>
    /// <param name="capacity">How many items it holds, at least 1; <see cref="int.MaxValue"/> for no bound.</param>
    public abstract Mailbox<T> CreateMailbox<T>(string name, int capacity);

    /// <summary>A condition that operations wait for under <paramref name="gate"/>, as in a monitor.</summary>
    /// <param name="name">Names the condition in reports; the same name is the same resource to a search.</param>
    /// <param name="gate">The gate that protects what the condition speaks of; of this runtime.</param>
    public abstract Condition CreateCondition(string name, Gate gate);

    /// <summary>A signal that wakes all who wait for something to change.</summary>
    /// <param name="name">Names the signal in reports; the same name is the same resource to a search.</param>
    public abstract Signal CreateSignal(string name);

    /// <summary>Something that must happen in the end, watched by a controlled runtime; costs nothing elsewhere.</summary>
    public abstract LivenessMonitor CreateMonitor(string name);

    /// <summary>Announces that what follows, up to the next await, uses shared state.</summary>
    /// <remarks>Completed at once in production. Under a controlled runtime other operations may go first.</remarks>
    /// <param name="resource">The state used; equal names are the same state.</param>
    /// <param name="access">How it is used.</param>
    public abstract ValueTask PointAsync(string resource, Access access = Access.Write);

    /// <summary>A place where the surroundings may fail: a message lost or doubled, a crash between two steps.</summary>
    /// <param name="faultPoint">Names what may happen here.</param>
    /// <param name="alternatives">How many things may happen, at least 1.</param>
    /// <returns>0 when nothing happens, which is always so in production; otherwise below
    /// <paramref name="alternatives"/>, as the search decides.</returns>
    public abstract ValueTask<int> ChooseAsync(string faultPoint, int alternatives = 2);

    /// <summary>A fresh id. Controlled runtimes give the same operation the same ids in every interleaving.</summary>
    public abstract Guid NewId();

    /// <summary>A random number from 0 to below <paramref name="exclusiveMax"/>, which is at least 1.</summary>
    public abstract int Next(int exclusiveMax);
}
