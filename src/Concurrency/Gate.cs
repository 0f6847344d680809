namespace Verified.Concurrency;

/// <summary>Lets in as many at a time as it has permits, in the order in which they came.</summary>
/// <remarks>
/// <c>using (await gate.EnterAsync(token)) { … }</c>. Not re-entrant: who holds the only permit and enters again
/// waits for ever. Entering allocates nothing while a permit is free.
/// </remarks>
public abstract class Gate
{
    /// <summary>Takes a permit, waiting for one if need be.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before there was a permit; none is held.</exception>
    public abstract ValueTask<Permit> EnterAsync(CancellationToken cancellationToken = default);

    /// <summary>Gives a permit back; <see cref="Permit.Dispose"/> does it.</summary>
    /// <exception cref="SynchronizationLockException">Every permit is back already.</exception>
    protected internal abstract void Exit();

    /// <summary>A permit that is held, until disposed of once.</summary>
    public readonly struct Permit : IDisposable, IEquatable<Permit>
    {
        private readonly Gate? _gate;

        internal Permit(Gate gate) => _gate = gate;

        public static bool operator ==(Permit left, Permit right) => left.Equals(right);

        public static bool operator !=(Permit left, Permit right) => !left.Equals(right);

        /// <inheritdoc cref="Gate.Exit"/>
        public void Dispose() => _gate?.Exit();

        public bool Equals(Permit other) => ReferenceEquals(_gate, other._gate);

        public override bool Equals(object? obj) => obj is Permit other && Equals(other);

        public override int GetHashCode() => _gate?.GetHashCode() ?? 0;
    }

    /// <summary>The permit of a gate that has just let its caller in.</summary>
    protected static Permit PermitOf(Gate gate) => new(gate);
}
