using System.Collections.Immutable;
using Verified.Tla.Semantics;
using Verified.Tla.Source;
using Verified.Tla.Values;

namespace Verified.Tla.Evaluation;

/// <summary>A module under the bindings of a model, ready to run. Immutable once compiled; evaluators share it.</summary>
public sealed class CompiledModel
{
    private readonly CompilationSession _session;
    private readonly List<ActionLabel> _signatures = [];

    private CompiledModel(ResolvedModule module, CompilationSession session, Vocabulary vocabulary)
    {
        Module = module;
        _session = session;
        Vocabulary = vocabulary;
    }

    public ResolvedModule Module { get; }

    public ModelBindings Bindings => _session.Bindings;

    /// <summary>The strings and model values of this model; threads that evaluate it enter it first.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The variables in the order of a state's values.</summary>
    public ImmutableArray<VariableSymbol> Variables => Module.Variables;

    /// <summary>The actions of the next-state relation, with their parameters' names.</summary>
    public IReadOnlyCollection<ActionLabel> ActionSignatures => _signatures;

    /// <summary>Whether some formula's value depends on what was evaluated before: registers, randomness, files.</summary>
    public bool IsOrdered => _session.IsOrdered;

    /// <summary>No formula asks for more than the states it speaks of, or leaves them: states can be packed.</summary>
    public bool IsPackable => _session.IsPackable;

    /// <summary>What was counted of the next-state relation, if it is counted.</summary>
    public Coverage? Coverage { get; private init; }

    /// <summary>P for each conjunct <c>[]P</c> of the specification: a behaviour has no state where it is false.</summary>
    public ImmutableArray<Formula> Restrictions { get; private set; } = [];

    /// <summary>What a state must fulfil, beyond the assignments of the initial predicate, to be an initial state.</summary>
    /// <remarks>The conjuncts behind those that give every variable its value; none where that is not so plain.</remarks>
    public ImmutableArray<Formula> InitialConditions { get; private set; } = [];

    internal ActionCode? Initial { get; private set; }

    /// <summary>The initial predicate without <see cref="InitialConditions"/>.</summary>
    internal ActionCode? InitialAssignments { get; private set; }

    internal ActionCode? Next { get; private set; }

    /// <summary>How many <see cref="StateDefinition"/>s its formulas use.</summary>
    internal int StateDefinitionCount => _session.StateDefinitions.Count;

    /// <summary>The slots that the largest formula so far needs.</summary>
    internal int FrameSize { get; private set; }

    /// <summary>A module under a model's bindings, still without a behaviour.</summary>
    public static CompiledModel Create(
        ResolvedModule module, ModelBindings bindings, Vocabulary vocabulary, bool counts = false) =>
        new(module, new CompilationSession(bindings, module.Variables.Length), vocabulary)
        {
            Coverage = counts ? new Coverage() : null,
        };

    /// <summary>Compiles the behaviour that INIT and NEXT name.</summary>
    /// <exception cref="UnsupportedException">A construct this engine refuses.</exception>
    public void SetBehaviour(Definition init, Definition next)
    {
        CompileInitial([new TemporalPart(TemporalKind.Initial, init.Body, Environment.Empty)], init.Span);
        CompileNext(next.Body, next.Name, Environment.Empty);
    }

    /// <summary>Compiles the behaviour of <c>Init /\ [][Next]_vars /\ fairness</c>.</summary>
    /// <returns>The conjuncts that are neither: fairness, on which liveness depends.</returns>
    /// <exception cref="UnsupportedException">The formula has another form, or a construct this engine refuses.</exception>
    public ImmutableArray<TemporalProperty> SetBehaviour(Definition specification)
    {
        var parts = TemporalFormula.Decompose(specification.Body, Environment.Empty, Peeker());
        CompileInitial([.. parts.Where(p => p.Kind == TemporalKind.Initial)], specification.Span);
        var next = parts.Where(p => p.Kind == TemporalKind.Action).ToArray();
        if (next.Length != 1)
            throw new UnsupportedException("VTL0420",
                $"{specification.Name} has {next.Length} conjuncts of the form [][Next]_vars instead of one",
                specification.Span);
        var subscript = (Expr.ActionSubscript)next[0].Expr;
        CompileNext(subscript.Action, NameOf(subscript.Action), next[0].Env);
        Restrictions =
        [
            .. parts.Where(p => p.Kind == TemporalKind.Invariant).Select(p => Formula(specification.Name, p.Expr, p.Env)),
        ];
        return [.. parts.Where(p => p.Kind == TemporalKind.Temporal).Select(p => Temporal(specification.Name, p))];
    }

