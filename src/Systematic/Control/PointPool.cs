namespace Verified.Systematic;

/// <summary>The points of a schedule, used again by the next one.</summary>
internal sealed class PointPool(Execution execution)
{
    private readonly List<Point> _all = [];
    private readonly Stack<Point> _free = new();

    /// <summary>Points of this schedule that are not used again.</summary>
    private readonly List<Point> _loose = [];

    /// <summary>A point that was asked for and never awaited; null: there is none.</summary>
    public Point? Forgotten
    {
        get
        {
            foreach (var points in (ReadOnlySpan<List<Point>>)[_all, _loose])
                foreach (var point in points)
                    if (point is { IsRented: true, IsAwaited: false })
                        return point;
            return null;
        }
    }

    public Point Rent()
    {
        if (!_free.TryPop(out var point))
        {
            point = new Point(execution);
            _all.Add(point);
        }

        point.IsRented = true;
        return point;
    }

    public void Adopt(Point point)
    {
        point.IsRented = true;
        _loose.Add(point);
    }

    public void Return(Point point)
    {
        point.Reset();
        if (point.GetType() == typeof(Point))
            _free.Push(point);
    }

    /// <summary>Takes back what an abandoned schedule left waiting.</summary>
    public void Clear()
    {
        _loose.Clear();
        foreach (var point in _all)
            if (point.IsRented)
            {
                point.Reset();
                _free.Push(point);
            }
    }
}
