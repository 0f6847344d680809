---------------------------- MODULE MCProjection ----------------------------
(***************************************************************************)
(* Models of Projection.                                                   *)
(*                                                                         *)
(* Two projections are enough to be apart and to meet again; three events  *)
(* are one before, one at, and one after what goes wrong.  Two crashes can *)
(* fall on one projection or on both, and meet the rebuild.  Of three      *)
(* views two may be equally far while the third is elsewhere.  Answers may *)
(* be given for ever, so no model ends in a deadlock.                      *)
(***************************************************************************)
EXTENDS Projection

-----------------------------------------------------------------------------
(* Interesting states.  Each of these must be violated: a model in which   *)
(* one of them holds says nothing about the states it names.               *)

(* No projector is ever down with events folded and events to come.        *)
DownHalfWayDebugInv ==
  ~ \E projection \in Projections :
      /\ ~ up[projection]
      /\ checkpoint[projection] \in 1 .. Len(log) - 1

(* No view is ever behind the last answer.  (A client that hands in the    *)
(* position of its last answer would never wait.)                          *)
BehindAnswerDebugInv ==
  \A projection \in Projections : checkpoint[projection] >= answer.position

=============================================================================