    /// <summary>Takes a property apart: what concerns initial states, all states, all steps, and behaviours.</summary>
    /// <exception cref="UnsupportedException">A construct this engine refuses.</exception>
    public ImmutableArray<PropertyPart> Property(Definition property)
    {
        var result = ImmutableArray.CreateBuilder<PropertyPart>();
        foreach (var part in TemporalFormula.Decompose(property.Body, Environment.Empty, Peeker()))
            result.Add(part.Kind == TemporalKind.Temporal
                ? new PropertyPart(part.Kind, null, Temporal(property.Name, part))
                : new PropertyPart(part.Kind, Formula(property.Name, part.Expr, part.Env), null));
        return result.ToImmutable();
    }

    private TemporalProperty Temporal(string name, TemporalPart part)
    {
        var compiler = new TemporalCompiler(Peeker(), (e, env) => Formula(name, e, env, isAtom: true), Constant);
        return new TemporalProperty(name, compiler.Compile(part.Expr, part.Env), part.Expr.Span);
    }

    private Value Constant(Expr expr, Environment env)
    {
        var layout = new Layout();
        var code = new ExpressionCompiler(_session, layout).Compile(expr, env);
        return code.Evaluate(new Frame(layout.Count, new EvaluationHost()));
    }

    /// <summary>Compiles a constant, state or action formula of this model. Not safe while evaluators run.</summary>
    /// <exception cref="UnsupportedException">A construct this engine refuses.</exception>
    public Formula Formula(string name, Expr expr) => Formula(name, expr, Environment.Empty);

    /// <summary>Compiles a formula that is evaluated before the states are explored: what it asks for leaves them packable.</summary>
    /// <exception cref="UnsupportedException">A construct this engine refuses.</exception>
    public Formula Assumption(string name, Expr expr)
    {
        var (isOrdered, isPackable) = (_session.IsOrdered, _session.IsPackable);
        var formula = Formula(name, expr);
        (_session.IsOrdered, _session.IsPackable) = (isOrdered, isPackable);
        return formula;
    }

    private Formula Formula(string name, Expr expr, Environment env, bool isAtom = false)
    {
        var layout = new Layout();
        var compiler = new ExpressionCompiler(_session, layout);
        var code = isAtom ? compiler.Atom(expr, env) : compiler.Compile(expr, env);
        var parts = new List<(Expr, Code)>();
        Conjuncts(expr, env, compiler, parts);
        FrameSize = Math.Max(FrameSize, layout.Count);
        return new Formula(name, expr, Effective.LevelOf(expr, env), code, [.. parts]);
    }

    /// <summary>What must be true in some state for a state formula not to hold for want of cases.</summary>
    public ImmutableArray<Formula> Premises(Formula formula)
    {
        var premises = ImmutableArray.CreateBuilder<Formula>();
        foreach (var (premise, env) in Evaluation.Premises.Of(formula.Expr, Environment.Empty, Peeker()))
            premises.Add(Formula(formula.Name, premise, env));
        return premises.ToImmutable();
    }

    private void CompileInitial(ImmutableArray<TemporalPart> parts, Span specification)
    {
        if (parts.IsEmpty)
            throw new UnsupportedException(
                "VTL0422", "the specification has no initial predicate", specification);
        (Expr, Environment)[] conjuncts = [.. parts.Select(p => (p.Expr, p.Env))];
        Initial = InitialAssignments = CompileInitial(conjuncts, specification);
        var (assignments, conditions) = InitialCompiler(new Layout()).SplitAssignments(conjuncts);
        if (conditions.Length == 0) return;
        InitialAssignments = CompileInitial(assignments, specification);
        InitialConditions = [.. conditions.Select(c => Formula("Init", c.Expr, c.Env))];
    }

