using Verified.Concurrency;

namespace Verified.Tests.Systematic;

/// <summary>Every body of <see cref="SeamBodies"/>, by name.</summary>
public sealed class SeamBodyData() : BodyData(typeof(SeamBodies))
{
    internal static Func<Runtime, Task> Body(string name) => Body(typeof(SeamBodies), name);
}
