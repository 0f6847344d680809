using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>Those who look on while a scenario runs, for example to record its history. They change nothing.</summary>
public sealed record Onlookers
{
    public static Onlookers None { get; } = new();

    /// <summary>What goes around the store, where it sees what is asked of it.</summary>
    public Func<IEventStore, IEventStore> Around { get; init; } = store => store;

    public IBusObserver Bus { get; init; } = IBusObserver.None;

    public IProjectionObserver Projections { get; init; } = IProjectionObserver.None;
}
