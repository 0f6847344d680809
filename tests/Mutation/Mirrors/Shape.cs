using System.Collections.Concurrent;
using System.Reflection;

namespace Verified.Tests.Mutation.Mirrors;

/// <summary>The shapes of a mirror's values, by name, since the mirrors are another build of their assembly.</summary>
internal static class Shape
{
    public const string Array = "EquatableArray`1";
    public const string Set = "EquatableSet`1";
    public const string Map = "EquatableMap`2";
    public const string Record = "record";

    /// <summary>One of these, or the type's name where it has no parts.</summary>
    public static string Of(Type type) =>
        type.Name is Array or Set or Map ? type.Name
        : type is { IsPrimitive: false, IsEnum: false, Namespace: not "System" } && !IsIdentifier(type) ? Record
        : type.Name;

    /// <summary>An array or set of the same type with other items.</summary>
    public static object Rebuilt(object value, IReadOnlyList<object?> items)
    {
        var type = value.GetType();
        var element = type.GetGenericArguments()[0];
        var typed = System.Array.CreateInstance(element, items.Count);
        for (var i = 0; i < items.Count; i++) typed.SetValue(items[i], i);
        return type.Assembly.GetType(type.FullName![..type.FullName!.IndexOf('`', StringComparison.Ordinal)])!
            .GetMethod("From")!.MakeGenericMethod(element).Invoke(null, [typed])!;
    }

    private static bool IsIdentifier(Type type) =>
        type.IsValueType && type.GetProperties() is [{ Name: "Value" } only] && only.PropertyType == typeof(string);
}

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
