using System.Reflection;
using Verified.Concurrency;

namespace Verified.Tests.Systematic;

/// <summary>Every body of <see cref="SeamBodies"/>, by name.</summary>
public sealed class SeamBodyData : TheoryData<string>
{
    public SeamBodyData()
    {
        foreach (var body in Bodies)
            Add(body.Name);
    }

    private static IEnumerable<MethodInfo> Bodies => typeof(SeamBodies)
        .GetMethods(BindingFlags.Public | BindingFlags.Static)
        .Where(m => m.ReturnType == typeof(Task) && m.GetParameters() is [{ } only] && only.ParameterType == typeof(Runtime))
        .OrderBy(m => m.Name, StringComparer.Ordinal);

    public static Func<Runtime, Task> Body(string name) =>
        Bodies.Single(m => m.Name == name).CreateDelegate<Func<Runtime, Task>>();
}
