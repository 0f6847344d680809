--------------------------- MODULE MCSubscription ---------------------------
(***************************************************************************)
(* Models of Subscription.                                                 *)
(*                                                                         *)
(* Two writers are enough for one to overtake the other, and three         *)
(* positions for a gap with an event on either side of it; the fourth      *)
(* shows the reader at work behind it.  Two events that were read and not  *)
(* processed show all that reading ahead can do wrong.                     *)
(* A second crash finds the checkpoint of a run that began after a crash.  *)
(* A reader that has seen all of the log takes no step; that is the end of *)
(* the model, so the configurations switch the check for deadlock off.     *)
(***************************************************************************)
EXTENDS Subscription

-----------------------------------------------------------------------------
(* Interesting states.  Each of these must be violated: a model in which   *)
(* one of them holds says nothing about the states it names.               *)

(* No event is ever committed in front of one that is under way.           *)
OvertakenDebugInv ==
  ~ \E lower, higher \in Positions :
      lower < higher /\ status[lower] = "Taken" /\ status[higher] = "Committed"

(* The reader never passes over a gap.                                     *)
PassedGapDebugInv ==
  ~ \E i \in DOMAIN seen : seen[i] > i

(* No event is ever seen twice.                                            *)
SeenAgainDebugInv ==
  ~ \E i \in DOMAIN ahead : ahead[i] \in Range(seen)

=============================================================================
