using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Verified.Tla.Semantics;
using Verified.Tla.Source;
using Verified.Tla.Values;
using static Verified.Tla.Evaluation.Environment;

namespace Verified.Tla.Evaluation;

/// <summary>What all formulas of one model share while they are compiled.</summary>
internal sealed class CompilationSession(ModelBindings bindings, int variables)
{
    /// <summary>Definitions expand where they are used; past this many nodes the expansion has run away.</summary>
    public const int MaxNodes = 4_000_000;

    private int _nodes;

    public ModelBindings Bindings { get; } = bindings;

    /// <summary>How many variables a state has.</summary>
    public int Variables { get; } = variables;

    /// <summary>Constant-level definitions without parameters: one value for all.</summary>
    public Dictionary<Definition, SharedConstant> Constants { get; } = [];

    /// <summary>Constant expressions that speak of nothing bound around them: one value for all, too.</summary>
    public Dictionary<Expr, SharedConstant> ConstantExpressions { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Definitions without parameters that speak of one state and take work: refinement mappings, for one.</summary>
    public Dictionary<Definition, StateDefinition> StateDefinitions { get; } = [];

    /// <summary>Some formula uses an operator whose value depends on what was evaluated before.</summary>
    public bool IsOrdered { get; set; }

    /// <summary>No formula asks for more than the states it speaks of, or leaves them: states can be packed.</summary>
    public bool IsPackable { get; set; } = true;

    public void Count(Span span)
    {
        if (++_nodes > MaxNodes)
            throw new UnsupportedException("VTL0401", "the definitions expand to too large a formula", span);
    }
}

/// <summary>Compiles resolved expressions to <see cref="Code"/>, expanding every definition that is not recursive.</summary>
/// <remarks>
/// Expansion gives TLA+ operators their meaning (arguments are substituted, not passed): a parameter that is primed in
/// the body, or that stands for an action, is compiled from its argument at each use; any other is kept in a slot.
/// </remarks>
internal sealed partial class ExpressionCompiler(CompilationSession session, Layout layout)
{
    /// <summary>The frame of the formula being compiled.</summary>
    public Layout Layout { get; } = layout;

    /// <summary>Under ENABLED, the primed variables of instantiated modules: ENABLED binds them, so they are names of
    /// their own, with places behind those of the state. Null elsewhere, where they are what they stand for.</summary>
    /// <remarks>Source: Lamport, <i>Specifying Systems</i>, §17.8.</remarks>
    internal Dictionary<SubstitutionSymbol, int>? Hidden { get; private set; }

    internal int HiddenIndex(SubstitutionSymbol symbol) => Hidden!.TryGetValue(symbol, out var index)
        ? index
        : Hidden[symbol] = session.Variables + Hidden.Count;

    private Dictionary<ProcedureKey, Procedure> Procedures { get; init; } = [];

    /// <summary>Code for an expression; <paramref name="primed"/> reads every variable in the next state.</summary>
    public Code Compile(Expr expr, Environment env, bool primed = false)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        session.Count(expr.Span);
        var origin = new Origin(expr.Span, env.Site);
        var code = Compile(expr, env, primed, origin);
        return code is not LiteralCode && IsSharedExpression(expr, env)
            ? new SharedExpressionCode(Shared(expr), code, origin)
            : code;
    }

