using System.Reflection;

namespace Verified.Systematic;

/// <summary>Whether anyone looked at the exception of a task: the platform keeps that to itself.</summary>
/// <remarks>Where the platform's fields have other names every exception counts as looked at.</remarks>
internal static class ObservedException
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly FieldInfo? s_properties = typeof(Task).GetField("m_contingentProperties", Hidden);

    private static readonly FieldInfo? s_holder = s_properties?.FieldType.GetField("m_exceptionsHolder", Hidden);

    private static readonly FieldInfo? s_isHandled = s_holder?.FieldType.GetField("m_isHandled", Hidden);

    public static bool Of(Task task) =>
        s_properties?.GetValue(task) is not { } properties
        || s_holder?.GetValue(properties) is not { } holder
        || s_isHandled?.GetValue(holder) is not false;
}
