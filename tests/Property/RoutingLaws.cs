using FsCheck;
using FsCheck.Fluent;
using Verified.Reference;

namespace Verified.Tests.Property;

/// <summary>The routing table finds who a recursive matcher, written down from the definition, says it should.</summary>
[Trait("Row", "R13")]
public sealed class RoutingLaws
{
    private static readonly Gen<string> s_word = Gen.Elements("a", "b", "c", "");
    private static readonly Gen<string> s_topic = s_word.ArrayOf(4).Zip(Gen.Choose(0, 4), (words, count) => string.Join('.', words.Take(count)));
    private static readonly Gen<string> s_pattern = Gen.Elements("a", "b", "", "*", "#").ArrayOf(4)
        .Zip(Gen.Choose(0, 4), (words, count) => string.Join('.', words.Take(count)));

    private static readonly Gen<EquatableMap<string, string>> s_headers = Gen.Choose(0, 8).Select(drawn =>
    {
        var headers = new SortedDictionary<string, string>();
        if (drawn % 3 > 0)
            headers["x"] = $"{drawn % 3}";
        if (drawn / 3 > 0)
            headers["y"] = $"{drawn / 3}";
        return EquatableMap.From(EquatableSet.From(headers.Keys), name => headers[name]);
    });

    private static readonly Gen<Binding> s_binding = Gen.Frequency(
        (2, s_topic.Select(Binding (topic) => new Binding.Direct(topic))),
        (5, s_pattern.Select(Binding (words) => new Binding.Pattern(words))),
        (1, Gen.Constant((Binding)new Binding.Fanout())),
        (2, s_headers.Zip(Gen.Elements(true, false), Binding (headers, all) => new Binding.Headers(headers, all))));

    private static readonly Gen<Route> s_route =
        Gen.Choose(0, 4).Zip(s_binding, (handler, binding) => new Route(new($"h{handler}"), binding));

    [Fact]
    public void Match_EqualsTheDefinition_AlsoAfterRemovals() => Law.Holds(
        s_route.ArrayOf(8).Zip(Gen.Choose(0, 8)).Zip(s_topic.Zip(s_headers)),
        drawn =>
        {
            var ((routes, removed), (topic, headers)) = drawn;
            var table = routes.Aggregate(RoutingTable.Empty, (before, route) => before.Add(route));
            table = routes.Take(removed).Aggregate(table, (before, route) => before.Remove(route));

            var left = routes.Except(routes.Take(removed));
            var expected = left.Where(route => Fits(route.Binding, topic, headers)).Select(route => route.Handler);
            Assert.Equal(expected.Distinct().Order(), table.Match(topic, () => headers));
        });

    [Fact]
    public void Add_Twice_IsAddOnce_AndRemoveUndoesIt() => Law.Holds(s_route.ArrayOf(5).Zip(s_route), drawn =>
    {
        var (routes, route) = drawn;
        var table = routes.Aggregate(RoutingTable.Empty, (before, other) => before.Add(other));
        var once = table.Add(route);
        Assert.Same(once, once.Add(route));
        Assert.Equal(table.Remove(route).Routes, table.Add(route).Remove(route).Routes);
    });

    [Theory]
    [InlineData("", "", true)]
    [InlineData("#", "", true)]
    [InlineData("*", "", false)]
    [InlineData("a.#", "a", true)]
    [InlineData("#.a", "a", true)]
    [InlineData("a.*", "a", false)]
    [InlineData("*.b.#", "a.b", true)]
    [InlineData("#.#", "", true)]
    [InlineData("a", "A", false)]
    [InlineData("*", "*", true)]
    [InlineData("a..b", "a..b", true)]
    [InlineData("a.*.b", "a..b", true)]
    public void Pattern_Example(string pattern, string topic, bool fits)
    {
        var table = RoutingTable.Empty.Add(new(new("h"), new Binding.Pattern(pattern)));
        Assert.Equal(fits, table.Match(topic, () => default).Length == 1);
    }

    [Fact]
    public void Match_ManyHashes_DoesNotExplode()
    {
        var table = RoutingTable.Empty.Add(new(new("h"), new Binding.Pattern(string.Join('.', Enumerable.Repeat("#", 40)) + ".z")));
        Assert.Empty(table.Match(string.Join('.', Enumerable.Repeat("a", 200)), () => default));
    }

    [Fact]
    public void Command_HasOneHandler_AndNoBindingForEventsSeesIt()
    {
        var table = RoutingTable.Empty
            .Add(new(new("a"), new Binding.Command("pay")))
            .Add(new(new("b"), new Binding.Command("pay")));
        Assert.Equal(new HandlerId("a"), table.CommandHandler("pay"));
        Assert.Empty(table.Match("pay", () => default));
        Assert.Null(table.Remove(new Route(new("a"), new Binding.Command("pay"))).CommandHandler("pay"));
    }

    private static bool Fits(Binding binding, string topic, EquatableMap<string, string> headers) => binding switch
    {
        Binding.Direct(var wanted) => wanted == topic,
        Binding.Pattern(var pattern) => Fits(Binding.WordsOf(pattern), Binding.WordsOf(topic)),
        Binding.Fanout => true,
        Binding.Headers(var required, true) => required.All(header => headers.Contains(header)),
        Binding.Headers(var required, false) => required.Any(header => headers.Contains(header)),
        _ => throw new InvalidOperationException(),
    };

    private static bool Fits(ReadOnlySpan<string> pattern, ReadOnlySpan<string> words)
    {
        if (pattern.IsEmpty)
            return words.IsEmpty;
        if (pattern[0] == "#")
            return Fits(pattern[1..], words) || (!words.IsEmpty && Fits(pattern, words[1..]));
        return !words.IsEmpty && (pattern[0] == "*" || pattern[0] == words[0]) && Fits(pattern[1..], words[1..]);
    }
}
