namespace Verified.Reference;

/// <summary>Is told what projections do; the contract of <see cref="IBusObserver"/> holds here too.</summary>
/// <remarks>Source: the actions of <c>Projection</c>.</remarks>
public interface IProjectionObserver
{
    /// <summary>Nobody.</summary>
    static IProjectionObserver None { get; } = new SilentProjectionObserver();

    /// <summary>An event is folded into a view. <see cref="ObservedOutcome.Succeeded"/>: view and checkpoint are saved.</summary>
    /// <param name="projection">The projection's name: what it computes.</param>
    /// <param name="replica">Which copy of its view; null where there is one only.</param>
    /// <param name="applied">The event.</param>
    /// <param name="skips">It may have passed over events that do not concern the view.</param>
    Observation Applying(string projection, string? replica, RecordedEvent applied, bool skips = false);

    /// <summary>The view is saved.</summary>
    /// <param name="applying">What ended.</param>
    /// <param name="state">The content of the view now; observers keep a hash. Empty: not told.</param>
    void Applied(Observation applying, ReadOnlyMemory<byte> state = default);

    /// <summary>The view becomes that of this position: 0 is the empty view, another one a snapshot.</summary>
    Observation Rebuilding(string projection, string? replica, long position = 0);

    /// <summary>A reader asks for a view that holds the write its token stands for.</summary>
    /// <param name="projection">The projection's name.</param>
    /// <param name="replica">Which copy; null where there is one only.</param>
    /// <param name="token">The position of that write; 0: any view will do.</param>
    Observation Reading(string projection, string? replica, long token);

    /// <summary>The reader was shown the view of this position.</summary>
    void Shown(Observation reading, long position, ReadOnlyMemory<byte> state = default);

    /// <summary>How any of them ended, where no other method says it.</summary>
    void Ended(Observation observation, ObservedOutcome outcome, string? error = null);
}

/// <summary>Hears of everything and keeps nothing.</summary>
internal sealed class SilentProjectionObserver : IProjectionObserver
{
    public Observation Applying(string projection, string? replica, RecordedEvent applied, bool skips) => default;

    public void Applied(Observation applying, ReadOnlyMemory<byte> state)
    {
    }

    public Observation Rebuilding(string projection, string? replica, long position) => default;

    public Observation Reading(string projection, string? replica, long token) => default;

    public void Shown(Observation reading, long position, ReadOnlyMemory<byte> state)
    {
    }

    public void Ended(Observation observation, ObservedOutcome outcome, string? error)
    {
    }
}
