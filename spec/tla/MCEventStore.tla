---------------------------- MODULE MCEventStore ----------------------------
(***************************************************************************)
(* Models of EventStore.                                                   *)
(*                                                                         *)
(* The ids bound the log: each is used once, so no other bound is needed,  *)
(* and crashes are unlimited.  Two streams with two ids show what streams  *)
(* do to each other (an id taken elsewhere, a group commit for both, one   *)
(* closed while the other is open); one stream with three ids shows what a *)
(* stream does after a batch of two; one stream that takes its events one  *)
(* by one has the least of everything.  Larger models repeat these.        *)
(*                                                                         *)
(* MaxAcked = 2: no claim speaks about more than two acknowledged appends, *)
(* and acknowledging is never forced, so whatever two could break a claim  *)
(* are kept in some behaviour.                                             *)
(***************************************************************************)
EXTENDS EventStore

-----------------------------------------------------------------------------
(* Interesting states.  Each of these must be violated: a model in which   *)
(* one of them holds says nothing about the states it names.  One          *)
(* configuration each, since a check stops at the first.                   *)

(* No append with version "any" is acknowledged, then followed by other    *)
(* events and a deletion of its stream.  (RetrySafeInv would be easy.)     *)
RetryDebugInv ==
  ~ /\ running
    /\ \E a \in acked :
         /\ a.expected.kind = "Any"
         /\ a.stream \in deleted
         /\ LastVersion(a.stream) >= a.firstVersion + Len(a.ids)

(* No two different appends at one version are both acknowledged.          *)
(* (OneWinnerInv would compare nothing.)                                   *)
SameVersionDebugInv ==
  ~ \E a, b \in acked :
      /\ a.stream = b.stream
      /\ a.expected = b.expected
      /\ a.expected.kind = "NoStream"
      /\ a.ids # b.ids

(* No crash after an acknowledgement.  (AckedDurableInv would be easy.)    *)
CrashAfterAckDebugInv == ~ (~ running /\ acked # {} /\ ackedDeletes # {})

(* A crash never has anything to lose.                                     *)
VolatileTailDebugInv == running => log = disk.log /\ deleted = disk.deleted

(* A flush never commits for two streams.                                  *)
GroupCommitDebugInv ==
  ~ \E i, j \in DOMAIN log \ DOMAIN disk.log : log[i].stream # log[j].stream

(* No append is turned down in this way.                                   *)
NeverTurnedDown(expected, why) ==
  running => \A stream \in Streams, ids \in Batches :
    Outcome(stream, expected, ids) # why

(* Another writer was faster: the stream is there already.  (A version     *)
(* that is too high would be turned down in the first state.)              *)
WrongExpectedVersionDebugInv ==
  NeverTurnedDown([kind |-> "NoStream"], [kind |-> "WrongExpectedVersion"])

StreamDeletedDebugInv ==
  NeverTurnedDown([kind |-> "Any"], [kind |-> "StreamDeleted"])

(* The first id is free and the second is taken: half of the batch must    *)
(* not be written.                                                         *)
DuplicateEventIdDebugInv ==
  NeverTurnedDown([kind |-> "Any"], [kind |-> "DuplicateEventId", index |-> 1])

=============================================================================
