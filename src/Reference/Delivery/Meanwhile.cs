using System.Runtime.CompilerServices;

namespace Verified.Reference;

/// <summary>Waits for something, and begins other work on the thread that it leaves.</summary>
/// <remarks>In this order: whatever the work does, the wait is under way, and may end on another thread.</remarks>
/// <param name="awaited">What is awaited.</param>
/// <param name="work">What is begun if that is not there yet; it does not throw. Null: nothing.</param>
internal readonly struct Meanwhile(ValueTask<bool> awaited, Action? work) : ICriticalNotifyCompletion
{
    private readonly ValueTaskAwaiter<bool> _awaiter = awaited.GetAwaiter();

    public bool IsCompleted => _awaiter.IsCompleted;

    public Meanwhile GetAwaiter() => this;

    public bool GetResult() => _awaiter.GetResult();

    public void OnCompleted(Action continuation)
    {
        _awaiter.OnCompleted(continuation);
        work?.Invoke();
    }

    public void UnsafeOnCompleted(Action continuation)
    {
        _awaiter.UnsafeOnCompleted(continuation);
        work?.Invoke();
    }
}
