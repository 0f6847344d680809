--------------------------- MODULE CausalDelivery ---------------------------
(***************************************************************************)
(* Causal broadcast: every node gets every message, and no node gets an    *)
(* answer before the question.                                             *)
(*                                                                         *)
(* Messages overtake each other in the network.  A node may therefore hold *)
(* a message whose causes, all that its sender knew when it sent it, are   *)
(* still on their way.  It must wait for them, and for nothing else.       *)
(*                                                                         *)
(* Each node counts the messages that were delivered to it, by sender, its *)
(* own included, and each message carries the counts of its sender.  So    *)
(* the receiver can tell without asking anyone:                            *)
(*                                                                         *)
(*   Ready  the next one of its sender, and all its causes are delivered;  *)
(*   Stale  delivered before, a copy: discard it;                          *)
(*   Early  something is missing: keep it.                                 *)
(*                                                                         *)
(* The counts are a faithful image of causality and not just of time       *)
(* (ClocksTellCausesInv): of two messages one caused the other exactly if  *)
(* its counts are below; neither is below if they are concurrent.          *)
(*                                                                         *)
(* Source: causal broadcast (Birman, Schiper and Stephenson, 1991); vector *)
(* clocks (Fidge, 1988; Mattern, 1989); happened before (Lamport, 1978).   *)
(*                                                                         *)
(* Abstracted: content, and crashes: a node that keeps its counts with     *)
(* what was delivered, in one transaction, has nothing to lose.  The       *)
(* network repeats and reorders and does not lose; sending again until it  *)
(* is acknowledged is Delivery.tla.                                        *)
(*                                                                         *)
(* Safety: CausalOrderInv, CausallyClosedInv, NoDuplicateInv,              *)
(* ClocksTellCausesInv.  Liveness: what is sent is delivered everywhere    *)
(* (SentIsDelivered) and the network drains (NetworkDrains).  Needed: a    *)
(* node delivers and discards what it can.  Weak fairness is enough: a     *)
(* message that is ready stays ready and a stale one stale.  Sends and     *)
(* copies are finitely many: MaxSends and MaxCopies.                       *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
  Nodes,      \* Names of nodes.
  MaxSends,   \* How many messages all nodes together may send.
  MaxCopies,  \* How often the network may repeat a message.
  Variant     \* "Correct", or the name of a mistake that must be found.

(***************************************************************************)
(* The mistakes.                                                           *)
(*                                                                         *)
(* "NoGuard": what arrives is delivered, unless something later of the     *)
(* same sender was.                                                        *)
(*                                                                         *)
(* "PerSenderOrder": what arrives is delivered in the order in which its   *)
(* sender sent it, as channels that keep the order do.                     *)
(***************************************************************************)
Variants == {"Correct", "NoGuard", "PerSenderOrder"}

ASSUME ConstantsAreSound ==
  /\ IsFiniteSet(Nodes)
  /\ MaxSends \in Nat
  /\ MaxCopies \in Nat
  /\ Variant \in Variants

Clock   == [Nodes -> 0 .. MaxSends]
Message == [from : Nodes, clock : Clock]

(* A message is named by its sender and its number there.                  *)
Numbers == 1 .. MaxSends

NumberOf(message) == message.clock[message.from]

-----------------------------------------------------------------------------

VARIABLES
  clock,      \* For each node: how many messages were delivered to it, by sender.
  network,    \* For each node: the messages on their way to it.
  delivered,  \* For each node: what was delivered to it, in order; what it
              \* sends is delivered to it at once.
  copies      \* How often the network repeated a message.

vars == <<clock, network, delivered, copies>>

TypeOK ==
  /\ clock \in [Nodes -> Clock]
  /\ network \in [Nodes -> SUBSET Message]
  /\ delivered \in [Nodes -> Seq(Message)]
  /\ copies \in 0 .. MaxCopies

-----------------------------------------------------------------------------
(* Helpers.                                                                *)

Range(sequence) == {sequence[i] : i \in DOMAIN sequence}

(* All that was sent: each sender has its own.                             *)
Sent == UNION {{m \in Range(delivered[node]) : m.from = node} : node \in Nodes}

(* Those of these messages that bear this name: one at most.               *)
Named(messages, from, number) ==
  {m \in messages : m.from = from /\ NumberOf(m) = number}

(* What a node makes of a message.                                         *)
Judge(node, message) ==
  LET from   == message.from
      number == NumberOf(message)
  IN  CASE number <= clock[node][from] -> "Stale"
        [] /\ number = clock[node][from] + 1
           /\ \A other \in Nodes \ {from} : message.clock[other] <= clock[node][other]
                                       -> "Ready"
        [] OTHER                       -> "Early"

(* How the variants judge what they are about to deliver.                  *)
MayDeliver(node, message) ==
  CASE Variant = "NoGuard"        -> Judge(node, message) # "Stale"
    [] Variant = "PerSenderOrder" -> NumberOf(message) = clock[node][message.from] + 1
    [] OTHER                      -> Judge(node, message) = "Ready"

-----------------------------------------------------------------------------

Init ==
  /\ clock = [node \in Nodes |-> [sender \in Nodes |-> 0]]
  /\ network = [node \in Nodes |-> {}]
  /\ delivered = [node \in Nodes |-> <<>>]
  /\ copies = 0

-----------------------------------------------------------------------------
(* Nodes.                                                                  *)

(* Sends a message to all others.  All that the node has got so far, and   *)
(* sent, is a cause of it.                                                 *)
Send(node) ==
  LET counts  == [clock[node] EXCEPT ![node] = @ + 1]
      message == [from |-> node, clock |-> counts]
  IN  /\ Cardinality(Sent) < MaxSends
      /\ clock' = [clock EXCEPT ![node] = counts]
      /\ delivered' = [delivered EXCEPT ![node] = Append(@, message)]
      /\ network' = [other \in Nodes |->
                       IF other = node THEN network[other] ELSE network[other] \cup {message}]
      /\ UNCHANGED copies

