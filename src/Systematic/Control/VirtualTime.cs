namespace Verified.Systematic;

/// <summary>Time that passes only when nothing else can happen, and then to the next timer at once.</summary>
/// <remarks>Begins on 1 January 2000, UTC. Timers due at one moment may fire in any order.</remarks>
internal sealed class VirtualTime : TimeProvider
{
    private static readonly DateTimeOffset s_beginning = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Execution _execution;

    /// <summary>Timers that are set, by their keys.</summary>
    private readonly List<VirtualTimer> _set = [];

    /// <summary>Ticks since the beginning.</summary>
    private long _now;

    public VirtualTime(Execution execution) => _execution = execution;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan Elapsed => new(_now);

    public bool HasTimers => _set.Count > 0;

    /// <summary>Whether a timer may fire without time passing.</summary>
    public bool IsDue
    {
        get
        {
            foreach (var timer in _set)
                if (timer.Due <= _now)
                    return true;
            return false;
        }
    }

    public override DateTimeOffset GetUtcNow() => s_beginning + Elapsed;

    public override long GetTimestamp() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var owner = _execution.CheckControl("a timer").Operation;
        var timer = new VirtualTimer(this, owner.NextTimerKey(), callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Clear()
    {
        _set.Clear();
        _now = 0;
    }

    /// <summary>Goes to the moment at which the next timer is due.</summary>
    public void Advance()
    {
        var next = long.MaxValue;
        foreach (var timer in _set)
            next = Math.Min(next, timer.Due);
        _now = Math.Max(_now, next);
    }

    /// <summary>Fires one of those that are due.</summary>
    public void Fire()
    {
        if (!IsDue)
            Advance();
        var due = 0;
        foreach (var timer in _set)
            if (timer.Due <= _now)
                due++;
        var chosen = due == 1 ? 0 : _execution.ChooseValue("timer", due, isFault: false);
        foreach (var timer in _set)
            if (timer.Due <= _now && chosen-- == 0)
            {
                timer.Fire();
                return;
            }
    }

    private void Add(VirtualTimer timer)
    {
        var place = _set.Count;
        while (place > 0 && _set[place - 1].Key > timer.Key)
            place--;
        _set.Insert(place, timer);
    }

    private sealed class VirtualTimer(VirtualTime time, ulong key, TimerCallback callback, object? state) : ITimer
    {
        /// <summary>The same in equivalent schedules, so that their timers have the same order.</summary>
        public ulong Key => key;

        private long _period;
        private bool _isSet;

        /// <summary>When it fires, in ticks since the beginning.</summary>
        public long Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Stop();
            if (dueTime == Timeout.InfiniteTimeSpan)
                return true;
            Due = time._now + Math.Max(0, dueTime.Ticks);
            _period = period == Timeout.InfiniteTimeSpan ? 0 : period.Ticks;
            _isSet = true;
            time.Add(this);
            time._execution.TimerSet();
            return true;
        }

        public void Fire()
        {
            if (_period > 0)
                Due += _period;
            else
                Stop();
            callback(state);
        }

        public void Dispose() => Stop();

        public ValueTask DisposeAsync()
        {
            Stop();
            return default;
        }

        private void Stop()
        {
            if (_isSet)
                time._set.Remove(this);
            _isSet = false;
        }
    }
}
