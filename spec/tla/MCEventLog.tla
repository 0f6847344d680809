----------------------------- MODULE MCEventLog -----------------------------
(***************************************************************************)
(* Models of EventLog.                                                     *)
(*                                                                         *)
(* The sets of ids bound the log: each id is used once.  Four ids are      *)
(* enough for two streams to interleave and for a commit to meet a log     *)
(* that holds both of them.  A log that used them all up takes no step;    *)
(* that is the end of the model and no deadlock of the design, so the      *)
(* configurations switch the check for deadlock off.                       *)
(***************************************************************************)
EXTENDS EventLog

-----------------------------------------------------------------------------
(* Interesting states.  Each of these must be violated: a model in which   *)
(* one of them holds says nothing about the states it names.               *)

(* No stream ever gets an event after another stream had one in between.   *)
InterleavedDebugInv ==
  ~ \E i, j, k \in DOMAIN log :
      /\ i < j /\ j < k
      /\ log[i].stream = log[k].stream
      /\ log[i].stream # log[j].stream

=============================================================================