    private Code Compile(Expr expr, Environment env, bool primed, Origin origin)
    {
        return expr switch
        {
            Expr.Literal e => new LiteralCode(e.Value, origin),
            Expr.Variable e => primed
                ? new NextVariableCode(e.Symbol.Index, e.Symbol.Name, origin)
                : new CurrentVariableCode(e.Symbol.Index, e.Symbol.Name, origin),
            Expr.Substituted e => primed && Hidden is not null
                ? new NextVariableCode(HiddenIndex(e.Symbol), e.Symbol.Name, origin)
                : Compile(e.Value, env, primed),
            Expr.Bound e => Bound(e, env, primed, origin),
            Expr.Constant e => Constant(e, env, primed, origin),
            Expr.Parameter e => Parameter(e, env, primed, origin),
            Expr.Call e => Call(e, env, primed, origin),
            Expr.Builtin e => Builtin(e, env, primed, origin),
            Expr.Quantifier e => Quantifier(e, env, primed, origin),
            Expr.Choose e => Choose(e, env, primed, origin),
            Expr.SetEnumeration e => SetEnumeration(All(e.Elements, env, primed), origin),
            Expr.SetFilter e => SetFilter(e, env, primed, origin),
            Expr.SetMap e => SetMap(e, env, primed, origin),
            Expr.Tuple e => new TupleCode(All(e.Elements, env, primed), origin),
            Expr.Product e => new SetConstructorCode(sets => new ProductSet(sets), All(e.Sets, env, primed), origin),
            Expr.FunctionConstructor e => FunctionConstructor(e, env, primed, origin),
            Expr.FunctionSet e => new SetConstructorCode(
                sets => new FunctionSet(sets[0], sets[1]), All([e.Domain, e.Range], env, primed), origin),
            Expr.FunctionApplication e => new ApplyCode(
                Compile(e.Function, env, primed), Compile(e.Argument, env, primed), origin),
            Expr.RecordConstructor e => Record(e, env, primed, origin),
            Expr.RecordSet e => RecordSet(e, env, primed, origin),
            Expr.Except e => Except(e, env, primed, origin),
            Expr.If e => new IfCode(
                Compile(e.Condition, env, primed), Compile(e.Then, env, primed), Compile(e.Else, env, primed), origin),
            Expr.Case e => new CaseCode(
                [.. e.Arms.Select(a => (Compile(a.Guard, env, primed), Compile(a.Value, env, primed)))],
                e.Other is null ? null : Compile(e.Other, env, primed), origin),
            Expr.Let e => Let(e, env, primed, origin),
            Expr.ActionSubscript e => ActionSubscript(e, env, origin),
            Expr.Fairness or Expr.TemporalQuantifier => throw Temporal(expr.Span),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static UnsupportedException Temporal(Span span) =>
        new("VTL0402", "a temporal formula stands where a state or an action is evaluated", span);

    private Code[] All(ImmutableArray<Expr> items, Environment env, bool primed)
    {
        var codes = new Code[items.Length];
        for (var i = 0; i < codes.Length; i++) codes[i] = Compile(items[i], env, primed);
        return codes;
    }

    private Code Bound(Expr.Bound e, Environment env, bool primed, Origin origin) => env.Find(e.Symbol) switch
    {
        Meaning.Strict strict => new StrictSlotCode(strict.Slot, origin),
        Meaning.ByName name => Compile(name.Of, name.In, primed),
        _ => throw new InvalidOperationException($"{e.Symbol.Name} at {e.Span} is not bound"),
    };

    /// <summary>Binds quantified names to new slots.</summary>
    internal Environment Bind(
        ImmutableArray<Binding> bindings, Environment env, bool primed, out BindingCode[] codes)
    {
        codes = new BindingCode[bindings.Length];
        var inner = env;
        for (var i = 0; i < codes.Length; i++)
            (codes[i], inner) = Bind(bindings[i], env, inner, primed);
        return inner;
    }

    private (BindingCode Code, Environment Inner) Bind(
        Binding binding, Environment env, Environment inner, bool primed)
    {
        if (binding.Set is null)
            throw new UnsupportedException(
                "VTL0403", "an unbounded quantifier or CHOOSE cannot be evaluated", binding.Span);
        var set = Compile(binding.Set, env, primed);
        var slots = new int[binding.Symbols.Length];
        for (var i = 0; i < slots.Length; i++)
        {
            slots[i] = Layout.New();
            inner = inner.With(binding.Symbols[i], new Meaning.Strict(slots[i]));
        }

        return (new BindingCode(slots, binding.IsTuple, set), inner);
    }

    private Code Quantifier(Expr.Quantifier e, Environment env, bool primed, Origin origin)
    {
        var inner = Bind(e.Bindings, env, primed, out var bindings);
        return new QuantifierCode(e.IsUniversal, bindings, Compile(e.Body, inner, primed), origin);
    }

    private Code Choose(Expr.Choose e, Environment env, bool primed, Origin origin)
    {
        if (e.Binding.Set is null)
            return new FaultCode("an unbounded CHOOSE has no value here; give the name one in the model", origin);
        var inner = Bind([e.Binding], env, primed, out var bindings);
        return new ChooseCode(bindings[0], Compile(e.Predicate, inner, primed), origin);
    }

    // What is written out in literals is one itself. Elements without an order are no fault before something needs it.
    private static Code SetEnumeration(Code[] elements, Origin origin) =>
        Array.TrueForAll(elements, static element => element is LiteralCode)
            ? new LiteralCode(ExplicitSet.Adopt([.. elements.Select(e => ((LiteralCode)e).Value)]), origin)
            : new SetEnumerationCode(elements, origin);

    private Code SetFilter(Expr.SetFilter e, Environment env, bool primed, Origin origin)
    {
        var inner = Bind([e.Binding], env, primed, out var bindings);
        var predicate = Compile(e.Predicate, inner, primed);
        return new SetFilterCode(bindings[0], predicate, Layout.Count, Layout.Count, origin);
    }

    private Code SetMap(Expr.SetMap e, Environment env, bool primed, Origin origin)
    {
        var inner = Bind(e.Bindings, env, primed, out var bindings);
        return new SetMapCode(bindings, Compile(e.Element, inner, primed), origin);
    }

    private Code FunctionConstructor(Expr.FunctionConstructor e, Environment env, bool primed, Origin origin)
    {
        var inner = Bind(e.Bindings, env, primed, out var bindings);
        int? self = null;
        if (e.Self is { } symbol)
        {
            self = Layout.New();
            inner = inner.With(symbol, new Meaning.Strict(self.Value));
        }

        var body = Compile(e.Body, inner, primed);
        return new FunctionConstructorCode(bindings, body, self, Layout.Count, Layout.Count, origin);
    }

    private RecordCode Record(Expr.RecordConstructor e, Environment env, bool primed, Origin origin)
    {
        var shape = RecordShape.Of(Names(e.Names), out var places);
        return new RecordCode(shape, places, All(e.Values, env, primed), origin);
    }

    private SetConstructorCode RecordSet(Expr.RecordSet e, Environment env, bool primed, Origin origin)
    {
        var names = Names(e.Names);
        return new SetConstructorCode(
            sets => Values.RecordSet.Of(names, sets), All(e.Sets, env, primed), origin);
    }

    private static StringValue[] Names(ImmutableArray<string> names) => [.. names.Select(StringValue.Of)];

    private Code Except(Expr.Except e, Environment env, bool primed, Origin origin)
    {
        var function = Compile(e.Function, env, primed);
        var updates = new UpdateCode[e.Updates.Length];
        for (var i = 0; i < updates.Length; i++)
        {
            var update = e.Updates[i];
            var slot = Layout.New();
            updates[i] = new UpdateCode(
                All(update.Path, env, primed), slot,
                Compile(update.Value, env.With(update.At, new Meaning.Strict(slot)), primed));
        }

        return new ExceptCode(function, updates, origin);
    }

    private OrCode ActionSubscript(Expr.ActionSubscript e, Environment env, Origin origin)
    {
        var action = Compile(e.Action, env);
        var same = new EqualCode(
            Compile(e.Subscript, env), Compile(e.Subscript, env, primed: true), negated: false, origin);
        return e.IsBox
            ? new OrCode([action, same], origin)
            : new OrCode([new AndCode([action, new NotCode(same, origin)], origin)], origin);
    }

    /// <summary>An atom of a temporal formula. Of a step with a subscript TLC asks first whether that changes.</summary>
    public Code Atom(Expr expr, Environment env)
    {
        if (expr is not Expr.ActionSubscript e) return Compile(expr, env);
        var origin = new Origin(e.Span, env.Site);
        var same = new EqualCode(
            Compile(e.Subscript, env), Compile(e.Subscript, env, primed: true), negated: false, origin);
        var action = Compile(e.Action, env);
        return e.IsBox ? new OrCode([same, action], origin) : new AndCode([new NotCode(same, origin), action], origin);
    }
}

/// <summary>Code that is refused; only if it is ever evaluated.</summary>
internal sealed class RefusedCode(string code, string message, Origin origin) : Code(origin)
{
    public override Value Evaluate(Frame frame) => throw new UnsupportedException(code, message, Origin.Span);
}

/// <summary>Code that cannot have a value; a fault only if it is ever evaluated.</summary>
internal sealed class FaultCode(string message, Origin origin) : Code(origin)
{
    public override Value Evaluate(Frame frame)
    {
        frame.Where = this;
        throw new ValueException(message);
    }
}
