using Verified.Reference;

namespace Verified.Oracle.History;

/// <summary>The names of what a header can say, in the order of documents; read by the parser, written by the recorder.</summary>
internal static class HeaderNames
{
    public static readonly (string Name, HistorySpec Value)[] Specs =
    [
        ("eventstore", HistorySpec.EventStore),
        ("bus", HistorySpec.Bus),
        ("projection", HistorySpec.Projection),
        ("saga", HistorySpec.Saga),
    ];

    public static readonly (string Name, HistoryClock Value)[] Clocks =
    [
        ("shared", HistoryClock.Shared),
        ("per-process", HistoryClock.PerProcess),
        ("none", HistoryClock.None),
    ];

    public static readonly (string Name, EffectPromise Value)[] Effects =
    [
        ("at-least-once", EffectPromise.AtLeastOnce),
        ("at-most-once", EffectPromise.AtMostOnce),
        ("exactly-once", EffectPromise.ExactlyOnce),
    ];

    public static readonly (string Name, OrderScope Value)[] OrderScopes =
    [
        ("none", OrderScope.None),
        ("topic", OrderScope.Topic),
        ("key", OrderScope.Key),
    ];

    public static readonly (string Name, OrderOf Value)[] Orders =
    [
        ("first-deliveries", OrderOf.FirstDeliveries),
        ("effects", OrderOf.Effects),
    ];

    public static readonly (string Name, Countermeasures Value)[] Anomalies =
    [
        ("lost-update", Countermeasures.LostUpdate),
        ("dirty-read", Countermeasures.DirtyRead),
        ("fuzzy-read", Countermeasures.FuzzyRead),
    ];

    /// <summary>The name of a value.</summary>
    public static string Of<T>((string Name, T Value)[] names, T value)
    {
        foreach (var (name, other) in names)
            if (EqualityComparer<T>.Default.Equals(other, value))
                return name;
        throw new System.Diagnostics.UnreachableException();
    }

    /// <summary>All names, for people: <c>"a", "b" or "c"</c>.</summary>
    public static string All<T>((string Name, T Value)[] names)
    {
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < names.Length; i++)
            text.Append(i == 0 ? "" : i == names.Length - 1 ? " or " : ", ").Append('"').Append(names[i].Name).Append('"');
        return text.ToString();
    }
}
