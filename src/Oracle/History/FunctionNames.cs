namespace Verified.Oracle.History;

/// <summary>The names of <see cref="LineFunction"/> as histories write them.</summary>
internal static class FunctionNames
{
    /// <summary>All of them, for people.</summary>
    public const string All =
        "append, read, read-all, delete, subscribe, unsubscribe, publish, deliver, ack, nack, dead-letter, replay, checkpoint, project, "
        + "saga-start, saga-step, saga-compensate, saga-end, crash, fault";

    private static readonly string[] s_names = All.Split(", ");

    private static readonly byte[][] s_utf8Names = Array.ConvertAll(s_names, System.Text.Encoding.UTF8.GetBytes);

    public static string Of(LineFunction function) => s_names[(int)function];

    /// <summary>The function of this name, or null. The functions of a store come first, so they are found first.</summary>
    public static LineFunction? Find(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < s_utf8Names.Length; i++)
            if (name.SequenceEqual(s_utf8Names[i]))
                return (LineFunction)i;
        return null;
    }
}
