using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Verified.Tests.Spec.Values;

namespace Verified.Tests.Spec.Naive;

/// <summary>Random TLA+ expressions of a sort, as text: most have a value, some fault, and a few are ill-typed.</summary>
/// <param name="slips">In how many of 1,000 places an expression of any sort stands instead.</param>
internal sealed class ExpressionGen(int slips)
{
    private static readonly Sort s_bool = new Sort.Bool();
    private static readonly Sort s_int = new Sort.Int();

    /// <summary>An expression of a sort.</summary>
    /// <param name="sort">What its value is.</param>
    /// <param name="depth">How deep it may nest.</param>
    /// <param name="names">The names it may use, with their sorts.</param>
    public Gen<string> Of(Sort sort, int depth, ImmutableArray<(string Name, Sort Sort)> names)
    {
        if (slips == 0) return Typed(sort, depth, names);
        return Gen.Choose(0, 999).SelectMany(roll => roll >= slips
            ? Typed(sort, depth, names)
            : Sort.Any(1).SelectMany(other => Typed(other, depth, names)));
    }

    private Gen<string> Typed(Sort sort, int depth, ImmutableArray<(string Name, Sort Sort)> names)
    {
        var known = names.Where(n => n.Sort == sort).Select(n => n.Name).ToArray();
        if (depth <= 0)
            return known.Length > 0 ? Gen.OneOf(Gen.Elements(known), Literal(sort, names)) : Literal(sort, names);
        var scope = new Inside(this, depth - 1, names);
        Func<Gen<string>>[] choices =
        [
            .. Common(sort, scope),
            .. Twice(Special(sort, scope)),
            () => known.Length > 0 ? Gen.Elements(known) : Literal(sort, names),
        ];
        return Gen.Choose(0, choices.Length - 1).SelectMany(i => choices[i]());
    }

    private static IEnumerable<Func<Gen<string>>> Twice(Func<Gen<string>>[] choices) => choices.Concat(choices);

