using Verified.Reference;

namespace Verified.Tests.Conformance;

public sealed class InMemoryEventStoreTests : EventStoreContract
{
    protected override Task<IEventStore> OpenAsync() =>
        Task.FromResult<IEventStore>(new InMemoryEventStore(TimeProvider.System));
}
