namespace Verified.Concurrency;

/// <summary>A signal whose listeners keep their waiter, and register it once.</summary>
internal sealed class ProductionSignal : Signal
{
    public override SignalListener Listen(CancellationToken cancellationToken) => new Listener(this, cancellationToken);

    private sealed class Listener : SignalListener
    {
        private readonly ProductionSignal _signal;
        private readonly CancellationToken _cancellation;
        private readonly SignalWaiter _waiter;

        public Listener(ProductionSignal signal, CancellationToken cancellationToken)
            : base(signal, cancellationToken)
        {
            (_signal, _cancellation) = (signal, cancellationToken);
            _waiter = new SignalWaiter(signal, isKept: true);
            _waiter.Register(cancellationToken);
        }

        public override ValueTask WaitAsync(long seen)
        {
            if (_signal.Version != seen)
                return default;
            _waiter.Arm();
            var waiting = _signal.Await(_waiter, seen);
            if (_cancellation.IsCancellationRequested) // perhaps before the wait began, when it meant nothing
                _waiter.Cancel(_cancellation);
            return waiting;
        }

        protected override void Dispose(bool disposing)
        {
            _waiter.Unregister();
            base.Dispose(disposing);
        }
    }
}