(* Takes a message from the network and delivers it.                       *)
Deliver(node, from, number) ==
  \E message \in Named(network[node], from, number) :
    /\ MayDeliver(node, message)  \* CausallyClosedInv, NoDuplicateInv
    /\ clock' = [clock EXCEPT ![node][from] = number]
    /\ delivered' = [delivered EXCEPT ![node] = Append(@, message)]
    /\ network' = [network EXCEPT ![node] = @ \ {message}]
    /\ UNCHANGED copies

(* Takes a copy from the network and forgets it.                           *)
Discard(node, from, number) ==
  \E message \in Named(network[node], from, number) :
    /\ Judge(node, message) = "Stale"
    /\ network' = [network EXCEPT ![node] = @ \ {message}]
    /\ UNCHANGED <<clock, delivered, copies>>

-----------------------------------------------------------------------------
(* The network.  Two copies under way at once are two in a row: the second *)
(* is seen when the first is taken.                                        *)

Duplicate(node, from, number) ==
  \E message \in Named(Sent, from, number) :
    /\ node # from
    /\ message \notin network[node]
    /\ copies < MaxCopies
    /\ copies' = copies + 1
    /\ network' = [network EXCEPT ![node] = @ \cup {message}]
    /\ UNCHANGED <<clock, delivered>>

-----------------------------------------------------------------------------

Next ==
  \/ \E node \in Nodes : Send(node)
  \/ \E node \in Nodes, from \in Nodes, number \in Numbers : Deliver(node, from, number)
  \/ \E node \in Nodes, from \in Nodes, number \in Numbers : Discard(node, from, number)
  \/ \E node \in Nodes, from \in Nodes, number \in Numbers : Duplicate(node, from, number)

(* Each node delivers what is ready and discards what is stale.  Weak      *)
(* fairness: nobody but the node itself changes how it judges a message.   *)
Fairness ==
  \A node \in Nodes :
    /\ WF_vars(\E from \in Nodes, number \in Numbers : Deliver(node, from, number))
    /\ WF_vars(\E from \in Nodes, number \in Numbers : Discard(node, from, number))

Spec == Init /\ [][Next]_vars /\ Fairness

-----------------------------------------------------------------------------
(* Causality, by what happened and not by clocks: a is a cause of b if the *)
(* sender of b had got a when it sent b.  (Causes of causes are covered:   *)
(* where CausallyClosedInv holds, the sender had got these too.)           *)

IsCause(a, b) ==
  \E i, j \in DOMAIN delivered[b.from] :
    i < j /\ delivered[b.from][i] = a /\ delivered[b.from][j] = b

-----------------------------------------------------------------------------
(* What nodes may rely on.                                                 *)

(* No node gets a message and later a cause of it.                         *)
CausalOrderInv ==
  \A node \in Nodes : \A i, j \in DOMAIN delivered[node] :
    i < j => ~ IsCause(delivered[node][j], delivered[node][i])

(* Whoever has got a message had got all its causes before.                *)
CausallyClosedInv ==
  \A node \in Nodes : \A j \in DOMAIN delivered[node] : \A a \in Sent :
    IsCause(a, delivered[node][j]) => \E i \in 1 .. j - 1 : delivered[node][i] = a

(* No node gets a message twice.                                           *)
NoDuplicateInv ==
  \A node \in Nodes : \A i, j \in DOMAIN delivered[node] :
    delivered[node][i] = delivered[node][j] => i = j

(* The counts say exactly what caused what.                                *)
ClocksTellCausesInv ==
  \A a, b \in Sent :
    IsCause(a, b) <=> a # b /\ \A node \in Nodes : a.clock[node] <= b.clock[node]

(* What is sent is delivered, to every node.                               *)
SentIsDelivered ==
  \A node \in Nodes, from \in Nodes, number \in Numbers :
    Named(Sent, from, number) # {} ~> Named(Range(delivered[node]), from, number) # {}

(* From some time on the network is empty.                                 *)
NetworkDrains == <>[](\A node \in Nodes : network[node] = {})

=============================================================================