    private Gen<string> Literal(Sort sort, ImmutableArray<(string Name, Sort Sort)> names)
    {
        Gen<string> Part(Sort part) => Typed(part, 0, names);
        return sort switch
        {
            Sort.Bool => Gen.Elements("TRUE", "FALSE"),
            Sort.Int => Gen.Elements("0", "1", "2", "3", "(-1)"),
            Sort.Text => Gen.Elements("\"s1\"", "\"s2\"", "\"s3\""),
            Sort.Model => Gen.Elements("m1", "m2"),
            Sort.SetOf s => Gen.OneOf(Gen.Constant("{}"), Part(s.Element).Select(e => $"{{{e}}}"),
                Text(Part(s.Element), Part(s.Element), (a, b) => $"{{{a}, {b}}}")),
            Sort.Sequence s => Gen.OneOf(Gen.Constant("<<>>"), Part(s.Item).Select(e => $"<<{e}>>"),
                Text(Part(s.Item), Part(s.Item), (a, b) => $"<<{a}, {b}>>")),
            Sort.Record r => Text(Part(r.A), Part(r.B), (a, b) => $"[f1 |-> {a}, f2 |-> {b}]"),
            Sort.Function f => Text(Part(f.Argument), Part(f.Result), (a, b) => $"({a} :> {b})"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    // What any sort may be made of.
    private static Func<Gen<string>>[] Common(Sort sort, Inside inside) =>
    [
        () => Text(inside.Of(s_bool), inside.Of(sort), inside.Of(sort), (p, a, b) => $"(IF {p} THEN {a} ELSE {b})"),
        () => Text(inside.Of(s_bool), inside.Of(sort), inside.Of(sort), (p, a, b) => $"(CASE {p} -> {a} [] OTHER -> {b})"),
        () => Text(inside.Of(s_bool), inside.Of(sort), inside.Of(s_bool), inside.Of(sort),
            (p, a, q, b) => $"(CASE {p} -> {a} [] {q} -> {b})"),
        () => Inside.Any().SelectMany(other => Text(inside.Of(other), inside.With(inside.Fresh, other).Of(sort),
            (e, body) => $"(LET {inside.Fresh} == {e} IN {body})")),
        () => Inside.Any().SelectMany(other => Text(inside.With(inside.Fresh, other).Of(sort), inside.Of(other),
            (body, e) => $"(LET F{inside.Fresh}({inside.Fresh}) == {body} IN F{inside.Fresh}({e}))")),
        () => Text(inside.Of(new Sort.SetOf(sort)), inside.With(inside.Fresh, sort).Of(s_bool),
            (s, p) => $"(CHOOSE {inside.Fresh} \\in {s} : {p})"),
        () => Inside.Any().SelectMany(key => Text(inside.Of(new Sort.Function(key, sort)), inside.Of(key), (f, k) => $"{f}[{k}]")),
        () => Inside.Any().SelectMany(key => Text(
            inside.With(inside.Fresh, key).Of(sort), inside.Of(key),
            (e, k) => $"[{inside.Fresh} \\in {{{k}}} |-> {e}][{k}]")),
        () => Inside.Any().SelectMany(other => inside.Of(new Sort.Record(sort, other)).Select(r => $"{r}.f1")),
        () => inside.Of(new Sort.Sequence(sort)).Select(s => $"Head({s})"),
        () => Text(inside.Of(new Sort.Sequence(sort)), inside.Of(s_int), (s, i) => $"{s}[{i}]"),
    ];

    private static Func<Gen<string>>[] Special(Sort sort, Inside inside) => sort switch
    {
        Sort.Bool => Truths(inside),
        Sort.Int => Numbers(inside),
        Sort.SetOf s => [.. Sets(s, inside), .. SetsOf(s.Element, inside)],
        Sort.Sequence s => Sequences(s, inside),
        Sort.Record r =>
        [
            () => Text(inside.Of(r.A), inside.Of(r.B), (a, b) => $"[f1 |-> {a}, f2 |-> {b}]"),
            () => Text(inside.Of(r), inside.With("@", r.A).Of(r.A), (f, e) => $"[{f} EXCEPT !.f1 = {e}]"),
            () => Text(inside.Of(r), inside.Of(r.A), inside.With("@", r.B).Of(r.B),
                (f, a, b) => $"[{f} EXCEPT !.f1 = {a}, ![\"f2\"] = {b}]"),
        ],
        Sort.Function f =>
        [
            () => Text(inside.Of(new Sort.SetOf(f.Argument)), inside.With(inside.Fresh, f.Argument).Of(f.Result),
                (s, e) => $"[{inside.Fresh} \\in {s} |-> {e}]"),
            () => Text(inside.Of(f.Argument), inside.Of(f.Result), (a, b) => $"({a} :> {b})"),
            () => Text(inside.Of(f), inside.Of(f), (a, b) => $"({a} @@ {b})"),
            () => Text(inside.Of(f), inside.Of(f.Argument), inside.With("@", f.Result).Of(f.Result),
                (a, k, e) => $"[{a} EXCEPT ![{k}] = {e}]"),
            () => Text(inside.Of(f), inside.Of(f.Argument), inside.With("@", f.Result).Of(f.Result), inside.With("@", f.Result).Of(f.Result),
                (a, k, e, g) => $"[{a} EXCEPT ![{k}] = {e}, ![{k}] = {g}]"),
        ],
        _ => [],
    };

    private static Func<Gen<string>>[] Truths(Inside inside) =>
    [
        () => Text(Gen.Elements("/\\", "\\/", "=>", "<=>"), inside.Of(s_bool), inside.Of(s_bool), (op, a, b) => $"({a} {op} {b})"),
        () => inside.Of(s_bool).Select(a => $"(~ {a})"),
        () => Inside.Any().SelectMany(sort => Text(
            Gen.Elements("=", "#"), inside.Of(sort), inside.Of(sort), (op, a, b) => $"({a} {op} {b})")),
        () => Inside.Any().SelectMany(sort => Text(Gen.Elements("\\in", "\\notin"), inside.Of(sort),
            inside.Of(new Sort.SetOf(sort)), (op, a, b) => $"({a} {op} {b})")),
        () => Inside.Any().SelectMany(sort => Text(
            inside.Of(new Sort.SetOf(sort)), inside.Of(new Sort.SetOf(sort)), (a, b) => $"({a} \\subseteq {b})")),
        () => Text(Gen.Elements("<", ">", "<=", ">="), inside.Of(s_int), inside.Of(s_int), (op, a, b) => $"({a} {op} {b})"),
        () => Inside.Any().SelectMany(sort => Text(Gen.Elements("\\A", "\\E"), inside.Of(new Sort.SetOf(sort)),
            inside.With(inside.Fresh, sort).Of(s_bool), (q, s, p) => $"({q} {inside.Fresh} \\in {s} : {p})")),
        () => Inside.Any().SelectMany(sort => Text(Gen.Elements("\\A", "\\E"), inside.Of(new Sort.SetOf(sort)),
            inside.Of(new Sort.SetOf(s_int)),
            inside.With(inside.Fresh, sort).With("y" + inside.Fresh, sort).With("z" + inside.Fresh, s_int).Of(s_bool),
            (q, s, t, p) => $"({q} {inside.Fresh}, y{inside.Fresh} \\in {s}, z{inside.Fresh} \\in {t} : {p})")),
        () => inside.Of(s_int).Select(a => $"({a} \\in Nat)"),
        () => inside.Of(new Sort.Sequence(s_int)).Select(a => $"({a} \\in Seq(0 .. 2))"),
    ];

    private static Func<Gen<string>>[] Numbers(Inside inside) =>
    [
        () => Text(Gen.Elements("+", "-", "*"), inside.Of(s_int), inside.Of(s_int), (op, a, b) => $"({a} {op} {b})"),
        () => Text(Gen.Elements("\\div", "%"), inside.Of(s_int), Gen.Elements("2", "3", "0"), (op, a, b) => $"({a} {op} {b})"),
        () => inside.Of(s_int).Select(a => $"(-{a})"),
        () => inside.Of(s_int).Select(a => $"(2 ^ ({a} % 4))"),
        () => Inside.Any().SelectMany(sort => inside.Of(new Sort.SetOf(sort)).Select(s => $"Cardinality({s})")),
        () => Inside.Any().SelectMany(sort => inside.Of(new Sort.Sequence(sort)).Select(s => $"Len({s})")),
    ];

    private static Func<Gen<string>>[] Sets(Sort.SetOf set, Inside inside) =>
    [
        () => Text(inside.Of(set.Element), inside.Of(set.Element), (a, b) => $"{{{a}, {b}}}"),
        () => Text(Gen.Elements("\\cup", "\\cap", "\\"), inside.Of(set), inside.Of(set), (op, a, b) => $"({a} {op} {b})"),
        () => Text(inside.Of(set), inside.With(inside.Fresh, set.Element).Of(s_bool), (s, p) => $"{{{inside.Fresh} \\in {s} : {p}}}"),
        () => Inside.Any().SelectMany(sort => Text(inside.Of(new Sort.SetOf(sort)), inside.With(inside.Fresh, sort).Of(set.Element),
            (s, e) => $"{{{e} : {inside.Fresh} \\in {s}}}")),
        () => Text(inside.Of(new Sort.SetOf(s_int)), inside.With(inside.Fresh, s_int).With("y" + inside.Fresh, s_int).Of(set.Element),
            (s, e) => $"{{{e} : {inside.Fresh}, y{inside.Fresh} \\in {s}}}"),
        () => inside.Of(new Sort.SetOf(set)).Select(s => $"(UNION {s})"),
        () => inside.Of(new Sort.Function(set.Element, s_int)).Select(f => $"(DOMAIN {f})"),
    ];

    // Sets with an operator of their own, by what is in them.
    private static Func<Gen<string>>[] SetsOf(Sort element, Inside inside) => element switch
    {
        Sort.Bool => [() => Gen.Constant("BOOLEAN")],
        Sort.Int => [() => Text(inside.Of(s_int), inside.Of(s_int), (a, b) => $"({a} .. {b})")],
        Sort.SetOf s => [() => inside.Of(s).Select(t => $"(SUBSET {t})")],
        Sort.Sequence s => [() => Text(inside.Of(new Sort.SetOf(s.Item)), inside.Of(new Sort.SetOf(s.Item)), (a, b) => $"({a} \\X {b})")],
        Sort.Record r => [() => Text(inside.Of(new Sort.SetOf(r.A)), inside.Of(new Sort.SetOf(r.B)), (a, b) => $"[f1 : {a}, f2 : {b}]")],
        Sort.Function f => [() => Text(inside.Of(new Sort.SetOf(f.Argument)), inside.Of(new Sort.SetOf(f.Result)), (a, b) => $"[{a} -> {b}]")],
        _ => [],
    };

    private static Func<Gen<string>>[] Sequences(Sort.Sequence sequence, Inside inside) =>
    [
        () => Text(inside.Of(sequence.Item), inside.Of(sequence.Item), (a, b) => $"<<{a}, {b}>>"),
        () => Text(inside.Of(sequence), inside.Of(sequence.Item), (s, e) => $"Append({s}, {e})"),
        () => inside.Of(sequence).Select(s => $"Tail({s})"),
        () => Text(inside.Of(sequence), inside.Of(sequence), (a, b) => $"({a} \\o {b})"),
        () => Text(inside.Of(sequence), inside.Of(s_int), inside.Of(s_int), (s, a, b) => $"SubSeq({s}, {a}, {b})"),
        () => Text(inside.Of(sequence), inside.With(inside.Fresh, sequence.Item).Of(s_bool),
            (s, p) => $"SelectSeq({s}, LAMBDA {inside.Fresh} : {p})"),
        () => Text(inside.Of(s_int), inside.With(inside.Fresh, s_int).Of(sequence.Item),
            (n, e) => $"[{inside.Fresh} \\in 1 .. ({n} % 3) |-> {e}]"),
        () => Text(inside.Of(sequence), inside.Of(s_int), inside.With("@", sequence.Item).Of(sequence.Item),
            (s, i, e) => $"[{s} EXCEPT ![{i}] = {e}]"),
    ];

    private static Gen<string> Text(Gen<string> a, Gen<string> b, Func<string, string, string> text) =>
        a.SelectMany(x => b.Select(y => text(x, y)));

    private static Gen<string> Text(Gen<string> a, Gen<string> b, Gen<string> c, Func<string, string, string, string> text) =>
        a.SelectMany(x => Text(b, c, (y, z) => text(x, y, z)));

    private static Gen<string> Text(
        Gen<string> a, Gen<string> b, Gen<string> c, Gen<string> d, Func<string, string, string, string, string> text) =>
        a.SelectMany(x => Text(b, c, d, (y, z, u) => text(x, y, z, u)));

    /// <summary>One level deeper, with the names that are bound there.</summary>
    private sealed record Inside(ExpressionGen Gen, int Depth, ImmutableArray<(string Name, Sort Sort)> Names)
    {
        /// <summary>A name that nothing around uses: a bound name must not hide another.</summary>
        public string Fresh => $"x{Depth}";

        public Gen<string> Of(Sort sort) => Gen.Of(sort, Depth, Names);

        public static Gen<Sort> Any() => FsCheck.Fluent.Gen.OneOf(
            FsCheck.Fluent.Gen.Constant(s_int), FsCheck.Fluent.Gen.Constant(s_int), Sort.Any(1));

        public Inside With(string name, Sort sort) =>
            this with { Names = [.. Names.Where(n => n.Name != name), (name, sort)] };
    }
}
