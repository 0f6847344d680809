using Verified.Tla.Semantics;

namespace Verified.Tla.Evaluation;

/// <summary>A step <c>&lt;&lt;A>>_v</c> or <c>[A]_v</c> that a temporal formula speaks of: a fair one, say.</summary>
public sealed class TemporalStep
{
    private readonly Expr.ActionSubscript _step;
    private readonly Environment _environment;

    internal TemporalStep(Expr.ActionSubscript step, Environment environment) =>
        (_step, _environment) = (step, environment);

    /// <summary>A, which gives every variable its next value; null where it is not sure to.</summary>
    internal ActionCode? Action { get; private set; }

    /// <summary>The variables of v.</summary>
    internal int[] Subscript { get; private set; } = [];

    /// <summary>Whether a step that does not change v is one, as it is <c>[A]_v</c>.</summary>
    internal bool IsBox => _step.IsBox;

    internal bool IsCompiled { get; private set; }

    internal void Compile(ExpressionCompiler compiler)
    {
        IsCompiled = true;
        if (compiler.Step(_step.Action, _step.Subscript, _environment) is not var (action, subscript)) return;
        (Action, Subscript) = (action, subscript);
    }
}
