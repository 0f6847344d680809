using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>A participant that counts the sagas whose step stands, all in one stream, and has room for so many.</summary>
internal sealed class Counter(IEventStore store, string name, int room = int.MaxValue, Func<int, bool>? failsToUndo = null)
    : SagaParticipant<int>(store, name)
{
    public override StreamId StreamOf(SagaId saga, ReadOnlyMemory<byte> request) => new($"counter-{Name}");

    protected override int Empty => 0;

    protected override int Evolve(int state, RecordedEvent recorded, int effect) => state + effect;

    protected override bool CanDo(int state, SagaId saga, ReadOnlyMemory<byte> request) => state < room;

    protected override bool CanUndo(int state, SagaId saga, ReadOnlyMemory<byte> request, int attempt) =>
        failsToUndo is null || !failsToUndo(attempt);
}
