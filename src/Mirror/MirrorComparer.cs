using Verified.Checking.Models;
using Verified.Reference;

namespace Verified.Mirror;

/// <summary>Proves that a specification and its mirror have the same reachable state graph under a model.</summary>
/// <remarks>
/// The same initial state, and from every reachable state the same transitions: the same action with the same arguments
/// leading to the same state. Every property has the same truth value in both, in every state and on every step.
/// Names are compared by reflection first. Breadth-first, so a difference comes with a shortest path to it.
/// </remarks>
public static class MirrorComparer
{
    /// <summary>Compares under a model of the module.</summary>
    /// <param name="module">The mirrored module, as the manifest names it.</param>
    /// <param name="model">A loaded model of that module, or of one that extends it.</param>
    /// <param name="neighbour">Any type of the assembly and namespace where the mirror is; of the reference implementation
    /// by default.</param>
    /// <param name="progress">States compared so far.</param>
    /// <param name="time">The clock that measures.</param>
    /// <param name="cancellation">Ends the comparison.</param>
    public static MirrorResult Compare(
        string module,
        Model model,
        Type? neighbour = null,
        IProgress<long>? progress = null,
        TimeProvider? time = null,
        CancellationToken cancellation = default)
    {
        time ??= TimeProvider.System;
        var started = time.GetTimestamp();
        model.Compiled.Vocabulary.Enter();
        MirrorResult Result(GraphComparison? graph, MirrorDifference? difference) => new(
            module, model.Name, graph?.States ?? 0, graph?.Transitions ?? 0,
            time.GetElapsedTime(started).TotalSeconds, graph?.ViolatedAt, difference);
        try
        {
            var mirror = MirrorModule.Find(module, neighbour ?? typeof(EventLog));
            if (NameComparison.Compare(mirror, model.Compiled) is { } names)
                return Result(null, names);
            var graph = new GraphComparison(mirror, model, progress, cancellation);
            var difference = graph.Run();
            return Result(graph, difference);
        }
        catch (MirrorShapeException fault)
        {
            return Result(null, new MirrorDifference(fault.Message, [], []));
        }
    }
}
