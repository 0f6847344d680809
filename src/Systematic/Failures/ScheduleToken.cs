using System.Buffers.Text;
using System.Text;

namespace Verified.Systematic;

/// <summary>A schedule as text: name of the body, and in base 64 the seed, the bounds, and each choice with a check of what
/// there was to choose from.</summary>
internal sealed record ScheduleToken(string Name, ulong Seed, Limits Limits, IReadOnlyList<RecordedChoice> Choices)
{
    private const string Version = "1";

    /// <summary>Reads a token.</summary>
    /// <exception cref="FormatException">It is none, or is cut short, or is of another version.</exception>
    public static ScheduleToken Parse(string text)
    {
        var parts = text.Split('/');
        if (parts.Length != 3)
            throw new FormatException($"'{text}' is no token: expected version/name/choices.");
        if (parts[0] != Version)
            throw new FormatException($"The token is of version '{parts[0]}'; this is version {Version}.");
        if (!Base64Url.IsValid(parts[2]))
            throw new FormatException("The choices of the token are not base 64.");
        var reader = new Reader(Base64Url.DecodeFromChars(parts[2]));
        var seed = BitConverter.ToUInt64([.. Enumerable.Range(0, 8).Select(_ => reader.Byte())]);
        var flags = reader.Byte();
        var limits = new Limits(reader.Number(), reader.Number(), (flags & 1) != 0, (flags & 2) != 0);
        var choices = new RecordedChoice[reader.Number()];
        for (var i = 0; i < choices.Length; i++)
            choices[i] = new RecordedChoice(reader.Number(), reader.Byte());
        return reader.IsAtEnd
            ? new ScheduleToken(Uri.UnescapeDataString(parts[1]), seed, limits, choices)
            : throw new FormatException("The token is longer than its choices.");
    }

    public override string ToString()
    {
        var bytes = new List<byte>();
        bytes.AddRange(BitConverter.GetBytes(Seed));
        bytes.Add((byte)((Limits.EarlyTimers ? 1 : 0) | (Limits.StartsAreSteps ? 2 : 0)));
        Write(bytes, Limits.Steps);
        Write(bytes, Limits.Faults);
        Write(bytes, Choices.Count);
        foreach (var choice in Choices)
        {
            Write(bytes, choice.Value);
            bytes.Add(choice.Check);
        }

        return new StringBuilder(Version).Append('/').Append(Uri.EscapeDataString(Name)).Append('/')
            .Append(Base64Url.EncodeToString(bytes.ToArray())).ToString();
    }

    private static void Write(List<byte> bytes, int number)
    {
        for (; number >= 128; number >>= 7)
            bytes.Add((byte)(number & 127 | 128));
        bytes.Add((byte)number);
    }

    private struct Reader(byte[] bytes)
    {
        private int _next;

        public readonly bool IsAtEnd => _next == bytes.Length;

        public byte Byte() =>
            _next < bytes.Length ? bytes[_next++] : throw new FormatException("The token is cut short.");

        public int Number()
        {
            var (number, shift) = (0L, 0);
            while (true)
            {
                var part = Byte();
                number |= (long)(part & 127) << shift;
                if (part < 128)
                    return number <= int.MaxValue ? (int)number : throw new FormatException("The token is damaged.");
                if ((shift += 7) > 28)
                    throw new FormatException("The token is damaged.");
            }
        }
    }
}
