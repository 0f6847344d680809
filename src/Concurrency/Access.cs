namespace Verified.Concurrency;

/// <summary>What a step does to shared state; two reads of one resource commute, no other pair does.</summary>
public enum Access
{
    /// <summary>The step only looks.</summary>
    Read,

    /// <summary>The step changes the resource, or may.</summary>
    Write,
}
