using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Verified.Tla.Source;
using Verified.Tla.Syntax;

namespace Verified.Tests.Spec.Syntax;

public sealed class RoundTripProperties
{
    [Fact]
    public void Print_ParsePrint_IsStableAndKeepsTheTree() =>
        Prop.ForAll(Arb.From(Expressions.Sized.Select(tree => new Example(tree))), IsStable)
            .QuickCheckThrowOnFailure();

    /// <summary>A tree that a failure shows as text.</summary>
    private sealed record Example(ExprSyntax Tree)
    {
        public override string ToString() => SyntaxPrinter.Print(Tree);
    }

    private static bool IsStable(Example example)
    {
        var tree = example.Tree;
        var printed = example.ToString();
        var result = TlaParser.ParseExpression(new SourceText("e", printed));
        if (!result.IsSuccess)
            throw new Xunit.Sdk.XunitException($"{result.Diagnostics[0]}\n{printed}");
        Assert.Equal(printed, SyntaxPrinter.Print(result.Value));
        Assert.Equal(WithoutParentheses(Shape.Of(tree)), WithoutParentheses(Shape.Of(result.Value)));
        return true;
    }

    /// <summary>The tree has only the parentheses of its author, the text those it needs
    /// besides.</summary>
    private static string WithoutParentheses(string shape) => shape.Replace("⦅", "", StringComparison.Ordinal)
        .Replace("⦆", "", StringComparison.Ordinal);

    /// <summary>Random expressions of every kind that the grammar has.</summary>
    private static class Expressions
    {
        private static readonly string[] infixes =
        [
            "=>", "<=>", "~>", "/\\", "\\/", "=", "/=", "\\in", "<", "\\leq", "@@", ":>", "\\cup", "\\", "..", "+",
            "-", "%", "*", "\\o", "\\div", "^", "\\cdot", "$", "!!", "|", "::=", "\\oplus",
        ];

        private static readonly string[] prefixes =
            ["~", "[]", "<>", "ENABLED", "UNCHANGED", "SUBSET", "UNION", "DOMAIN", "-."];

        private static readonly string[] postfixes = ["'", "^+", "^*", "^#"];

        public static Gen<ExprSyntax> Sized => Gen.Sized(size => Of(Math.Min(size, 40)));

        private static Gen<NameSyntax> Name => Gen.Elements("a", "b", "x1", "_y", "2z").Select(Named);

        private static Gen<ExprSyntax> Atom => Gen.OneOf(
            Name.Select(n => (ExprSyntax)Apply(n)),
            Gen.Choose(0, 999).Select(n => (ExprSyntax)new ExprSyntax.Number(n, default)),
            Gen.Elements("", "a b", "\"\\\n\t", "(* x").Select(s => (ExprSyntax)new ExprSyntax.String(s, default)),
            Gen.Constant((ExprSyntax)new ExprSyntax.At(default)),
            Gen.Constant((ExprSyntax)new ExprSyntax.Decimal("1.50", default)));

        private static Gen<ExprSyntax> Of(int size)
        {
            if (size <= 1) return Atom;
            var one = Of(size / 2);
            return Gen.OneOf(
                Symbols(one), Symbols(one), Symbols(one), Names(size), Brackets(one), Functions(one), Open(one), Lists(one));
        }

        private static Gen<ExprSyntax> Symbols(Gen<ExprSyntax> one) => Gen.OneOf(
            from s in Gen.Elements(infixes) from a in one from b in one select (ExprSyntax)Apply(Named(s), a, b),
            from s in Gen.Elements(prefixes) from a in one select (ExprSyntax)Apply(Named(s), a),
            from s in Gen.Elements(postfixes) from a in one select (ExprSyntax)Apply(Named(s), a),
            from a in one select (ExprSyntax)new ExprSyntax.Parenthesised(a, default),
            from a in Several(one, 2, 4) select (ExprSyntax)new ExprSyntax.Product(a, default));

        private static Gen<ExprSyntax> Names(int size)
        {
            var one = Of(size / 2);
            var argument = Gen.OneOf(
                one,
                Gen.Elements("+", "*", "-", "\\X", "/", "[]", "'").Select(Named)
                    .Select(n => (ExprSyntax)new ExprSyntax.OperatorName(n, default)),
                from n in Several(Name, 1, 2) from e in one select (ExprSyntax)new ExprSyntax.Lambda(n, e, default));
            return
                from name in Name
                from arguments in Several(argument, 0, 3)
                from steps in Several(
                    from n in Name from a in Several(one, 0, 2) select new NameStepSyntax(n, a), 0, 2)
                select (ExprSyntax)new ExprSyntax.Apply(steps, name, arguments, default);
        }

