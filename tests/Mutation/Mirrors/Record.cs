using System.Collections.Concurrent;
using System.Reflection;

namespace Verified.Tests.Mutation.Mirrors;

/// <summary>A record type: the properties of its constructor, and how to make one.</summary>
internal sealed class Record
{
    private static readonly ConcurrentDictionary<Type, Record> s_records = new();
    private readonly ConstructorInfo _constructor;

    private Record(Type type)
    {
        _constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        Properties = [.. _constructor.GetParameters().Select(p => type.GetProperty(p.Name!)!)];
    }

    public PropertyInfo[] Properties { get; }

    public static Record Of(Type type) => s_records.GetOrAdd(type, static t => new Record(t));

    /// <summary>One, each property of which is what is said for it.</summary>
    public object Made(Func<int, PropertyInfo, object?> value) =>
        _constructor.Invoke([.. Properties.Select((p, i) => value(i, p))]);
}
