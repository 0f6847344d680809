----------------------------- MODULE MCEventBus -----------------------------
(***************************************************************************)
(* Models of EventBus.                                                     *)
(*                                                                         *)
(* Each event is published once, which bounds the model; only subscribing  *)
(* and unsubscribing go on for ever, so there is no state without a        *)
(* successor, and a deadlock among handlers shows as a violation of        *)
(* PublishedIsHandled.  Two handlers and two events have one level of      *)
(* nesting, also of a handler that waits for itself on another event.      *)
(* Three events with one handler have two levels.  The fewer permits, the  *)
(* more likely a deadlock, so there is one; two permits show handlers side *)
(* by side.                                                                *)
(***************************************************************************)
EXTENDS EventBus

-----------------------------------------------------------------------------
(* Interesting states. Each of these must be violated: a model in which    *)
(* one of them holds says nothing about the states it names.               *)

(* No handler ever waits for itself, on another event, while the last      *)
(* permit is taken. (PublishedIsHandled would be easy.)                    *)
NestedDebugInv ==
  ~ \E event, nested \in Events, handler \in Handlers :
      /\ Is(event, handler, WaitingFor(nested))
      /\ Is(nested, handler, Running)
      /\ permits = 0

(* One handler never fails where another one succeeds.                     *)
MixedOutcomesDebugInv ==
  ~ \E event \in Events : \E a, b \in DOMAIN runs[event] :
      runs[event][a] = Ended("Failed") /\ runs[event][b] = Ended("Succeeded")

(* Nobody unsubscribes while an event is on its way to it.                 *)
UnsubscribedDebugInv ==
  ~ \E event \in Events : \E handler \in DOMAIN runs[event] :
      Is(event, handler, Due) /\ handler \notin subscribed

=============================================================================
