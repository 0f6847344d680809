namespace Verified.Oracle.Jepsen;
internal static class EdnJudgement
{
    public static JudgeResult Judge(Stream source, string name, JudgeOptions options, Limits limits) => throw new NotSupportedException();
}
