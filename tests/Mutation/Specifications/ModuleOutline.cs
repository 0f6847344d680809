using System.Collections.Immutable;
using Verified.Tla.Source;
using Verified.Tla.Syntax;

namespace Verified.Tests.Mutation.Specifications;

/// <summary>A module with what a mutator must know of it: its variables, and which definitions the behaviour uses.</summary>
internal sealed class ModuleOutline
{
    private readonly Dictionary<string, HashSet<string>> _uses = new(StringComparer.Ordinal);
    private readonly HashSet<string> _primed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _temporal = new(StringComparer.Ordinal);

    private ModuleOutline(ModuleSyntax module)
    {
        Module = module;
        Variables = [.. module.Units.OfType<UnitSyntax.Variables>().SelectMany(v => v.Names).Select(n => n.Text)];
        foreach (var unit in module.Units)
            if (ExprParts.BodyOf(unit) is { } body)
            {
                _uses[NameOf(unit)!] = [.. ExprParts.All(body).OfType<ExprSyntax.Apply>().Select(a => a.Name.Text)];
                if (ExprParts.All(body).Any(IsTemporalNode)) _temporal.Add(NameOf(unit)!);
            }

        Spread(_primed, uses => uses.Contains("'") || uses.Contains("UNCHANGED"));
        Spread(_temporal, _ => false);
    }

    public ModuleSyntax Module { get; }

    public string Name => Module.Name.Text;

    public ImmutableHashSet<string> Variables { get; }

    /// <summary>Reads a module; it must be free of errors.</summary>
    public static ModuleOutline Read(string path)
    {
        var file = SourceFile.Read(path);
        var parsed = TlaParser.Parse(file.Text ?? throw new InvalidOperationException(file.Diagnostic!.ToString()));
        return new ModuleOutline(parsed.Value ?? throw new InvalidOperationException(parsed.Diagnostics[0].ToString()));
    }

    /// <summary>The names that these definitions use, directly or through others of the module.</summary>
    public HashSet<string> Reachable(IEnumerable<string> roots)
    {
        var found = new HashSet<string>(roots, StringComparer.Ordinal);
        var todo = new Stack<string>(found);
        while (todo.TryPop(out var name))
            foreach (var used in _uses.GetValueOrDefault(name, []))
                if (found.Add(used))
                    todo.Push(used);
        return found;
    }

    /// <summary>Says something of the next state: has a prime or UNCHANGED, or uses a definition that has.</summary>
    public bool IsPrimed(ExprSyntax expression) => ExprParts.All(expression).OfType<ExprSyntax.Apply>()
        .Any(a => a.Name.Text is "'" or "UNCHANGED" || _primed.Contains(a.Name.Text));

    /// <summary>Says something of behaviours: has a fairness condition or <c>[A]_v</c>, or uses a definition that has.</summary>
    public bool IsTemporal(ExprSyntax expression) => ExprParts.All(expression)
        .Any(e => IsTemporalNode(e) || (e is ExprSyntax.Apply a && _temporal.Contains(a.Name.Text)));

    /// <summary>Is said of behaviours, and is not the <c>[][Next]_vars</c> of a specification.</summary>
    public bool IsFairness(ExprSyntax expression) => IsTemporal(expression)
        && !ExprParts.All(expression).Any(e => e is ExprSyntax.ActionSubscript { IsBox: true });

    /// <summary>The name that a unit defines, or null.</summary>
    public static string? NameOf(UnitSyntax unit) => unit switch
    {
        UnitSyntax.Operator definition => definition.Name.Text,
        UnitSyntax.Function definition => definition.Name.Text,
        _ => null,
    };

    private static bool IsTemporalNode(ExprSyntax e) => e is ExprSyntax.Fairness or ExprSyntax.ActionSubscript;

    /// <summary>Adds every definition that uses one of them, or what <paramref name="isOne"/> says.</summary>
    private void Spread(HashSet<string> names, Func<HashSet<string>, bool> isOne)
    {
        for (var grew = true; grew;)
            grew = _uses.Any(u => (isOne(u.Value) || u.Value.Overlaps(names)) && names.Add(u.Key));
    }
}
