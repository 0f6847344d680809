using System.Reflection;
using Verified.Concurrency;

namespace Verified.Tests.Systematic;

/// <summary>The bodies of a static class, by name.</summary>
public abstract class BodyData : TheoryData<string>
{
    protected BodyData(Type bodies)
    {
        foreach (var body in In(bodies))
            Add(body.Name);
    }

    internal static Func<Runtime, Task> Body(Type bodies, string name) =>
        In(bodies).Single(m => m.Name == name).CreateDelegate<Func<Runtime, Task>>();

    internal static IEnumerable<string> Names(Type bodies) => In(bodies).Select(b => b.Name);

    private static IEnumerable<MethodInfo> In(Type bodies) => bodies
        .GetMethods(BindingFlags.Public | BindingFlags.Static)
        .Where(m => m.ReturnType == typeof(Task)
            && m.GetParameters() is [{ } only] && only.ParameterType == typeof(Runtime))
        .OrderBy(m => m.Name, StringComparer.Ordinal);
}
