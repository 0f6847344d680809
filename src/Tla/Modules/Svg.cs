using System.Text;
using Verified.Tla.Semantics;
using Verified.Tla.Values;
using static Verified.Tla.Modules.Arguments;

namespace Verified.Tla.Modules;

/// <summary>The module SVG: pictures of states, as records of name, attributes, children and text.</summary>
internal static class Svg
{
    public static readonly BuiltinOperator[] All =
    [
        Shape("Line", "line", "x1", "y1", "x2", "y2"),
        Shape("Circle", "circle", "cx", "cy", "r"),
        Shape("Rect", "rect", "x", "y", "width", "height"),
        BuiltinOperator.Of("Text", 4, static call =>
            Element("text", Attributes(call, ["x", "y"], call[3]), TupleValue.Empty, call[2])),
        BuiltinOperator.Of("Group", static (children, attributes) => Element("g", attributes, children, StringValue.Of(""))),
        BuiltinOperator.Of("Svg", static (children, attributes) => Element("svg", attributes, children, StringValue.Of(""))),
        BuiltinOperator.Of("SVGElem", 4, static call => Element(Text(call[0]), call[1], call[2], call[3])),
        BuiltinOperator.Of("SVGDoc", 6, Document),
        BuiltinOperator.Of("SVGSerialize", 3, Serialize, effect: true, ordered: true),
        BuiltinOperator.Of("SVGElemToString", static e => StringValue.Of(Write(e))),
        BuiltinOperator.Of("NodeOfRingNetwork", 5, NodeOfRingNetwork),
        BuiltinOperator.Of("PointOnLine", 3, PointOnLine),
        BuiltinOperator.Refused("NodesOfDirectedMultiGraph", 3, "the layout of graphs is not supported"),
    ];

    /// <summary>An operator that takes the numbers of a shape, then further attributes.</summary>
    private static BuiltinOperator Shape(string name, string element, params string[] numbers) =>
        BuiltinOperator.Of(name, numbers.Length + 1, call => Element(
            element, Attributes(call, numbers, call[numbers.Length]), TupleValue.Empty, StringValue.Of("")));

    private static RecordValue Element(string name, Value attributes, Value children, Value text) => Records.Of(
        ("name", StringValue.Of(name)), ("attrs", attributes), ("children", children), ("innerText", text));

    private static FunctionLike Attributes(Invocation call, string[] numbers, Value others)
    {
        var fields = new (string, Value)[numbers.Length];
        for (var i = 0; i < fields.Length; i++) fields[i] = (numbers[i], StringValue.Of(call[i].ToString()));
        return FunctionLike.Combine(Records.Of(fields), Function(others, "an SVG element"));
    }

    /// <summary>A picture of its own: its children in a view box of x, y, width and height.</summary>
    private static RecordValue Document(Invocation call)
    {
        var box = string.Join(' ', call[1], call[2], call[3], call[4]);
        var attributes = Records.Of(
            ("xmlns", StringValue.Of("http://www.w3.org/2000/svg")), ("viewBox", StringValue.Of(box)));
        return Element("svg", FunctionLike.Combine(attributes, Function(call[5], "SVGDoc")),
            call[0] is TupleValue ? call[0] : TupleValue.Of(call[0]), StringValue.Of(""));
    }

    /// <summary>Writes the picture to a file whose name ends in its number.</summary>
    private static BoolValue Serialize(Invocation call)
    {
        Files.Write($"{Text(call[1])}{call[2]}.svg", Write(call[0]), "SVGSerialize");
        return BoolValue.True;
    }

    private static string Write(Value element)
    {
        StackGuard.Require();
        var name = Text(element, "name");
        var svg = new StringBuilder($"<{name}");
        var attributes = Function(Records.Field(element, "attrs", "SVGElemToString"), "SVGElemToString").ToExplicit();
        for (var i = 0; i < attributes.Count; i++)
            svg.Append(' ').Append(Text(attributes.ArgumentAt(i)).Replace('_', '-'))
                .Append("='").Append(Text(attributes.ResultAt(i))).Append('\'');
        svg.Append('>').Append(
            Text(element, "innerText").Replace("<<", "&lt;&lt;", StringComparison.Ordinal).Replace(">>", "&gt;&gt;", StringComparison.Ordinal));
        var children = Function(Records.Field(element, "children", "SVGElemToString"), "SVGElemToString").ToExplicit();
        for (var i = 0; i < children.Count; i++) svg.Append(Write(children.ResultAt(i)));
        return svg.Append("</").Append(name).Append('>').ToString();
    }

    private static string Text(Value element, string field) => Text(Records.Field(element, field, "SVGElemToString"));

    private static string Text(Value value) => (value as StringValue)?.Text
        ?? throw new ValueException($"SVGElemToString takes strings, not {value.ToString(Value.MessageLength)}");

    // n of m places on a circle around (cx, cy).
    private static RecordValue NodeOfRingNetwork(Invocation call)
    {
        var angle = 2.0 * Math.PI / Number(call[4]) * Number(call[3]);
        return Point(Number(call[0]) + (Number(call[2]) * Math.Cos(angle)), Number(call[1]) + (Number(call[2]) * Math.Sin(angle)));
    }

    private static RecordValue PointOnLine(Invocation call)
    {
        double Between(string axis)
        {
            var (from, to) = (Number(Records.Field(call[0], axis, "PointOnLine")), Number(Records.Field(call[1], axis, "PointOnLine")));
            return from + ((to - from) / Number(call[2]));
        }

        return Point(Between("x"), Between("y"));
    }

    private static double Number(Value value) => Index(value, "a point of SVG");

    private static RecordValue Point(double x, double y) => double.IsFinite(x) && double.IsFinite(y)
        ? Records.Of(("x", IntValue.Of((long)x)), ("y", IntValue.Of((long)y)))
        : throw new ValueException("a point of SVG is divided by zero");
}
