using System.Runtime.CompilerServices;
using FsCheck;
using FsCheck.Fluent;
using Verified.Concurrency;
using Verified.Reference;
using Verified.Scenarios;
using Verified.Systematic;

namespace Verified.Tests.Property;

/// <summary>Whatever happens to bus, consumer and group, in whatever order: what they do is a run of their mirrors.</summary>
/// <remarks>A case is a story and the seed of its schedules, so that both are simplified: the story here, and for the
/// simplest one the schedule by the engine.</remarks>
[Trait("Row", "R15")]
[Trait("Row", "R18")]
[Trait("Row", "R19")]
[Trait("Row", "R21")]
public sealed class StoryLaws
{
    private const int Stories = 100;
    private const int SchedulesOfAStory = 20;

    private static readonly Gen<BusAct> s_act = Gen.Frequency(
        (3, Gen.Choose(0, BusStory.Handlers - 1).Select(BusAct (handler) => new BusAct.Subscribe(handler))),
        (1, Gen.Choose(0, BusStory.Handlers - 1).Select(BusAct (handler) => new BusAct.Unsubscribe(handler))),
        (4, Gen.Choose(0, 9).Zip(Gen.Choose(0, 7)).Select(BusAct (drawn) =>
            new BusAct.Publish(drawn.Item1, (drawn.Item2 & 1) > 0, (drawn.Item2 & 2) > 0, (drawn.Item2 & 4) > 0))),
        (1, Gen.Choose(0, 9).Select(BusAct (number) => new BusAct.PublishRefused(number))));

    private static readonly Gen<BusStory> s_busStory =
        from permits in Gen.Choose(1, 3)
        from count in Gen.Choose(1, 8)
        from acts in s_act.ArrayOf(count)
        select new BusStory(permits, EquatableArray.From(acts.Where((act, i) => IsFirst(acts, act, i))));

    private static readonly Gen<StoryMessage> s_message =
        from key in Gen.Choose(0, 2)
        from failures in Gen.Choose(0, 4)
        from parks in Gen.Choose(0, 9)
        select new StoryMessage(key, Math.Max(0, failures - 1), parks == 0);

    private static readonly Gen<DeliveryStory> s_deliveryStory =
        from count in Gen.Choose(1, 6)
        from messages in s_message.ArrayOf(count)
        from maxDeliveries in Gen.Choose(1, 3)
        from replays in Gen.Choose(0, 2)
        from restartAt in Gen.Choose(0, 6)
        select new DeliveryStory(EquatableArray.From(messages), maxDeliveries, replays, restartAt);

    private static readonly Gen<GroupStory> s_groupStory =
        from members in Gen.Choose(1, 3)
        from partitions in Gen.Choose(1, 3)
        from records in Gen.Choose(0, 2)
        from count in Gen.Choose(0, 2)
        from doubts in Gen.Choose(0, members - 1).ArrayOf(count)
        select new GroupStory(members, partitions, records, EquatableArray.From(doubts));

    [Fact]
    public void Bus_EveryStory_IsARunOfTheMirror() => Holds(s_busStory, story => story.RunAsync, story =>
        Law.Shorter(story.Acts.ToArray()).Select(acts => story with { Acts = EquatableArray.From(acts) }));

    [Fact]
    public void Delivery_EveryStory_IsARunOfTheMirrorAndAgainChangesNothing() =>
        Holds(s_deliveryStory, story => story.RunAsync, story =>
            Law.Shorter(story.Messages.ToArray()).Where(messages => messages.Length > 0)
                .Select(messages => story with { Messages = EquatableArray.From(messages) }));

    [Fact]
    public void Group_EveryStory_IsARunOfTheMirror() => Holds(s_groupStory, story => story.RunAsync, story =>
        Law.Shorter(story.Doubts.ToArray()).Select(doubts => story with { Doubts = EquatableArray.From(doubts) }));

    internal static void Holds<T>(
        Gen<T> stories,
        Func<T, Func<Runtime, Task>> body,
        Func<T, IEnumerable<T>> shrink,
        [CallerMemberName] string name = "")
        where T : notnull => Law.Holds(
            stories.Zip(Gen.Choose(0, int.MaxValue)),
            drawn => SystematicTest.ExploreAsync(
                drawn.Item1.ToString()!,
                body(drawn.Item1),
                new() { Strategy = SearchStrategy.Portfolio, Schedules = SchedulesOfAStory, Seed = (ulong)drawn.Item2 })
                .GetAwaiter().GetResult().EnsurePassed(),
            drawn => shrink(drawn.Item1).Select(story => (story, drawn.Item2)),
            Stories,
            name);

    /// <summary>Each event is published once: the mirror knows no retries of a publication.</summary>
    private static bool IsFirst(BusAct[] acts, BusAct act, int index) => act switch
    {
        BusAct.Publish(var number, _, _, _) => !acts.Take(index).OfType<BusAct.Publish>().Any(other => other.Event == number),
        BusAct.PublishRefused(var number) => !acts.Take(index).OfType<BusAct.PublishRefused>().Any(other => other.Event == number),
        _ => true,
    };
}
