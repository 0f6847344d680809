--------------------------- MODULE MCBoundedQueue ---------------------------
(***************************************************************************)
(* Models of BoundedQueue.                                                 *)
(*                                                                         *)
(* The items bound the model: a producer rests after its last one.  A      *)
(* signal can reach the wrong thread only where threads of both kinds wait *)
(* at once, and a woken thread is overtaken only by one of its own kind,   *)
(* so two threads of each kind and one place show both mistakes.  A second *)
(* place shows a buffer that is neither full nor empty, and one producer   *)
(* for two consumers that the kinds need not be equally many.              *)
(***************************************************************************)
EXTENDS BoundedQueue

-----------------------------------------------------------------------------
(* Interesting states. Each of these must be violated: a model in which    *)
(* one of them holds says nothing about the states it names.               *)

(* No thread is ever overtaken: what it was woken for is there when it     *)
(* looks. (Nobody would need to look again.)                               *)
OvertakenDebugInv ==
  /\ \A producer \in Producers \cap woken : Len(buffer) < Capacity
  /\ \A consumer \in Consumers \cap woken : buffer # <<>>

(* Producers and consumers never wait at the same time. (They would not    *)
(* need two conditions.)                                                   *)
BothWaitDebugInv == NotFull = {} \/ NotEmpty = {}

=============================================================================
