using System.Collections.Immutable;
using Verified.Tla.Modules;
using Verified.Tla.Source;
using Verified.Tla.Syntax;

namespace Verified.Tla.Semantics;

/// <summary>Elaborates one module: its units in order, each name bound before it is used.</summary>
internal sealed partial class Resolver
{
    private readonly ResolutionSession _session;
    private readonly Frame _frame;
    private readonly string _moduleName;
    private readonly Elaboration _elaboration;
    private Scope _scope;

    public Resolver(ResolutionSession session, Frame frame, string moduleName, Scope? outer = null)
    {
        _session = session;
        _frame = frame;
        _moduleName = moduleName;
        _scope = new Scope(outer ?? StandardModules.Language);
        _elaboration = new Elaboration(moduleName, _scope);
    }

    /// <summary>What the modules of one elaboration share: the root's, or those of one INSTANCE.</summary>
    internal sealed class Frame
    {
        /// <summary>The modules extended so far: a module reached by two paths is one.</summary>
        public Dictionary<string, Elaboration> Extended { get; } = new(StringComparer.Ordinal);

        /// <summary>WITH, or null at the root, where CONSTANT and VARIABLE declare.</summary>
        public Func<string, int, bool, Span, Symbol>? Substitute { get; init; }

        /// <summary>The parameters of the enclosing parametrised instances.</summary>
        public ImmutableArray<ParameterSymbol> Implicit { get; init; } = [];

        /// <summary>The instances being elaborated, to find a module that instantiates itself.</summary>
        public ImmutableArray<string> Path { get; init; } = [];
    }

    public Elaboration Elaborate(ModuleSyntax module)
    {
        foreach (var name in module.Extends)
            Extend(name);
        foreach (var unit in module.Units)
            Add(unit);
        RequireBodies();
        return _elaboration;
    }

    private void Extend(NameSyntax name)
    {
        if (_session.Standard(name.Text) is { } standard)
            foreach (var (key, symbol) in standard)
                Import(key, symbol, name.Span);
        else if (ElaborateExtended(name) is { } extended)
        {
            foreach (var (key, symbol) in extended.Exports)
                Import(key, symbol, name.Span);
            foreach (var assumption in extended.Assumptions)
                if (!_elaboration.Assumptions.Contains(assumption))
                    _elaboration.Assumptions.Add(assumption);
        }
    }

    // Of two extended modules that define one name, the first wins, as in SANY; each keeps its own meaning inside.
    private void Import(string name, Symbol symbol, Span span)
    {
        if (IsDefined(symbol) && _scope.Own.TryGetValue(name, out var other) && IsDefined(other)) return;
        Declare(name, symbol, span, export: true);
    }

    private static bool IsDefined(Symbol symbol) => symbol is Definition or BuiltinOperator;

    private Elaboration? ElaborateExtended(NameSyntax name)
    {
        if (_frame.Extended.TryGetValue(name.Text, out var known))
            return known;
        if (_frame.Path.Contains(name.Text) || name.Text == _moduleName)
        {
            _session.Report("VTL0204", name.Span, $"module {name.Text} extends or instantiates itself");
            return null;
        }

        var (syntax, outer) = FindModule(name);
        if (syntax is null) return null;
        var inner = new Frame
        {
            Substitute = _frame.Substitute,
            Implicit = _frame.Implicit,
            Path = _frame.Path.Add(_moduleName),
        };
        foreach (var (key, value) in _frame.Extended)
            inner.Extended[key] = value;
        var result = new Resolver(_session, inner, name.Text, outer).Elaborate(syntax);
        foreach (var (key, value) in inner.Extended)
            _frame.Extended.TryAdd(key, value);
        return _frame.Extended[name.Text] = result;
    }

    private (ModuleSyntax? Syntax, Scope? Outer) FindModule(NameSyntax name) =>
        _scope.TryFind(name.Text, out var symbol) && symbol is InnerModuleSymbol inner
            ? (inner.Syntax, inner.Scope)
            : (_session.Parse(name), null);

