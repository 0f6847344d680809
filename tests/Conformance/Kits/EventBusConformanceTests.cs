using Verified.Adapters.Sqlite;
using Verified.Reference;

namespace Verified.Tests.Conformance;

/// <summary>The kit for buses acquits buses that keep their promises, and convicts each that does not, of what it does.</summary>
public sealed class EventBusConformanceTests
{
    [Fact]
    public async Task LogEventBus_InMemory_Conforms()
    {
        var store = new InMemoryEventStore(TimeProvider.System);
        var result = await new LogEventBusConformance(() => ValueTask.FromResult<IEventStore>(store))
            .RunAsync(TimeProvider.System);
        Assert.Equal(240, result.EnsureConforms().Report.Acknowledged);
    }

    [Fact]
    public async Task LogEventBus_OnSqlite_Conforms()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("store.db");
        var result = await new LogEventBusConformance(async () => await SqliteEventStore.OpenAsync(path))
            .RunAsync(TimeProvider.System);
        Assert.Equal(240, result.EnsureConforms().Report.Acknowledged);
    }

    [Fact]
    public async Task AnotherBus_Conforms() =>
        (await new QueueBus(QueueBusMistake.None).RunAsync(TimeProvider.System)).EnsureConforms();

    [Theory]
    [InlineData(QueueBusMistake.DropsFailures, "message-settled")]
    [InlineData(QueueBusMistake.Overtakes, "first-delivery-order")]
    [InlineData(QueueBusMistake.ForgetsIds, "exactly-once-effect")]
    [InlineData(QueueBusMistake.ConfusesIds, "duplicate-implies-effect")]
    public async Task AMistake_IsConvictedOfTheRuleItBreaks(QueueBusMistake mistake, string rule)
    {
        var result = await new QueueBus(mistake).RunAsync(TimeProvider.System);

        Assert.Contains(rule, result.Broken);
        Assert.Contains(rule, Assert.Throws<Oracle.ConformanceException>(() => result.EnsureConforms()).Message, StringComparison.Ordinal);
    }
}
