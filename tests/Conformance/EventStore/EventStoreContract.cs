using Verified.Reference;

namespace Verified.Tests.Conformance;

/// <summary>What every <see cref="IEventStore"/> owes its callers. Derive, say how to open one, and it is tested.</summary>
/// <remarks>A store that outlives its process derives from <see cref="DurableEventStoreContract"/>.</remarks>
public abstract partial class EventStoreContract : IAsyncLifetime
{
    /// <summary>The store under test; empty when the test begins.</summary>
    protected IEventStore Store { get; set; } = null!;

    public async Task InitializeAsync() => Store = await OpenAsync();

    public virtual Task DisposeAsync() => CloseAsync(Store);

    /// <summary>Opens the store; a durable one finds there what an earlier store of this test left.</summary>
    protected abstract Task<IEventStore> OpenAsync();

    protected static async Task CloseAsync(IEventStore store)
    {
        if (store is IAsyncDisposable closable)
            await closable.DisposeAsync();
    }
}
