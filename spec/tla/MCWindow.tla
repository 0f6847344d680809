------------------------------ MODULE MCWindow ------------------------------
(***************************************************************************)
(* Models of Window.                                                       *)
(*                                                                         *)
(* Windows of length 2 that begin at every moment, or at every other one.  *)
(* A disorder of 1 makes an event that is behind and on time, one that is  *)
(* late for one window and on time for the next, and one that is late for  *)
(* both.  Three events are one in the window, one that closes it, and one  *)
(* that is late.  One crash is enough: a second one replays what the first *)
(* did.  When all that arrived is taken and saved nothing happens any      *)
(* more, so the configurations switch the check for deadlock off.          *)
(***************************************************************************)
EXTENDS Window

-----------------------------------------------------------------------------
(* Interesting states.  Each of these must be violated: a model in which   *)
(* one of them holds says nothing about the states it names.               *)

(* No event is ever late for one window and on time for another.           *)
LateForOneDebugInv ==
  ~ \E miss \in late : \E window \in Windows : miss.event \in contents[window]

(* No window is ever fired again.  (FireOnceInv would compare nothing.)    *)
FiredAgainDebugInv ==
  ~ \E result \in results : result.events = contents[result.window]

(* No result ever holds an event that came after a later one.              *)
OutOfOrderDebugInv ==
  ~ \E result \in results : \E i, j \in result.events : i < j /\ input[i] > input[j]

=============================================================================
