using System.Diagnostics.CodeAnalysis;
using Verified.Tla.Packing;
using Verified.Tla.Values;

namespace Verified.Tla.Evaluation;

/// <summary>A definition without parameters that speaks of one state, with code of its own.</summary>
/// <param name="Number">Counts those of a model, from 0.</param>
/// <param name="Code">The body.</param>
/// <param name="FrameSize">The slots that the body needs.</param>
internal sealed record StateDefinition(int Number, Code Code, int FrameSize);

/// <summary>A use of such a definition: where the states are packed its value is looked up, not evaluated each time.</summary>
internal sealed class StateDefinitionCode(StateDefinition definition, bool isNext, Code expanded, Origin origin)
    : Code(origin)
{
    public override Value Evaluate(Frame frame) => Known(frame) ?? expanded.Evaluate(frame);

    internal override Value EvaluateToApply(Frame frame) => Known(frame) ?? expanded.EvaluateToApply(frame);

    // Conditions are taken apart, which tells more than their value.
    public override bool Test(Frame frame) => expanded.Test(frame);

    internal override IReadOnlyList<Code> Components => expanded.Components;

    internal override bool TryLocate(Frame frame, [NotNullWhen(true)] out object? found) =>
        expanded.TryLocate(frame, out found);

    internal override void WriteTo(Frame frame, Recorder recorder, Place place) =>
        expanded.WriteTo(frame, recorder, place);

    internal override void Split(Frame frame, Splitter splitter) => expanded.Split(frame, splitter);

    private Value? Known(Frame frame) =>
        frame.Recorder is { } recorder && (!isNext || (recorder.IsPair && ReferenceEquals(frame.Next, recorder.OwnNext)))
            ? recorder.ReadDefinition(definition, isNext)
            : null;
}
