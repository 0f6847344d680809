----------------------------- MODULE MCDelivery -----------------------------
(***************************************************************************)
(* Models of Delivery.                                                     *)
(*                                                                         *)
(* Two messages and two workers: one message shows what two workers do to  *)
(* one another, the second what its settling does to the first (only the   *)
(* mistake "OneExpiry" needs it).  So the model with both messages has one *)
(* redelivery of each, one replay of a dead letter, and a relay that never *)
(* fails; the model with one message has more of all of them.  Messages    *)
(* share workers and the patience of the operator, nothing else.           *)
(*                                                                         *)
(* A behaviour ends where all messages are settled and sent; that is the   *)
(* end of the model and no deadlock of the design, so the configurations   *)
(* switch the check for deadlock off.  That the end is reached is what the *)
(* liveness properties say.                                                *)
(***************************************************************************)
EXTENDS Delivery

-----------------------------------------------------------------------------
(* Interesting states. Each of these must be violated: a model in which    *)
(* one of them holds says nothing about the states it names.               *)

(* No message is replayed after its effect. (AtMostOneEffectInv would not  *)
(* need the inbox for dead letters.)                                       *)
ReplayDebugInv ==
  ~ \E worker \in Workers, message \in Messages :
      /\ replays > 0
      /\ workers[worker] = Received(message)
      /\ deliveries[message] = 1
      /\ effects[message] > 0

(* A message is never with two workers at once.                            *)
TwoWorkersDebugInv ==
  ~ \E a, b \in Workers, message \in Messages :
      a # b /\ workers[a] = Received(message) /\ workers[b] = Received(message)

(* Nothing is sent twice. (The next consumer would not need an inbox.)     *)
SentTwiceDebugInv == \A message \in Messages : sends[message] < 2

(* No id ever leaves the inbox.                                            *)
ExpiryDebugInv == \A message \in Messages : effects[message] > 0 => message \in inbox

=============================================================================