    private void Add(UnitSyntax unit)
    {
        switch (unit)
        {
            case UnitSyntax.Variables variables:
                foreach (var name in variables.Names)
                    Declare(name.Text, NewVariable(name), name.Span, export: true);
                break;
            case UnitSyntax.Constants constants:
                foreach (var (name, arity) in constants.Operators)
                    Declare(name.Text, NewConstant(name, arity), name.Span, export: true);
                break;
            case UnitSyntax.Recursive recursive:
                foreach (var declared in recursive.Operators)
                    DeclareRecursive(declared);
                break;
            case UnitSyntax.Operator op:
                Define(op);
                break;
            case UnitSyntax.Function function:
                Define(function);
                break;
            case UnitSyntax.Instance instance:
                Instantiate(instance);
                break;
            case UnitSyntax.NamedInstance instance:
                Instantiate(instance);
                break;
            case UnitSyntax.Assume assume:
                Assume(assume);
                break;
            case UnitSyntax.Theorem theorem:
                State(theorem);
                break;
            case UnitSyntax.Inner inner:
                Declare(inner.Module.Name.Text,
                    new InnerModuleSymbol(inner.Module.Name.Text, inner.Module, _scope), inner.Span, export: true);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private Symbol NewVariable(NameSyntax name)
    {
        if (_frame.Substitute is { } substitute)
            return substitute(name.Text, 0, true, name.Span);
        if (Declared(_session.Variables, name.Text, 0) is { } known) return known;
        var variable = new VariableSymbol(name.Text, _session.Variables.Count, name.Span);
        _session.Variables.Add(variable);
        return variable;
    }

    private Symbol NewConstant(NameSyntax name, int arity)
    {
        if (_frame.Substitute is { } substitute)
            return substitute(name.Text, arity, false, name.Span);
        if (Declared(_session.Constants, name.Text, arity) is { } known) return known;
        var constant = new ConstantSymbol(name.Text, arity, name.Span);
        _session.Constants.Add(constant);
        return constant;
    }

    // A name that is declared twice, here or in extended modules, is one variable or one constant, as in SANY.
    private static T? Declared<T>(List<T> known, string name, int arity)
        where T : Symbol => known.Find(symbol => symbol.Name == name && symbol.Arity == arity);

    // What an instantiated module assumes is for the proof of its theorems; it is not checked.
    private void Assume(UnitSyntax.Assume assume)
    {
        var body = Resolve(assume.Body);
        if (body.Level > Level.Constant && _frame.Substitute is null)
            _session.Report("VTL0302", assume.Body.Span, "an assumption must be a constant formula");
        _elaboration.Assumptions.Add(new Assumption(assume.Name?.Text, body, assume.Span));
        if (assume.Name is { } name)
            DefineFact(name, body);
    }

    private void State(UnitSyntax.Theorem theorem)
    {
        if (theorem.Name is { } name && theorem.Body is not ExprSyntax.AssumeProve)
            DefineFact(name, Resolve(theorem.Body));
    }

    private void DefineFact(NameSyntax name, Expr body) =>
        Declare(name.Text, new Definition(name.Text, _frame.Implicit, name.Span, _moduleName)
        {
            Body = body,
            IsFact = true,
            Implicit = _frame.Implicit.Length,
        }, name.Span, export: true);

    /// <summary>Binds a name here; the same thing twice is legal, two things under one name are not.</summary>
    private void Declare(string name, Symbol symbol, Span span, bool export)
    {
        if (_scope.TryFind(name, out var other) && !SameThing(other, symbol))
        {
            _session.Report("VTL0202", span, $"{name} is already {Describe(other)}", "another name");
            return;
        }

        _scope.Set(name, symbol);
        if (symbol is Definition definition) _session.Definitions.Add(definition);
        if (export)
            _elaboration.Exports.Add(new(name, symbol));
    }

    private void RequireBodies()
    {
        foreach (var symbol in _scope.Own.Values)
            if (symbol is Definition { HasBody: false } declared && declared.Module == _moduleName)
            {
                _session.Report("VTL0207", declared.Span, $"{declared.Name} is declared RECURSIVE but not defined");
                declared.Body = Fault(declared.Span);
            }
    }

    private static bool SameThing(Symbol a, Symbol b) =>
        ReferenceEquals(a, b)
        || (a is Definition x && b is Definition y && x.Span == y.Span)
        || (a is InnerModuleSymbol m && b is InnerModuleSymbol n && m.Syntax.Span == n.Syntax.Span)
        || (a is BuiltinOperator p && b is BuiltinOperator q && p.Name == q.Name && p.Arity == q.Arity);

    private static string Describe(Symbol symbol) => symbol switch
    {
        VariableSymbol v => $"a variable, declared at {v.Span}",
        ConstantSymbol c => $"a constant, declared at {c.Span}",
        ParameterSymbol p => $"a parameter, at {p.Span}",
        BoundSymbol b => $"bound at {b.Span}",
        Definition d => $"defined at {d.Span}",
        BuiltinOperator => "an operator of a standard module",
        InstanceSymbol i => $"an instance of {i.Of.Module}",
        _ => "in use",
    };
}
