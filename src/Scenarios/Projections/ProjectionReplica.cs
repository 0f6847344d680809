using System.Text;
using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>A copy of a view of ids that survives its process: where one dies, the next begins.</summary>
/// <param name="store">The log, which survives too.</param>
/// <param name="runtime">Runs it.</param>
/// <param name="name">Of the replica.</param>
/// <param name="options">How each process works.</param>
internal sealed class ProjectionReplica(IEventStore store, Runtime runtime, string name, ProjectorOptions<string> options)
{
    private readonly Signal _born = runtime.CreateSignal($"{name} lives");
    private Projector<string>? _projector;
    private CancellationToken _life;

    /// <summary>Whether its process may die at a call of the store.</summary>
    public bool IsMortal { get; init; }

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var life = 1; ; life++)
        {
            var mortal = new CrashingStore(store, runtime, $"{name}.{life}") { IsImmortal = !IsMortal };
            using var death = new CancellationTokenSource();
            (_projector, _life) = (ProjectorOver(mortal, runtime, options with { Replica = name }), death.Token);
            _born.Pulse();
            try
            {
                await _projector.RunAsync(cancellationToken);
            }
            catch (EventStoreException.Unavailable) when (mortal.IsDead)
            {
                death.Cancel();
            }
        }
    }

    /// <summary>The view that holds the event at a token, whichever life of it answers.</summary>
    public async Task<ProjectedView<string>> ReadAtAsync(long token)
    {
        while (true)
        {
            var seen = _born.Version;
            var life = _life;
            try
            {
                return await _projector!.ReadAtAsync(token, life);
            }
            catch (OperationCanceledException) when (life.IsCancellationRequested)
            {
                await _born.WaitAsync(seen);
            }
        }
    }

    /// <summary>Throws the view away.</summary>
    public void Rebuild() => _projector!.Rebuild();

    /// <summary>A projector of the ids in the log.</summary>
    public static Projector<string> ProjectorOver(IEventStore store, Runtime runtime, ProjectorOptions<string> options) =>
        new(store, runtime, new("ids"), "", (view, recorded) => $"{view}{recorded.Event.Id} ", options);

    /// <summary>A view that is its own text: the ids that were folded into it.</summary>
    public sealed class Format : IViewFormat<string>
    {
        public ReadOnlyMemory<byte> Write(string view) => Encoding.UTF8.GetBytes(view);

        public string Read(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
    }
}
