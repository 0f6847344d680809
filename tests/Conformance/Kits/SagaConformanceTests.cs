using Verified.Adapters.Sqlite;
using Verified.Oracle;
using Verified.Reference;

namespace Verified.Tests.Conformance;

/// <summary>The kit for sagas acquits systems that keep their promises, and convicts each that does not, of what it does.</summary>
public sealed class SagaConformanceTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OrderSystem_InMemory_Conforms(bool hasCoordinator)
    {
        var store = new InMemoryEventStore(TimeProvider.System);
        var system = new OrderSystemConformance(hasCoordinator, () => ValueTask.FromResult<IEventStore>(store));
        EnsureAllEnded(await system.RunAsync(TimeProvider.System));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OrderSystem_OnSqlite_Conforms(bool hasCoordinator)
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("store.db");
        var system = new OrderSystemConformance(hasCoordinator, async () => await SqliteEventStore.OpenAsync(path));
        EnsureAllEnded(await system.RunAsync(TimeProvider.System));
    }

    [Fact]
    public async Task AnotherCoordinator_Conforms() =>
        EnsureAllEnded(await new SequentialSagas(SequentialSagasMistake.None).RunAsync(TimeProvider.System));

    [Theory]
    [InlineData(SequentialSagasMistake.UndoesForwards, "saga-compensation-order")]
    [InlineData(SequentialSagasMistake.GivesUp, "saga-all-or-nothing")]
    [InlineData(SequentialSagasMistake.RunsAhead, "saga-step-order")]
    [InlineData(SequentialSagasMistake.IgnoresRefusal, "saga-all-or-nothing")]
    public async Task AMistake_IsConvictedOfTheRuleItBreaks(SequentialSagasMistake mistake, string rule)
    {
        var result = await new SequentialSagas(mistake).RunAsync(TimeProvider.System);

        Assert.Contains(rule, result.Broken);
        Assert.Contains(rule, Assert.Throws<ConformanceException>(() => result.EnsureConforms()).Message, StringComparison.Ordinal);
    }

    /// <summary>Forty sagas, and for each the rule that asks how it ended.</summary>
    private static void EnsureAllEnded(ConformanceResult result) => Assert.Equal(
        40, result.EnsureConforms().Report.Properties.Single(property => property.Id == "saga-all-or-nothing").Checked);
}
