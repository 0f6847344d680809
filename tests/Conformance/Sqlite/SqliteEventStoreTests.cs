using Verified.Adapters.Sqlite;
using Verified.Reference;

namespace Verified.Tests.Conformance;

public sealed class SqliteEventStoreTests : DurableEventStoreContract, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    protected override async Task<IEventStore> OpenAsync() =>
        await SqliteEventStore.OpenAsync(_directory.File());
}
