using System.Collections;
using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using Verified.Reference;
using Verified.Tla.Values;

namespace Verified.Mirror;

/// <summary>Maps values of a mirror to values of its specification, by the shapes that <see cref="EventLog"/> lists.</summary>
/// <remarks>Reflection once for each type; after that, delegates. Safe for several threads of one vocabulary.</remarks>
public sealed class ValueMapping
{
    private readonly ConcurrentDictionary<Type, Func<object, Value>> _mappers = new();

    /// <summary>The TLA+ value that corresponds to a value of the mirror.</summary>
    /// <exception cref="MirrorShapeException">The type has no corresponding shape.</exception>
    public Value ToValue(object value) => MapperOf(value.GetType())(value);

    /// <summary>The value of the mirror's type that corresponds to a TLA+ value: what constants need.</summary>
    /// <exception cref="MirrorShapeException">The two do not fit.</exception>
    public object FromValue(Value value, Type type)
    {
        switch (value)
        {
            case BoolValue truth when type == typeof(bool):
                return truth.IsTrue;
            case IntValue number when type == typeof(int) && number.TryGetInt32(out var small):
                return small;
            case IntValue number when type == typeof(long) && number.TryGetInt64(out var large):
                return large;
            case StringValue text when type.IsEnum && Enum.TryParse(type, text.Text, out var member):
                return member;
            case ModelValue model when IsIdentifier(type):
                return Activator.CreateInstance(type, model.Name)!;
            case SetValue set when IsGeneric(type, typeof(EquatableSet<>)):
                return Collect(nameof(EquatableSet), type, set.ToExplicit().Elements);
            case FunctionLike sequence when IsGeneric(type, typeof(EquatableArray<>))
                && SequenceOps.AsSequence(sequence) is { } items:
                return Collect(nameof(EquatableArray), type, items.Items);
            default:
                throw new MirrorShapeException($"{value} does not correspond to {type.Name}");
        }
    }

    /// <summary>The name of a C# member in TLA+: its first letter is small.</summary>
    internal static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    /// <summary>The properties that make a record, in the order of its constructor.</summary>
    internal static PropertyInfo[] PropertiesOf(Type record)
    {
        var constructor = record.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault();
        return constructor is null
            ? []
            : [.. constructor.GetParameters().Select(p => record.GetProperty(p.Name!)
                ?? throw new MirrorShapeException($"{record.Name} has no property {p.Name}"))];
    }

    /// <summary>A property as a compiled function: a state is mapped many thousand times.</summary>
    internal static Func<object, object?> Getter(PropertyInfo property)
    {
        var owner = Expression.Parameter(typeof(object));
        var read = Expression.Property(Expression.Convert(owner, property.DeclaringType!), property);
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(read, typeof(object)), owner).Compile();
    }

    private Func<object, Value> MapperOf(Type type) => _mappers.GetOrAdd(type, Make);

    private Func<object, Value> Make(Type type)
    {
        if (type == typeof(bool)) return static x => BoolValue.Of((bool)x);
        if (type == typeof(int)) return static x => IntValue.Of((int)x);
        if (type == typeof(long)) return static x => IntValue.Of((long)x);
        if (type.IsEnum) return static x => StringValue.Of(x.ToString()!);
        if (IsIdentifier(type)) return static x => ModelValue.Of(x.ToString()!);
        if (IsGeneric(type, typeof(EquatableArray<>))) return x => TupleValue.Adopt(All(x));
        if (IsGeneric(type, typeof(EquatableSet<>))) return x => ExplicitSet.From(All(x));
        if (IsGeneric(type, typeof(EquatableMap<,>))) return Function(type);
        if (IsCase(type)) return Record(type, type.Name);
        if (IsRecord(type)) return Record(type, null);
        throw new MirrorShapeException($"the type {type.Name} corresponds to no shape of TLA+ values");
    }

    private Value[] All(object items)
    {
        var values = new List<Value>();
        foreach (var item in (IEnumerable)items) values.Add(ToValue(item));
        return [.. values];
    }

    private Func<object, Value> Record(Type type, string? kind)
    {
        var properties = PropertiesOf(type);
        var getters = properties.Select(Getter).ToArray();
        var names = properties.Select(p => StringValue.Of(CamelCase(p.Name))).ToList();
        if (kind is not null) names.Insert(0, StringValue.Of("kind"));
        return x =>
        {
            var values = new List<Value>(names.Count);
            if (kind is not null) values.Add(StringValue.Of(kind));
            foreach (var getter in getters) values.Add(ToValue(getter(x)!));
            return RecordValue.Of(names.ToArray(), values.ToArray());
        };
    }

    private Func<object, Value> Function(Type type)
    {
        var keys = Getter(type.GetProperty("Keys")!);
        var values = Getter(type.GetProperty("Values")!);
        return x =>
        {
            // The mirror orders its keys by itself; a function is made by looking each one up.
            var results = All(keys(x)!).Zip(All(values(x)!))
                .ToDictionary(pair => pair.First, pair => pair.Second, ValueComparer.Instance);
            return FunctionLike.Construct((SetValue)ToValue(keys(x)!), key => results[key]);
        };
    }

    private object Collect(string factory, Type type, ReadOnlySpan<Value> values)
    {
        var element = type.GetGenericArguments()[0];
        var items = Array.CreateInstance(element, values.Length);
        for (var i = 0; i < values.Length; i++) items.SetValue(FromValue(values[i], element), i);
        var from = type.Assembly.GetType($"{type.Namespace}.{factory}")!
            .GetMethod("From")!.MakeGenericMethod(element);
        return from.Invoke(null, [items])!;
    }

    // A record struct over one string named Value.
    private static bool IsIdentifier(Type type) =>
        type.IsValueType && !type.IsEnum && PropertiesOf(type) is [{ Name: "Value" } only]
        && only.PropertyType == typeof(string);

    private static bool IsCase(Type type) =>
        type is { IsNested: true, BaseType: { IsAbstract: true } root } && type.DeclaringType == root;

    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null;

    // By name, so that a mirror may come from another build of the assembly.
    private static bool IsGeneric(Type type, Type definition) =>
        type.IsGenericType && type.GetGenericTypeDefinition().FullName == definition.FullName;
}

/// <summary>A mirror's type or value has no counterpart in TLA+: a defect of the mirror.</summary>
public sealed class MirrorShapeException(string message) : Exception(message);
