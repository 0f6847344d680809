using Verified.Tla.Modules;
using Verified.Tla.Source;
using Verified.Tla.Syntax;
using Verified.Tla.Values;

namespace Verified.Tla.Semantics;

/// <summary>Mentions identifiers and strings in the sequence in which TLC comes to know them, which orders its sets.</summary>
/// <remarks>
/// First the identifiers of each module, in the sequence in which modules are read: the root, what it extends, what
/// those extend, then what is instantiated. Then the strings of each module, those it depends on first.
/// </remarks>
internal sealed class FirstMentions(ResolutionSession session)
{
    private readonly Dictionary<string, Node> _nodes = new(StringComparer.Ordinal);
    private readonly HashSet<(string From, string To)> _known = [];

    public void Of(ModuleSyntax root)
    {
        Read(root.Name.Text, root.Span);
        var start = root.Name.Text;
        while (NextUnread(start, n => n.Extends, [])
            || NextUnread(start, n => n.Instances, []))
        {
        }

        MentionStrings(start, []);
    }

    /// <summary>Reads the first module that is named and not yet known; false where all are.</summary>
    private bool NextUnread(string module, Func<Node, List<NameSyntax>> names, HashSet<string> visited)
    {
        if (!visited.Add(module) || !_nodes.TryGetValue(module, out var node)) return false;
        foreach (var name in names(node))
            if (_known.Add((module, name.Text)))
            {
                Read(name);
                return true;
            }

        foreach (var next in node.Extends.Concat(node.Instances))
            if (_known.Contains((module, next.Text)) && NextUnread(next.Text, names, visited))
                return true;
        return false;
    }

    private void Read(NameSyntax name)
    {
        if (_nodes.ContainsKey(name.Text)) return;
        if (session.Standard(name.Text) is not null && StandardModules.Source(name.Text) is { } standard)
            ReadStandard(name, standard);
        else if (session.Parse(name) is { } syntax)
            Read(name.Text, syntax.Span);
    }

    private void ReadStandard(NameSyntax name, ModuleMentions module)
    {
        foreach (var identifier in module.Identifiers) Vocabulary.Current.Mention(identifier);
        var node = new Node(null);
        node.Extends.AddRange(module.Extends.Select(e => new NameSyntax(e, name.Span)));
        node.Instances.AddRange(module.Instances.Select(i => new NameSyntax(i, name.Span)));
        _nodes[name.Text] = node;
    }

    private void Read(string name, Span text)
    {
        var node = new Node(text);
        var inner = new HashSet<string>(StringComparer.Ordinal);
        var inExtends = false;
        var before = TokenKind.Bad;
        foreach (var token in Tokens(text))
        {
            // EXTENDS A, B: the list lasts while names and commas take turns.
            inExtends = before == TokenKind.Extends
                || (inExtends && (token.Kind == TokenKind.Comma || before == TokenKind.Comma));
            if (token.Kind == TokenKind.Identifier)
            {
                var word = new Span(text.Source, token.Start, token.End);
                var named = new NameSyntax(word.Text.ToString(), word);
                Vocabulary.Current.Mention(named.Text);
                if (before == TokenKind.Module) inner.Add(named.Text);
                else if (before == TokenKind.Instance) node.Instances.Add(named);
                else if (inExtends) node.Extends.Add(named);
            }

            before = token.Kind;
        }

        node.Extends.RemoveAll(n => inner.Contains(n.Text));
        node.Instances.RemoveAll(n => inner.Contains(n.Text));
        _nodes[name] = node;
    }

    private void MentionStrings(string module, HashSet<string> visited)
    {
        if (!visited.Add(module) || !_nodes.TryGetValue(module, out var node)) return;
        foreach (var name in node.Extends) MentionStrings(name.Text, visited);
        foreach (var name in node.Instances) MentionStrings(name.Text, visited);
        if (node.Text is not { } text) return;
        foreach (var token in Tokens(text))
            if (token.Kind == TokenKind.String)
                Vocabulary.Current.Mention(Parser.Unescape(text.Source.Text.AsSpan(token.Start + 1, token.End - token.Start - 2)));
    }

    private static IEnumerable<Token> Tokens(Span text)
    {
        var lexer = new Lexer(text.Source, text.Start);
        for (var token = lexer.Next();
             token.Start < text.End && token.Kind is not (TokenKind.End or TokenKind.Bad);
             token = lexer.Next())
            yield return token;
    }

    /// <summary>A module that was read: its text (null for a standard one), and the modules it names.</summary>
    private sealed record Node(Span? Text)
    {
        public List<NameSyntax> Extends { get; } = [];

        public List<NameSyntax> Instances { get; } = [];
    }
}

/// <summary>What a standard module's text mentions: its identifiers in their order, and the modules it builds on.</summary>
internal sealed record ModuleMentions(string[] Identifiers, string[] Extends, string[] Instances);
