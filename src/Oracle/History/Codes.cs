namespace Verified.Oracle.History;

/// <summary>The diagnostics of malformed histories; each is explained in <c>docs/HISTORY-FORMAT.md</c>.</summary>
internal static class Codes
{
    public const string Unreadable = "VOR0101";
    public const string Empty = "VOR0102";
    public const string InvalidUtf8 = "VOR0103";
    public const string LineTooLong = "VOR0104";
    public const string TooDeep = "VOR0105";
    public const string Syntax = "VOR0106";
    public const string NumberTooLarge = "VOR0107";
    public const string Header = "VOR0108";
    public const string Spec = "VOR0109";
    public const string Function = "VOR0110";
    public const string Type = "VOR0111";
    public const string MissingField = "VOR0112";
    public const string DuplicateField = "VOR0113";
    public const string MistypedField = "VOR0114";
    public const string IndexOrder = "VOR0115";
    public const string CompletionWithoutInvoke = "VOR0116";
    public const string TwoOpen = "VOR0117";
    public const string ProcessReused = "VOR0118";
    public const string TruncatedEnd = "VOR0119";
    public const string OtherFunction = "VOR0120";
    public const string EdnSyntax = "VOR0131";
    public const string EdnTooDeep = "VOR0132";
    public const string EdnNotAnOperation = "VOR0133";
    public const string EdnTooLong = "VOR0134";
    public const string Format = "VOR0135";
}
