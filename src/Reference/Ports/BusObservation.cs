namespace Verified.Reference;

/// <summary>Tells an observer how something ended that either takes effect or throws.</summary>
internal static class BusObservation
{
    /// <summary>Awaits it. An exception leaves its outcome unknown, and is passed on.</summary>
    public static async ValueTask TellAsync(this IBusObserver observer, Observation observation, ValueTask operation)
    {
        try
        {
            await operation;
            observer.Ended(observation, ObservedOutcome.Succeeded);
        }
        catch (Exception failure)
        {
            observer.Ended(observation, ObservedOutcome.Unknown, failure.GetType().Name);
            throw;
        }
    }
}
