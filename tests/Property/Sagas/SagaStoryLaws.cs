using FsCheck;
using FsCheck.Fluent;
using Verified.Reference;
using Verified.Scenarios;

namespace Verified.Tests.Property;

/// <summary>Whatever happens to sagas, in whatever order: their logs are runs of the mirrors.</summary>
[Trait("Row", "R22")]
[Trait("Row", "R23")]
public sealed class SagaStoryLaws
{
    private static readonly Gen<StoryParticipant> s_participant =
        from room in Gen.Choose(0, 4)
        from failures in Gen.Choose(0, 5)
        select new StoryParticipant(room == 4 ? int.MaxValue : room, Math.Max(0, failures - 2));

    private static readonly Gen<SagaStory> s_story =
        from steps in Gen.Choose(1, 3)
        from participants in s_participant.ArrayOf(steps)
        from count in Gen.Choose(1, 3)
        from sagas in Gen.Elements(true, false).ArrayOf(count)
        from impatient in Gen.Choose(0, 2)
        from timeOuts in Gen.Choose(0, count - 1).Zip(Gen.Choose(1, steps)).ArrayOf(impatient)
        from processes in Gen.Choose(1, 2)
        select new SagaStory(
            EquatableArray.From(participants),
            EquatableArray.From(sagas),
            EquatableArray.From(timeOuts.Select(t => new StoryTimeOut(t.Item1, t.Item2))),
            processes);

    [Fact]
    public void Saga_EveryStory_IsARunOfTheMirrorAndAgainChangesNothing() =>
        StoryLaws.Holds(s_story, story => story.RunAsync, Simpler);

    private static IEnumerable<SagaStory> Simpler(SagaStory story)
    {
        if (story.Processes > 1)
            yield return story with { Processes = 1 };
        foreach (var timeOuts in Law.Shorter(story.TimeOuts.ToArray()))
            yield return story with { TimeOuts = EquatableArray.From(timeOuts) };
        if (story.Sagas.Count > 1)
            yield return story with { Sagas = [story.Sagas[0]], TimeOuts = [] };
        for (var i = 0; i < story.Participants.Count; i++)
            if (story.Participants[i].UndoFailures > 0)
                yield return story with
                {
                    Participants = story.Participants.SetItem(i, story.Participants[i] with { UndoFailures = 0 }),
                };
    }
}
