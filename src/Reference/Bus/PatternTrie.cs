namespace Verified.Reference;

/// <summary>Patterns by their words: a tree in which those with the same beginning share it.</summary>
internal sealed class PatternTrie
{
    private readonly Node _root = new();

    public void Add(string[] pattern, HandlerId handler)
    {
        var node = _root;
        foreach (var word in pattern)
            node = node.Child(word);
        node.Handlers.Add(handler);
    }

    /// <summary>Adds the handlers of every pattern that fits. O(nodes that fit × words).</summary>
    public void Match(string[] words, SortedSet<HandlerId> found) => new Search(words, found).Visit(_root, 0);

    private sealed class Node
    {
        private readonly Dictionary<string, Node> _children = new(StringComparer.Ordinal);

        /// <summary>Those whose pattern ends here.</summary>
        public List<HandlerId> Handlers { get; } = [];

        public Node Child(string word)
        {
            if (!_children.TryGetValue(word, out var child))
                _children.Add(word, child = new Node());
            return child;
        }

        public Node? Find(string word) => _children.GetValueOrDefault(word);
    }

    private readonly struct Search(string[] words, SortedSet<HandlerId> found)
    {
        /// <summary>A place in the tree is visited once for each word, so "#.#.#" does not explode.</summary>
        private readonly HashSet<(Node, int)> _visited = [];

        public void Visit(Node node, int next)
        {
            if (!_visited.Add((node, next)))
                return;
            if (next == words.Length)
                found.UnionWith(node.Handlers);
            if (next < words.Length && words[next] is not ("*" or "#") && node.Find(words[next]) is { } same)
                Visit(same, next + 1);
            if (next < words.Length && node.Find("*") is { } one)
                Visit(one, next + 1);
            if (node.Find("#") is { } many)
                for (var rest = next; rest <= words.Length; rest++)
                    Visit(many, rest);
        }
    }
}