    private ActionCode CompileInitial((Expr, Environment)[] conjuncts, Span specification)
    {
        var layout = new Layout();
        var code = InitialCompiler(layout).CompileAll(conjuncts, new EmitCode(new Origin(specification, null)));
        FrameSize = Math.Max(FrameSize, layout.Count);
        return code;
    }

    private ActionCompiler InitialCompiler(Layout layout) =>
        new(_session, new ExpressionCompiler(_session, layout), initial: true);

    private void CompileNext(Expr expr, string name, Environment env)
    {
        var layout = new Layout();
        var compiler = new ActionCompiler(_session, new ExpressionCompiler(_session, layout), initial: false)
        {
            Coverage = Coverage,
        };
        Next = compiler.CompileNext(expr, name, env, new EmitCode(new Origin(expr.Span, null)));
        _signatures.AddRange(compiler.Labels.DistinctBy(label => label.Name));
        FrameSize = Math.Max(FrameSize, layout.Count);
    }

    /// <summary>Compiles the step of a temporal formula as an action, if it can be taken like one. Not safe while
    /// evaluators run.</summary>
    internal void Compile(TemporalStep step)
    {
        if (step.IsCompiled) return;
        var layout = new Layout();
        try
        {
            step.Compile(new ExpressionCompiler(_session, layout));
        }
        catch (Exception refusal) when (refusal is UnsupportedException or InsufficientExecutionStackException)
        {
            // It is evaluated, which refuses it where it must be.
        }

        FrameSize = Math.Max(FrameSize, layout.Count);
    }

    private ExpressionCompiler Peeker() => new(_session, new Layout());

    private static string NameOf(Expr next) => next is Expr.Call call ? call.Definition.Name : "Next";

    private static void Conjuncts(Expr expr, Environment env, ExpressionCompiler compiler, List<(Expr, Code)> parts)
    {
        if (expr is Expr.Builtin { Operator.Operation: Operation.And } and)
            for (var i = 0; i < and.Arguments.Length; i++)
                Conjuncts(and[i], env, compiler, parts);
        else if (expr is Expr.Call { Arguments.IsEmpty: true } && compiler.Peek(expr, env) is var (meaning, inside))
            Conjuncts(meaning, inside, compiler, parts);
        else
            parts.Add((expr, compiler.Compile(expr, env)));
    }
}

/// <summary>A conjunct of a property: a formula of a state or step, or, of a behaviour, a temporal one.</summary>
public sealed record PropertyPart(TemporalKind Kind, Formula? Formula, TemporalProperty? Temporal);

/// <summary>A compiled formula with its conjuncts, so that a false one can be named.</summary>
public sealed class Formula
{
    private readonly (Expr Expr, Code Code)[] _conjuncts;

    internal Formula(string name, Expr expr, Level level, Code code, (Expr, Code)[] conjuncts)
    {
        Name = name;
        Expr = expr;
        Level = level;
        Code = code;
        _conjuncts = conjuncts;
    }

    public string Name { get; }

    public Expr Expr { get; }

    /// <summary>What it speaks of, once its parameters stand for something.</summary>
    public Level Level { get; }

    internal Code Code { get; }

    /// <summary>For <c>&lt;&lt;A>>_v</c>, <c>[A]_v</c>, and <c>ENABLED &lt;&lt;A>>_v</c> of fairness: that step.</summary>
    public TemporalStep? Step { get; private set; }

    internal Formula Of(TemporalStep step)
    {
        Step = step;
        return this;
    }

    /// <summary>The place of the first conjunct that is false; of the whole, if it cannot be told.</summary>
    internal Span FirstFalse(Frame frame)
    {
        foreach (var (expr, code) in _conjuncts)
            if (!code.Test(frame))
                return expr.Span;
        return Expr.Span;
    }
}
