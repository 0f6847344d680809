using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>What happens to the processes that run one durable consumer, which bills each message.</summary>
/// <param name="Keys">The key of each message, in order.</param>
/// <param name="Processes">How many processes run the consumer at once.</param>
/// <param name="Die">Whether each may die at its calls of the store; another one then takes its place.</param>
/// <param name="CheckpointEvery">After how many messages a process saves how far it is.</param>
public sealed record ConsumerStory(EquatableArray<int> Keys, int Processes, bool Die, int CheckpointEvery) : Story
{
    /// <summary>The design of the inbox, or a mistake in it.</summary>
    internal DeliveryVariant Inbox { get; init; } = DeliveryVariant.Correct;

    /// <summary>The design of the reader, or a mistake in it.</summary>
    internal SubscriptionVariant Reader { get; init; } = SubscriptionVariant.Correct;

    /// <summary>Draws up to five messages of three keys, and up to two processes.</summary>
    public static ConsumerStory Draw(Func<int, int> next)
    {
        var keys = new int[1 + next(5)];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = next(3);
        return new(EquatableArray.From(keys), 1 + next(2), next(2) == 1, 1 + next(3));
    }

    public override async Task RunAsync(Runtime runtime, Onlookers on)
    {
        var store = Billing.StoreOf(runtime, on);
        var last = 0L;
        for (var i = 0; i < Keys.Count; i++)
            last = await store.PublishAsync(KeyOf(Keys[i]), $"m{i}");
        var options = new DurableConsumerOptions
        {
            CheckpointEvery = CheckpointEvery,
            MaxConcurrency = 2,
            Inbox = Inbox,
            Reader = Reader,
            BusObserver = on.Bus,
        };
        await runtime.SpawnMany("process", Processes, number => LiveAsync(runtime, store, $"process {number + 1}", options, last));
        foreach (var key in Keys.Distinct())
            Claim.Sequence(
                Enumerable.Range(0, Keys.Count).Where(i => Keys[i] == key).SelectMany<int, string>(i => [$"bill-m{i}", $"mail-m{i}"]),
                await store.TypesAsync(recorded => recorded.Stream.Value == $"bills-{KeyOf(key)}" && recorded.Event.Type != Verified.Reference.Inbox.MarkType),
                $"bills and mails of '{KeyOf(key)}'");
    }

    public override IEnumerable<Story> Simpler()
    {
        if (Die)
            yield return this with { Die = false };
        foreach (var processes in Less(Processes, 1))
            yield return this with { Processes = processes };
        if (Processes > 1 && !Die)
            yield return this with { Processes = 1, Die = true };
        foreach (var keys in Shorter(Keys).Concat(WithOneSimpler(Keys, key => Less(key, 0))))
            yield return this with { Keys = keys };
        foreach (var every in Less(CheckpointEvery, 1))
            yield return this with { CheckpointEvery = every };
    }

    /// <summary>A process, and those that take its place.</summary>
    private async Task LiveAsync(
        Runtime runtime, PublishingStore store, string process, DurableConsumerOptions options, long last)
    {
        for (var life = 1; ; life++)
            try
            {
                if (await Billing.LiveAsync(runtime, new CrashingStore(store, runtime, $"{process}.{life}") { IsImmortal = !Die }, options, last))
                    return;
            }
            catch (ConsumerSupersededException)
            {
                return; // The other one was faster.
            }
    }

    private static string KeyOf(int key) => ((char)('a' + key)).ToString();
}
