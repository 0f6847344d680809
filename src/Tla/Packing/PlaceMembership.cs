using Verified.Tla.Evaluation;
using Verified.Tla.Source;
using Verified.Tla.Values;

namespace Verified.Tla.Packing;

/// <summary>Whether what is at a place of a packed state is an element of a constant set.</summary>
internal sealed class PlaceMembership(Place place, SetValue set)
    : Predicate(new Origin(new Span(), null))
{
    public override bool Test(Frame frame) => place is Place.Members members && set is PowerSet power
        ? Subset(frame.Recorder!, members, power.Base).IsSubsetOf(power.Base)
        : set.Contains(frame.Recorder!.Read(place));

    // What is known to be in it need not be looked at.
    private static SetValue Subset(Recorder recorder, Place.Members members, SetValue of) => recorder.IsRecording
        ? recorder.ReadWithout(members, of.Contains, result: true)
        : (SetValue)recorder.Read(members);

    /// <summary>For a function and a set of functions on its domain: each result, and where it must lie; else null.</summary>
    public static List<(Place, SetValue)>? PartsOf(Place.Fields place, SetValue set)
    {
        var parts = new List<(Place, SetValue)>();
        switch (set)
        {
            case FunctionSet functions when place.IsDomain(functions.Domain):
                foreach (var item in place.Items) parts.Add((item, functions.Range));
                return parts;
            case RecordSet records when place.IsDomain(records.Shape.Domain):
                for (var i = 0; i < place.Items.Length; i++) parts.Add((place.Items[i], records.Sets[i]));
                return parts;
            case ProductSet product when place.IsTupleOf(product.Sets.Length):
                for (var i = 0; i < place.Items.Length; i++) parts.Add((place.Items[i], product.Sets[i]));
                return parts;
            default:
                return null;
        }
    }
}
