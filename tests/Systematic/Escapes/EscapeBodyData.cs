namespace Verified.Tests.Systematic;

/// <summary>Every body of <see cref="EscapeBodies"/>, by name.</summary>
public sealed class EscapeBodyData() : BodyData(typeof(EscapeBodies));
