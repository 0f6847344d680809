------------------------------- MODULE MCShop -------------------------------
(***************************************************************************)
(* Models of Shop.                                                         *)
(*                                                                         *)
(* Two orders are enough to compete for one unit; the third sees what      *)
(* comes back from either kind.  With two units for three orders a unit is *)
(* there while another one is contended.  Orders share the stock, nothing  *)
(* else, so more of them only add to the product of their states.          *)
(*                                                                         *)
(* A shop whose orders have all ended takes no step; that is no deadlock,  *)
(* so the configurations switch the check for it off.                      *)
(***************************************************************************)
EXTENDS Shop

-----------------------------------------------------------------------------
(* Interesting states.  Each of these must be violated: a model in which   *)
(* one of them holds says nothing about the states it names.  One          *)
(* configuration each, since a check stops at the first.                   *)

(* No order is told that all is sold out, for a unit that comes back.      *)
(* (Orders would be isolated from each other.)                             *)
SoldOutInVainDebugInv ==
  ~ \E order \in Choreographed : decisions[order][Stock] = "Refused" /\ stock = Units

(* No order that was paid is cancelled.                                    *)
(* (PaidThenShippedOrRefundedInv would be easy.)                           *)
RefundedDebugInv ==
  ~ \E order \in Orders : HasEnded(order) /\ decisions[order][Payment] = "Undone"

(* No parcel that was shipped is recalled.                                 *)
RecalledDebugInv == ~ \E order \in Orders : decisions[order][Shipping] = "Undone"

(* No order that was given up turns out to be paid.  (A time-out would be  *)
(* a refusal.)                                                             *)
PaidThoughGivenUpDebugInv ==
  ~ \E order \in Orchestrated :
      progress[order] = Orchestration!At("Cancelling", Payment, 0)
        /\ decisions[order][Payment] = "Done"

(* Not both kinds of orders are ever completed.                            *)
BothCompleteDebugInv ==
  ~ /\ \E order \in Orchestrated : progress[order].phase = "Completed"
    /\ \E order \in Choreographed : progress[order].phase = "Completed"

=============================================================================
