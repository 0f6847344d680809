using System.Runtime.CompilerServices;
using FsCheck.Fluent;
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

    [Fact]
    public void Bus_EveryStory_IsARunOfTheMirror() => Holds(BusStory.Draw);

    [Fact]
    public void Delivery_EveryStory_IsARunOfTheMirrorAndAgainChangesNothing() => Holds(DeliveryStory.Draw);

    [Fact]
    public void Group_EveryStory_IsARunOfTheMirror() => Holds(GroupStory.Draw);

    [Fact]
    public void Projection_EveryStory_IsARunOfTheMirror() => Holds(ProjectionStory.Draw);

    /// <summary>The story of every seed holds in every schedule that is tried.</summary>
    internal static void Holds(Func<Func<int, int>, Story> draw, [CallerMemberName] string name = "") => Law.Holds(
        Gen.Choose(0, int.MaxValue).Select(seed => draw(new Random(seed).Next)).Zip(Gen.Choose(0, int.MaxValue)),
        drawn => SystematicTest.ExploreAsync(
            drawn.Item1.ToString()!,
            drawn.Item1.RunAsync,
            new() { Strategy = SearchStrategy.Portfolio, Schedules = SchedulesOfAStory, Seed = (ulong)drawn.Item2 })
            .GetAwaiter().GetResult().EnsurePassed(),
        drawn => drawn.Item1.Simpler().Select(story => (story, drawn.Item2)),
        Stories,
        name);
}
