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
