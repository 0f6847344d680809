using Verified.Reference;

namespace Verified.Cli;

/// <summary>An append as a client makes it, so that it can be made again.</summary>
internal sealed record AppendAttempt(StreamId Stream, ExpectedVersion Expected, IReadOnlyList<EventData> Events);
