using Verified.Checking.Liveness;
using Verified.Tla.Evaluation;
using Verified.Tla.Packing;

namespace Verified.Checking.Exploration;

/// <summary>A search of all reachable states, breadth-first by level.</summary>
internal interface ISearch
{
    VisitedStates Visited { get; }

    /// <summary>States generated so far; safe to read while it runs, as are the next two.</summary>
    long Generated { get; }

    /// <summary>States of the level under way that still wait.</summary>
    long Queue { get; }

    /// <summary>The level under way: 1 for initial states.</summary>
    int Depth { get; }

    /// <summary>What ended the search early, if anything.</summary>
    Finding? Found { get; }

    /// <summary>Why the search stopped before its end, or null.</summary>
    string? Stopped { get; }

    /// <summary>Searches to the end, to a finding, or to a stop; calls <paramref name="tick"/> about every 200 ms.</summary>
    void Run(Action tick);

    /// <summary>The graph of the states that were found, once all were.</summary>
    BehaviourGraph Graph(long memoryLimit, CancellationToken cancellation);

    /// <summary>How the visited states are packed; null if they are known by their values.</summary>
    PackedModel? Packed => null;

    /// <summary>What was found while the search went on, the first of each property.</summary>
    IReadOnlyList<Finding> Noted => [];

    /// <summary>The counts of actions, where they are asked for.</summary>
    ActionTally? Tally => null;

    /// <summary>The registers that the postcondition reads.</summary>
    EvaluationHost Host { get; }
}
