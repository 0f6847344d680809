using System.Text;
using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>Follows what replicas of a view do in the mirror, and tells an observer of it. The run goes on where the mirror does
/// not allow something: <see cref="Check"/> then says so.</summary>
/// <remarks>The mirror saves a view with each event; here a replica that begins at an older view has thrown away what it
/// had, and folds it again. Records of the system have no place in the mirror. Between the look at a view and what is told of
/// it the view may move on, so an answer is compared with the prefix of the log that it says it is.</remarks>
internal sealed class ProjectionWatch : IProjectionObserver
{
    private readonly IProjectionObserver _observer;
    private readonly MirrorRun<ProjectionState, ProjectionAction> _mirror;

    /// <summary>The positions of the events in the mirror's log.</summary>
    private readonly List<long> _positions = [];

    private readonly Dictionary<long, Told> _open = [];
    private long _told;
    private string? _broken;

    /// <param name="observer">Is told too.</param>
    /// <param name="replicas">The names of the replicas.</param>
    /// <param name="events">All events that may be appended.</param>
    public ProjectionWatch(IProjectionObserver observer, IEnumerable<string> replicas, IEnumerable<EventId> events)
    {
        var model = new ProjectionModel(
            EquatableSet.From(replicas.Select(replica => new ProjectionId(replica))),
            EquatableSet.From(events),
            MaxCrashes: 0,
            MaxRebuilds: int.MaxValue,
            ProjectionVariant.Correct);
        (_observer, _mirror) = (observer, new(
            Projection.Init(model),
            (state, action) => Projection.Step(model, state, action),
            state =>
            {
                Claim.Holds(Projection.ViewIsFoldOfPrefixInv(state), nameof(Projection.ViewIsFoldOfPrefixInv));
                Claim.Holds(Projection.EqualPositionsEqualViewsInv(state), nameof(Projection.EqualPositionsEqualViewsInv));
            }));
    }

    /// <summary>The view of these events, as text.</summary>
    public static string TextOf(IEnumerable<EventId> events) => string.Concat(events.Select(id => $"{id} "));

    /// <exception cref="BrokenClaimException">A replica did what the mirror does not allow.</exception>
    public void Check()
    {
        _mirror.Check();
        Claim.Holds(_broken is null, _broken ?? "");
    }

    public Observation Applying(string projection, string? replica, RecordedEvent applied, bool skips) =>
        Begin(new(_observer.Applying(projection, replica, applied, skips), replica!, 0, applied));

    public void Applied(Observation applying, ReadOnlyMemory<byte> state)
    {
        var (inner, replica, _, applied) = End(applying);
        if (applied!.Stream.Value[0] != '$')
        {
            if (Cursor(replica) == _positions.Count)
            {
                _mirror.Follow(new ProjectionAction.AppendEvent(applied.Event.Id));
                _positions.Add(applied.Position);
            }

            _mirror.Follow(new ProjectionAction.Apply(new(replica)));
            Compare(state, applied.Position, $"{replica} after {applied.Event.Id}");
        }

        _observer.Applied(inner, state);
    }

    public Observation Rebuilding(string projection, string? replica, long position)
    {
        var begins = CountTo(position);
        if (begins < Cursor(replica!))
            _mirror.Follow(new ProjectionAction.Rebuild(new(replica!)));
        while (Cursor(replica!) < begins)
            _mirror.Follow(new ProjectionAction.Apply(new(replica!)));
        return Begin(new(_observer.Rebuilding(projection, replica, position), replica!, 0, null));
    }

    public Observation Reading(string projection, string? replica, long token) =>
        Begin(new(_observer.Reading(projection, replica, token), replica!, token, null));

    public void Shown(Observation reading, long position, ReadOnlyMemory<byte> state)
    {
        var (inner, replica, token, _) = End(reading);
        Expect(token <= position, $"{nameof(Projection.ReadYourWritesInv)}: {replica} answers {token} from {position}");
        Compare(state, position, $"the answer of {replica}");
        _observer.Shown(inner, position, state);
    }

    public void Ended(Observation observation, ObservedOutcome outcome, string? error) =>
        _observer.Ended(End(observation).Observation, outcome, error);

    /// <summary>What was begun, and is told to the observer under this number.</summary>
    private sealed record Told(Observation Observation, string Replica, long Token, RecordedEvent? Applied);

    private Observation Begin(Told told)
    {
        _open.Add(++_told, told);
        return new(_told, 0);
    }

    private Told End(Observation observation)
    {
        _open.Remove(observation.Number, out var told);
        return told!;
    }

    private int Cursor(string replica) => _mirror.State.Cursor[new(replica)];

    /// <summary>How many events of the mirror's log lie up to a position.</summary>
    private int CountTo(long position) => _positions.Count(p => p <= position);

    private void Compare(ReadOnlyMemory<byte> state, long position, string what)
    {
        var (expected, actual) = (TextOf(_mirror.State.Log.Take(CountTo(position))), Encoding.UTF8.GetString(state.Span));
        Expect(expected == actual, $"{nameof(Projection.ViewIsFoldOfPrefixInv)}: {what} is '{actual}' and not '{expected}'");
    }

    private void Expect(bool holds, string claim) => _broken ??= holds ? null : claim;
}
