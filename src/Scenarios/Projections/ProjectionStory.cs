using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>What happens to a projection: parties write, read what they wrote and throw views away, beside each other.</summary>
/// <param name="Acts">What is done, by each party in this order.</param>
/// <param name="Replicas">How many replicas there are: that of an act is its number modulo this.</param>
/// <param name="SaveEvery">After how many events a replica saves its view.</param>
/// <param name="ReplicasDie">Whether the process of a replica may die at its calls of the store; another one takes its place.</param>
public sealed record ProjectionStory(
    EquatableArray<ProjectionAct> Acts, int Replicas, int SaveEvery, bool ReplicasDie) : Story
{
    /// <summary>The design of the projection, or a mistake in it.</summary>
    internal ProjectionVariant Variant { get; init; } = ProjectionVariant.Correct;

    /// <summary>Draws up to seven acts on two replicas.</summary>
    public static ProjectionStory Draw(Func<int, int> next)
    {
        var acts = new ProjectionAct[1 + next(7)];
        for (var i = 0; i < acts.Length; i++)
            acts[i] = ProjectionAct.Draw(next);
        return new(EquatableArray.From(acts), 1 + next(2), 1 + next(3), next(2) == 1);
    }

    public override async Task RunAsync(Runtime runtime, Onlookers on)
    {
        var store = on.Around(new InMemoryEventStore(runtime));
        var names = Enumerable.Range(0, Replicas).Select(i => $"r{i}").ToArray();
        var watch = new ProjectionWatch(on.Projections, names, Enumerable.Range(0, Acts.Count).Select(IdOf));
        var options = new ProjectorOptions<string>
        {
            Format = new ProjectionReplica.Format(),
            SaveEvery = SaveEvery,
            Observer = watch,
            Variant = Variant,
        };
        var replicas = names
            .Select(name => new ProjectionReplica(store, runtime, name, options) { IsMortal = ReplicasDie }).ToArray();
        using var end = new CancellationTokenSource();
        var running = replicas.Select((replica, i) => runtime.Spawn(
            names[i], () => Operations.UntilCancelled(replica.RunAsync(end.Token)))).ToArray();
        await Operations.Join([.. Acts.Select(act => act.Party).Distinct().Select(party =>
            runtime.Spawn($"party {party}", () => ActAsync(runtime, store, replicas, party)))]);
        var log = (await store.LogAsync()).FindAll(recorded => recorded.Stream.Value[0] != '$');
        foreach (var replica in replicas)
            Claim.Equal(
                ProjectionWatch.TextOf(log.Select(recorded => recorded.Event.Id)),
                (await replica.ReadAtAsync(log.Count == 0 ? 0 : log[^1].Position)).View,
                "the view in the end");
        end.Cancel();
        await Operations.Join(running);
        watch.Check();
    }

    public override IEnumerable<Story> Simpler()
    {
        if (ReplicasDie)
            yield return this with { ReplicasDie = false };
        foreach (var replicas in Less(Replicas, 1))
            yield return this with { Replicas = replicas };
        if (Replicas > 1 && !ReplicasDie)
            yield return this with { Replicas = 1, ReplicasDie = true };
        foreach (var acts in Shorter(Acts)
            .Concat(WithOneSimpler(Acts, act => act.Simpler()))
            .Concat(InOrder(Acts, act => act.Rank, (one, other) => one.Party != other.Party)))
            yield return this with { Acts = acts };
        foreach (var every in Less(SaveEvery, 1))
            yield return this with { SaveEvery = every };
    }

    /// <summary>What one party does. Its token is the position of its last write, or that of a later answer.</summary>
    private async Task ActAsync(Runtime runtime, IEventStore store, ProjectionReplica[] replicas, int party)
    {
        var token = 0L;
        for (var i = 0; i < Acts.Count; i++)
            switch (Acts[i])
            {
                case var act when act.Party != party:
                    break;
                case ProjectionAct.Write:
                    token = await store.PublishAsync($"s{party}", IdOf(i).Value);
                    break;
                case ProjectionAct.Read read:
                    var answer = await replicas[read.Replica % Replicas].ReadAtAsync(token);
                    token = Math.Max(token, answer.Position);
                    break;
                case ProjectionAct.Rebuild rebuild:
                    await runtime.PointAsync("rebuild");
                    replicas[rebuild.Replica % Replicas].Rebuild();
                    break;
            }
    }

    private static EventId IdOf(int act) => new($"e{act}");
}
