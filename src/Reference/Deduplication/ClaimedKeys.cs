using System.Buffers.Binary;
using System.Security.Cryptography;
using Verified.Concurrency;

namespace Verified.Reference;

/// <summary>Keys that are claimed once: what is asked for under a key is done by one claimant, until the key expires.</summary>
/// <remarks>
/// <para>Each key is a stream of the store. A claim is an append behind what was read there, so of any number that race
/// one wins. It keeps a hash of the payload: the same key with other content is a conflict, not a duplicate. A key
/// expires after a while, so that it can be used again; whatever may still be delivered by then would be taken for new,
/// so expiry has to lie beyond the redelivery horizon, and the constructor insists on that.</para>
/// <para>A claim is a promise to do something, not proof that it was done; effects that must be exactly once are
/// for <see cref="DurableConsumer"/>. Thread-safe.</para>
/// </remarks>
public sealed class ClaimedKeys
{
    private const string ClaimedType = "$claimed";
    private const int HashLength = 32;

    private readonly IEventStore _store;
    private readonly Runtime _runtime;
    private readonly string _scope;
    private readonly TimeSpan _expiry;

    /// <param name="store">Holds the claims.</param>
    /// <param name="runtime">Its clock says what has expired.</param>
    /// <param name="scope">Keys of different scopes are different.</param>
    /// <param name="redeliveryHorizon">The longest time after which the same request may come again.</param>
    /// <param name="expiry">How long a claim holds, where it does not say so itself.</param>
    /// <exception cref="ArgumentException">The scope is null or empty or holds a slash, or the expiry is not beyond the
    /// horizon.</exception>
    public ClaimedKeys(
        IEventStore store, Runtime runtime, string scope, TimeSpan redeliveryHorizon, TimeSpan expiry)
    {
        ArgumentException.ThrowIfNullOrEmpty(scope);
        if (scope.Contains('/'))
            throw new ArgumentException($"A scope holds no slash: '{scope}'.", nameof(scope));
        (_store, _runtime, _scope, _expiry, RedeliveryHorizon) = (store, runtime, scope, expiry, redeliveryHorizon);
        Check(expiry, nameof(expiry));
    }

    /// <summary>The longest time after which the same request may come again.</summary>
    public TimeSpan RedeliveryHorizon { get; }

    /// <summary>Claims a key for a payload. Durable on return.</summary>
    /// <param name="key">The key; not empty.</param>
    /// <param name="payload">What is asked for; its hash is kept.</param>
    /// <param name="claimant">Who claims; again by the same claimant, a claim that holds is confirmed.</param>
    /// <param name="expiry">How long this claim holds; null: as the constructor said.</param>
    /// <param name="cancellationToken">Ends the attempt; what came of it is unknown then: claim it again.</param>
    /// <exception cref="ArgumentException">The key is empty, or the expiry is not beyond the horizon.</exception>
    public async ValueTask<ClaimResult> ClaimAsync(
        string key,
        ReadOnlyMemory<byte> payload,
        Guid claimant,
        TimeSpan? expiry = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (expiry is { } own)
            Check(own, nameof(expiry));
        var stream = new StreamId($"$claims/{_scope}/{key}");
        var hash = SHA256.HashData(payload.Span);
        while (true)
        {
            var now = _runtime.Time.GetUtcNow();
            var last = await LastAsync(stream, cancellationToken);
            if (last is { } held && held.Until > now)
                return !held.Hash.Span.SequenceEqual(hash) ? new ClaimResult.Conflict()
                    : held.Claimant == claimant ? new ClaimResult.Claimed(held.Until)
                    : new ClaimResult.Duplicate(held.Until);
            var version = last?.Version ?? -1;
            var claim = new Claim(version + 1, claimant, now + (expiry ?? _expiry), hash);
            if (await _store.AppendAsync(stream, ExpectedVersion.At(version), claim.ToEvent(stream), cancellationToken)
                is AppendResult.Appended)
                return new ClaimResult.Claimed(claim.Until);
        }
    }

    private readonly record struct Claim(long Version, Guid Claimant, DateTimeOffset Until, ReadOnlyMemory<byte> Hash)
    {
        private const int Length = 16 + 8 + HashLength;

        public EventData ToEvent(StreamId stream)
        {
            var data = new byte[Length];
            Claimant.TryWriteBytes(data);
            BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(16), Until.UtcTicks);
            Hash.CopyTo(data.AsMemory(24));
            return new EventData(new EventId($"{stream}/{Version}/{Claimant:n}"), ClaimedType, data, default);
        }

        public static Claim Read(RecordedEvent recorded)
        {
            var data = recorded.Event.Data;
            if (recorded.Event.Type != ClaimedType || data.Length != Length)
                throw new EventStoreException.Corrupt($"The event at position {recorded.Position} is no claim.");
            var until = new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(data.Span[16..]), TimeSpan.Zero);
            return new Claim(recorded.Version, new Guid(data.Span[..16]), until, data[24..]);
        }
    }

    private async ValueTask<Claim?> LastAsync(StreamId stream, CancellationToken cancellationToken)
    {
        await foreach (var last in _store.ReadStreamAsync(
            stream, ReadDirection.Backwards, long.MaxValue, 1, cancellationToken))
            return Claim.Read(last);
        return null;
    }

    private void Check(TimeSpan expiry, string parameter)
    {
        if (expiry <= RedeliveryHorizon)
            throw new ArgumentException(
                $"A claim expires after {expiry}, and the same request may come again after {RedeliveryHorizon}: it would be taken for a new one.",
                parameter);
    }
}

/// <summary>What became of a claim.</summary>
public abstract record ClaimResult
{
    private ClaimResult()
    {
    }

    /// <summary>The key is the claimant's until then.</summary>
    public sealed record Claimed(DateTimeOffset Until) : ClaimResult;

    /// <summary>Another one has claimed it for the same payload.</summary>
    public sealed record Duplicate(DateTimeOffset Until) : ClaimResult;

    /// <summary>It is claimed for another payload.</summary>
    public sealed record Conflict : ClaimResult;
}
