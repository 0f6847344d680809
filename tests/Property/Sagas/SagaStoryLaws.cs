using Verified.Scenarios;

namespace Verified.Tests.Property;

/// <summary>Whatever happens to sagas, in whatever order: their logs are runs of the mirrors.</summary>
[Trait("Row", "R22")]
[Trait("Row", "R23")]
public sealed class SagaStoryLaws
{
    [Fact]
    public void Saga_EveryStory_IsARunOfTheMirrorAndAgainChangesNothing() => StoryLaws.Holds(SagaStory.Draw);

    [Fact]
    public void Shop_EveryStory_IsARunOfTheMirrorAndAgainChangesNothing() => StoryLaws.Holds(ShopStory.Draw);
}
