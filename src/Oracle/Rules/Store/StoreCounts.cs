namespace Verified.Oracle.Rules.Store;

/// <summary>Events by what is known of them.</summary>
/// <param name="Acknowledged">Events some append of which was acknowledged.</param>
/// <param name="Observed">Those of them that were read or delivered.</param>
/// <param name="Unknown">Events without acknowledgement some append of which has an unknown outcome.</param>
/// <param name="Resolved">Those of them that were read or delivered: they took effect.</param>
internal readonly record struct StoreCounts(long Acknowledged, long Observed, long Unknown, long Resolved);
