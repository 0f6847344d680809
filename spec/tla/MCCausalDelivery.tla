-------------------------- MODULE MCCausalDelivery --------------------------
(***************************************************************************)
(* Models of CausalDelivery.                                               *)
(*                                                                         *)
(* Three nodes are the fewest among which an answer can overtake its       *)
(* question: one asks, one answers, one gets the answer first.  A third    *)
(* message makes a chain of causes, or one that is concurrent with both.   *)
(* (Between two nodes a question and its answer are all there is to see.)  *)
(* When all is sent and delivered nothing happens any more; that is the    *)
(* end of the model, so the configurations switch the check for deadlock   *)
(* off.                                                                    *)
(***************************************************************************)
EXTENDS CausalDelivery

-----------------------------------------------------------------------------
(* Interesting states.  Each of these must be violated: a model in which   *)
(* one of them holds says nothing about the states it names.               *)

(* No message is ever there before its cause: in order for its sender, and *)
(* early all the same.                                                     *)
EarlyDebugInv ==
  ~ \E node \in Nodes : \E m \in network[node] :
      NumberOf(m) = clock[node][m.from] + 1 /\ Judge(node, m) = "Early"

(* No copy of a delivered message ever arrives.                            *)
StaleDebugInv ==
  ~ \E node \in Nodes : \E m \in network[node] : Judge(node, m) = "Stale"

(* No two nodes ever get two messages in different orders.  (Messages that *)
(* are concurrent have none.)                                              *)
ConcurrentDebugInv ==
  ~ \E p, q \in Nodes : \E i, j \in DOMAIN delivered[p], k, l \in DOMAIN delivered[q] :
      /\ i < j /\ k < l
      /\ delivered[p][i] = delivered[q][l]
      /\ delivered[p][j] = delivered[q][k]

=============================================================================
