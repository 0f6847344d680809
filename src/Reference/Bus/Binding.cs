namespace Verified.Reference;

/// <summary>Which events a handler wants.</summary>
/// <remarks>An event has a topic, its type: words with dots between them. The empty topic has no words.</remarks>
public abstract record Binding
{
    private Binding()
    {
    }

    /// <summary>Events of exactly this topic.</summary>
    public sealed record Direct(string Topic) : Binding;

    /// <summary>Events whose topic fits the pattern: <c>*</c> stands for one word, <c>#</c> for any number of words,
    /// also none.</summary>
    public sealed record Pattern(string Words) : Binding;

    /// <summary>Every event.</summary>
    public sealed record Fanout : Binding;

    /// <summary>Events with these headers: with all of them, or with any of them. No headers: all fit, any does not.</summary>
    public sealed record Headers(EquatableMap<string, string> Required, bool All) : Binding;

    /// <summary>Commands of this topic: one handler has them, and no binding for events sees them.</summary>
    public sealed record Command(string Topic) : Binding;

    /// <summary>The words of a topic or pattern; none for the empty text.</summary>
    public static string[] WordsOf(string text) => text.Length == 0 ? [] : text.Split('.');

    /// <summary>The headers fit. O(required × log present).</summary>
    internal static bool Fits(Headers binding, EquatableMap<string, string> present)
    {
        foreach (var (name, value) in binding.Required)
            if ((present.TryGetValue(name, out var actual) && actual == value) != binding.All)
                return !binding.All;
        return binding.All;
    }
}
