------------------------------- MODULE MCFold -------------------------------
(***************************************************************************)
(* Models of Fold.                                                         *)
(*                                                                         *)
(* Two currencies are the default one and another; one amount is enough,   *)
(* since interest makes further balances of it.  Three events are one in   *)
(* front of a snapshot, one behind it, and one of the other schema.        *)
(* Answers may be given for ever, so no model ends in a deadlock.          *)
(***************************************************************************)
EXTENDS Fold

-----------------------------------------------------------------------------
(* Interesting states.  Each of these must be violated: a model in which   *)
(* one of them holds says nothing about the states it names.               *)

(* New code never goes on from a snapshot of old code to a new event.      *)
OldSnapshotDebugInv ==
  ~ \E snapshot \in snapshots :
      /\ schema = 2
      /\ snapshot.state.kind = "SavingsV1" /\ snapshot.state.balance > 0
      /\ snapshot.version < Len(log)
      /\ log[snapshot.version + 1].kind = "DepositedV2"

(* No answer of old code is about a past that new code has added to.       *)
OldAnswerDebugInv ==
  ~ /\ schema = 2
    /\ answer.state.kind = "SavingsV1"
    /\ answer.version \in 1 .. Len(log) - 1

=============================================================================
