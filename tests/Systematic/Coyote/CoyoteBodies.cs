using Verified.Scenarios;

namespace Verified.Tests.Systematic.Coyote;

/// <summary>What runs under Coyote: the known bugs, and the running system as far as Coyote controls what it stands on.</summary>
internal static class CoyoteBodies
{
    private const string Time = "it waits for time, and Coyote does not control a TimeProvider";
    private const string WaitAsync = "a handler waits with Task.WaitAsync, which Coyote does not control";

    /// <summary>Why a body of the running system cannot be run.</summary>
    public static IReadOnlyDictionary<string, string> Refused { get; } = new Dictionary<string, string>
    {
        ["delivery-dead-letter"] = Time,
        ["bus-nested"] = WaitAsync,
        ["bus-hold-permit"] = WaitAsync,
        ["group-rebalance"] = Time,
        ["group-zombie"] = Time,
        ["group-silent"] = Time,
        ["group-unfenced"] = Time,
        ["group-commit-ahead"] = Time,
        ["shop-last-unit"] = Time,
    };

    public static IEnumerable<Scenario> All => Catalogue.All.Where(scenario => !Refused.ContainsKey(scenario.Name));
}

/// <summary>Names of bodies with a mistake in them.</summary>
public sealed class BrokenBodyData : TheoryData<string>
{
    public BrokenBodyData() => AddRange([.. CoyoteBodies.All.Where(scenario => scenario.IsBroken).Select(scenario => scenario.Name)]);
}

/// <summary>Names of bodies that must hold.</summary>
public sealed class SoundBodyData : TheoryData<string>
{
    public SoundBodyData() => AddRange([.. CoyoteBodies.All.Where(scenario => !scenario.IsBroken).Select(scenario => scenario.Name)]);
}

/// <summary>Names of bodies that cannot be run.</summary>
public sealed class RefusedBodyData : TheoryData<string>
{
    public RefusedBodyData() => AddRange([.. CoyoteBodies.Refused.Keys]);
}
