using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Tests.Property;

/// <summary>A key is claimed once for one payload, until it expires.</summary>
[Trait("Row", "R20")]
public sealed class ClaimedKeysTests
{
    private readonly Clock _clock = new();
    private readonly Runtime _runtime;
    private readonly InMemoryEventStore _store;
    private readonly ClaimedKeys _keys;

    public ClaimedKeysTests()
    {
        _runtime = Runtime.Production(_clock);
        _store = new InMemoryEventStore(_runtime);
        _keys = Keys(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Claim_ByTwentyAtOnce_HasOneWinner()
    {
        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            ClaimResult? result = null;
            await _runtime.Spawn("claimant", async () => result = await _keys.ClaimAsync("k", "a"u8.ToArray(), Guid.CreateVersion7()));
            return result;
        }));

        Assert.Single(claims, claim => claim is ClaimResult.Claimed);
        Assert.Equal(19, claims.Count(claim => claim is ClaimResult.Duplicate));
    }

    [Fact]
    public async Task Claim_WithAnotherPayload_IsAConflict()
    {
        var claimant = Guid.CreateVersion7();
        Assert.IsType<ClaimResult.Claimed>(await _keys.ClaimAsync("k", "a"u8.ToArray(), claimant));
        Assert.IsType<ClaimResult.Conflict>(await _keys.ClaimAsync("k", "b"u8.ToArray(), claimant));
        Assert.IsType<ClaimResult.Claimed>(await _keys.ClaimAsync("l", "b"u8.ToArray(), claimant));
    }

    [Fact]
    public async Task Claim_ByTheSameClaimant_IsConfirmed()
    {
        var claimant = Guid.CreateVersion7();
        var first = await _keys.ClaimAsync("k", "a"u8.ToArray(), claimant);
        _clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(first, await _keys.ClaimAsync("k", "a"u8.ToArray(), claimant));
    }

    [Fact]
    public async Task Claim_AfterItsOwnExpiry_IsNew()
    {
        await _keys.ClaimAsync("short", "a"u8.ToArray(), Guid.CreateVersion7(), TimeSpan.FromMinutes(6));
        await _keys.ClaimAsync("long", "a"u8.ToArray(), Guid.CreateVersion7());
        _clock.Now += TimeSpan.FromMinutes(6);

        Assert.IsType<ClaimResult.Claimed>(await _keys.ClaimAsync("short", "b"u8.ToArray(), Guid.CreateVersion7()));
        Assert.IsType<ClaimResult.Duplicate>(await _keys.ClaimAsync("long", "a"u8.ToArray(), Guid.CreateVersion7()));
    }

    [Fact]
    public async Task Expiry_WithinTheRedeliveryHorizon_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Keys(TimeSpan.FromMinutes(5)));
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await _keys.ClaimAsync("k", default, Guid.CreateVersion7(), TimeSpan.FromMinutes(5)));
    }

    private ClaimedKeys Keys(TimeSpan expiry) =>
        new(_store, _runtime, "orders", redeliveryHorizon: TimeSpan.FromMinutes(5), expiry);

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
