using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Projections;

/// <summary>A reader that hands in the token of its write is shown a view that holds it.</summary>
/// <remarks>Sound: the token is a position, and the view's position must not be below it. Source: <c>Projection!ReadYourWritesInv</c>.</remarks>
internal sealed class ReadYourWrites(ProjectionLog log) : ProjectionRule(log), IViewRule
{
    public override string Id => "read-your-writes";

    public override string? NotApplicable => null;

    public void Answered(ReplicaState replica, Operation operation, HistoryLine line)
    {
        Checked++;
        if (line.Position >= operation.Token) return;
        Convict(
            [line.Number],
            $"A reader of projection {NameOf(replica)} asked for position {operation.Token}, and was shown the view of position {line.Position} (index {At(line.Number)}).");
    }
}
