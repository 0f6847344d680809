using Verified.Tla.Semantics;

namespace Verified.Tla.Evaluation;

/// <summary>The step <c>&lt;&lt;A>>_v</c> that a fairness condition speaks of.</summary>
public sealed class FairStep
{
    private readonly Expr _action;
    private readonly Expr _subscript;
    private readonly Environment _environment;

    internal FairStep(Expr action, Expr subscript, Environment environment) =>
        (_action, _subscript, _environment) = (action, subscript, environment);

    /// <summary>A, which gives every variable its next value; null where it is not sure to.</summary>
    internal ActionCode? Action { get; private set; }

    /// <summary>The variables of v.</summary>
    internal int[] Subscript { get; private set; } = [];

    internal bool IsCompiled { get; private set; }

    internal void Compile(ExpressionCompiler compiler)
    {
        IsCompiled = true;
        if (compiler.Step(_action, _subscript, _environment) is not var (action, subscript)) return;
        (Action, Subscript) = (action, subscript);
    }
}