        private static Gen<ExprSyntax> Brackets(Gen<ExprSyntax> one) => Gen.OneOf(
            from e in Several(one, 0, 3) select (ExprSyntax)new ExprSyntax.SetEnumeration(e, default),
            from e in Several(one, 0, 3) select (ExprSyntax)new ExprSyntax.Tuple(e, default),
            from b in Filter(one) from e in one select (ExprSyntax)new ExprSyntax.SetFilter(b, e, default),
            from e in one from b in Several(Bound(one), 1, 2) select (ExprSyntax)new ExprSyntax.SetMap(e, b, default),
            from f in Fields(one) select (ExprSyntax)new ExprSyntax.RecordConstructor(f, default),
            from f in Fields(one) select (ExprSyntax)new ExprSyntax.RecordSet(f, default),
            from k in Gen.Elements(true, false)
            from a in one
            from v in one
            select (ExprSyntax)new ExprSyntax.ActionSubscript(k, a, v, default),
            from k in Gen.Elements(true, false)
            from a in one
            from v in one
            select (ExprSyntax)new ExprSyntax.Fairness(k, v, a, default));

        private static Gen<ExprSyntax> Functions(Gen<ExprSyntax> one) => Gen.OneOf(
            from b in Several(Bound(one), 1, 2)
            from e in one
            select (ExprSyntax)new ExprSyntax.FunctionConstructor(b, e, default),
            from a in one from b in one select (ExprSyntax)new ExprSyntax.FunctionSet(a, b, default),
            from f in one
            from a in Several(one, 1, 2)
            select (ExprSyntax)new ExprSyntax.FunctionApplication(f, a, default),
            from r in one from n in Name select (ExprSyntax)new ExprSyntax.RecordField(r, n, default),
            from f in one
            from u in Several(Update(one), 1, 2)
            select (ExprSyntax)new ExprSyntax.Except(f, u, default));

        private static Gen<ExprSyntax> Open(Gen<ExprSyntax> one) => Gen.OneOf(
            from k in Gen.Elements(true, false)
            from b in Several(Bound(one), 1, 2)
            from e in one
            select (ExprSyntax)new ExprSyntax.Quantifier(k, b, e, default),
            from k in Gen.Elements(true, false)
            from n in Several(Name, 1, 2)
            from e in one
            select (ExprSyntax)new ExprSyntax.TemporalQuantifier(k, n, e, default),
            from b in Filter(one) from e in one select (ExprSyntax)new ExprSyntax.Choose(b, e, default),
            from a in one from b in one from c in one select (ExprSyntax)new ExprSyntax.If(a, b, c, default),
            from n in Name from e in one select (ExprSyntax)new ExprSyntax.Labelled(n, [Named("p")], e, default),
            from arms in Several(from a in one from b in one select new CaseArmSyntax(a, b), 1, 3)
            from other in one
            from k in Gen.Elements(true, false)
            select (ExprSyntax)new ExprSyntax.Case(arms, k ? other : null, default),
            from definitions in Several(Definition(one), 1, 3)
            from e in one
            select (ExprSyntax)new ExprSyntax.Let(definitions, e, default));

        private static Gen<ExprSyntax> Lists(Gen<ExprSyntax> one) =>
            from k in Gen.Elements(true, false)
            from items in Several(one, 1, 3)
            select (ExprSyntax)new ExprSyntax.Junction(k, items, default);

        private static Gen<UnitSyntax> Definition(Gen<ExprSyntax> one) => Gen.OneOf(
            from n in Name
            from e in one
            select (UnitSyntax)new UnitSyntax.Operator(n, [new OperatorDeclaration(Named("p"), 2)], e, false, default),
            from n in Name
            from b in Several(Bound(one), 1, 2)
            from e in one
            select (UnitSyntax)new UnitSyntax.Function(n, b, e, false, default),
            from e in one
            select (UnitSyntax)new UnitSyntax.Operator(
                Named("[]"), [new OperatorDeclaration(Named("p"), 0)], e, false, default));

        private static Gen<BoundSyntax> Bound(Gen<ExprSyntax> one) =>
            from k in Gen.Elements(true, false)
            from n in Several(Name, 1, 2)
            from s in one
            select new BoundSyntax(n, k, s, default);

        /// <summary>A tuple or one name.</summary>
        private static Gen<BoundSyntax> Filter(Gen<ExprSyntax> one) =>
            Bound(one).Select(b => b.IsTuple ? b : b with { Names = [b.Names[0]] });

        private static Gen<ImmutableArray<FieldSyntax>> Fields(Gen<ExprSyntax> one) =>
            Several(from n in Gen.Elements("a", "IN", "CASE").Select(Named) from e in one select new FieldSyntax(n, e), 1, 3);

        private static Gen<UpdateSyntax> Update(Gen<ExprSyntax> one) =>
            from path in Several(
                Gen.OneOf(
                    from n in Name select new PathStepSyntax([], n),
                    from a in Several(one, 1, 2) select new PathStepSyntax(a, null)), 1, 2)
            from e in one
            select new UpdateSyntax(path, e, default);

        private static Gen<ImmutableArray<T>> Several<T>(Gen<T> item, int least, int most) =>
            from count in Gen.Choose(least, most)
            from items in item.ArrayOf(count)
            select items.ToImmutableArray();

        private static NameSyntax Named(string text) => new(text, default);

        private static ExprSyntax.Apply Apply(NameSyntax name, params ExprSyntax[] arguments) =>
            new([], name, [.. arguments], default);
    }
}
