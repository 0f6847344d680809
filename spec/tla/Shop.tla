-------------------------------- MODULE Shop --------------------------------
(***************************************************************************)
(* The shop: orders, stock, payment, shipping.                             *)
(*                                                                         *)
(* An order is a saga of three steps, each at a service of its own: the    *)
(* stock reserves a unit, the payment is taken, the parcel is shipped.     *)
(* If one of them refuses, what was done is taken back, last first: the    *)
(* parcel is recalled, the payment refunded, the unit released.            *)
(*                                                                         *)
(* There are two ways of running such a saga, and this shop uses both at   *)
(* once, on the same services.  Some orders have a coordinator, that tells *)
(* the services what to do (SagaOrchestration.tla); only these can be      *)
(* given up when a service takes too long.  The others have none: each     *)
(* service acts on what the one before or behind it did                    *)
(* (SagaChoreography.tla).  Who does what when is not said here a second   *)
(* time: the rules are those of the two modules.                           *)
(*                                                                         *)
(* What is new is that orders meet.  They compete for the same stock, and  *)
(* no transaction spans an order, so one order sees what another has half  *)
(* done: it may be told that all is sold out because of a unit that comes  *)
(* back a moment later.  That is the price of sagas, and it is allowed.    *)
(* To sell what is not there is not, nor is money without goods.           *)
(*                                                                         *)
(* Between coordinators and services is Delivery.tla: a decision, its      *)
(* effect, and the word to others are one transaction; the word is         *)
(* delivered at least once, at any time, in any order.  So what was ever   *)
(* said may arrive at any later time, and arrive again.  The decision is   *)
(* kept with the order and is the inbox: whoever hears of the same thing   *)
(* again finds it decided.                                                 *)
(*                                                                         *)
(* Source: the composition of SagaOrchestration.tla and                    *)
(* SagaChoreography.tla over Delivery.tla; for orders that see one another *)
(* half done: Garcia-Molina and Salem, Sagas (SIGMOD 1987), section 2.     *)
(*                                                                         *)
(* Abstracted: content (an order is for one unit, a price is a price);     *)
(* crashes (all state is durable, and is changed by transactions; that     *)
(* this suffices is shown in the modules of the sagas); compensations that *)
(* fail (tried again until they succeed; SagaOrchestration.tla has those   *)
(* that need a person); mails and statistics, that only read.              *)
(*                                                                         *)
(* Safety: StockNonNegativeInv, UnitsConservedInv,                         *)
(* PaidThenShippedOrRefundedInv, AtMostOneEffectInv, TerminalProp.         *)
(* Liveness: every order ends (OrdersEnd), and each is a Saga with all     *)
(* that a Saga owes.  The fairness is with its definition.                 *)
(***************************************************************************)
EXTENDS Integers, FiniteSets

CONSTANTS
  Orchestrated,   \* Orders that are run by a coordinator.
  Choreographed,  \* Orders that are not.
  Units,          \* How many units there are to sell.
  Variant         \* "Correct", or the name of a mistake that must be found.

(***************************************************************************)
(* The mistakes.                                                           *)
(*                                                                         *)
(* "CheckThenReserve": the stock is looked at first and taken from later,  *)
(* in two transactions.  Another order fits between.                       *)
(*                                                                         *)
(* "NoInbox": a service does its step whenever it is asked to, though it   *)
(* may have been asked before.                                             *)
(*                                                                         *)
(* "ShipOnReservation": where there is no coordinator, shipping acts on    *)
(* the reservation and does not wait for the payment.                      *)
(***************************************************************************)
Variants == {"Correct", "CheckThenReserve", "NoInbox", "ShipOnReservation"}

ASSUME ConstantsAreSound ==
  /\ IsFiniteSet(Orchestrated)
  /\ IsFiniteSet(Choreographed)
  /\ Orchestrated \cap Choreographed = {}
  /\ Units \in Nat
  /\ Variant \in Variants

Orders == Orchestrated \cup Choreographed

(* The steps of an order, each at the service of this name.                *)
Stock    == 1
Payment  == 2
Shipping == 3

Steps == Stock .. Shipping

-----------------------------------------------------------------------------

VARIABLES
  progress,   \* For each order what the one who runs it knows: its
              \* coordinator, or the customer.  The fold of a durable log.
  said,       \* For each order all that was ever said about it.

  \* The services.  One transaction changes all of these, and what is said.
  stock,      \* Units that are there and not reserved.
  decisions,  \* For each order what each service decided: its inbox.
  effects,    \* For each order how often the effect of each step stands.
  checked     \* Orders that the stock was looked at for: a set that is
              \* always empty in the correct design.

vars == <<progress, said, stock, decisions, effects, checked>>

-----------------------------------------------------------------------------
(* The rules of the two kinds of saga, for a saga of these steps whose     *)
(* compensations do not fail.  Only the rules are used here, and they      *)
(* speak of no variable.                                                   *)

Orchestration == INSTANCE SagaOrchestration WITH
  StepCount       <- Shipping,
  MaxAttempts     <- 1,
  MaxUndoFailures <- 0,
  MaxFaults       <- 0,
  Variant         <- "Correct",
  log <- <<>>, parked <- FALSE, up <- TRUE, memory <- <<>>, unlogged <- <<>>,
  status <- <<>>, effect <- <<>>, network <- {}, undoFailures <- 0, faults <- 0

Choreography == INSTANCE SagaChoreography WITH
  StepCount <- Shipping,
  MaxFaults <- 0,
  Variant   <- "Correct",
  log <- <<>>, outcome <- "Running", offset <- <<>>, inbox <- <<>>, outbox <- <<>>,
  effect <- <<>>, faults <- 0

Idle          == Orchestration!Idle
Running(step) == Orchestration!At("Running", step, 0)
Ended(phase)  == Orchestration!At(phase, 0, 0)

Final == {"Completed", "Aborted"}

TypeOK ==
  /\ progress \in [Orders -> Orchestration!Progress]
  /\ said \in [Orders -> SUBSET (Orchestration!Commands \cup Orchestration!Events)]
  /\ stock \in Int
  /\ decisions \in [Orders -> [Steps -> Orchestration!Statuses]]
  /\ effects \in [Orders -> [Steps -> Int]]
  /\ checked \in SUBSET Orders

-----------------------------------------------------------------------------
(* The rule of the services.                                               *)

(* The event on which the service does its step, where nobody commands it. *)
GoesAhead(step) ==
  IF Variant = "ShipOnReservation" /\ step = Shipping
    THEN Choreography!StepDone(Stock)
    ELSE Choreography!GoesAhead(step)        \* PaidThenShippedOrRefundedInv

(* What a message asks of the service of this step: a command by its       *)
(* coordinator, or what the service next to it did.                        *)
RequestOf(order, step, message) ==
  IF order \in Orchestrated
    THEN CASE message = Orchestration!Do(step)      -> "Do"
           [] message = Orchestration!Cancel(step)  -> "Cancel"
           [] message = Orchestration!Undo(step, 1) -> "Undo"
           [] OTHER                                 -> "Nothing"
    ELSE CASE message = GoesAhead(step)                  -> "Do"
           [] message \in Choreography!GoesBack(step)    -> "Undo"
           [] OTHER                                      -> "Nothing"

(* The request is new to a service that decided so.  Any other is late, or *)
(* delivered again, and changes nothing.                                   *)
IsNews(decided, asked) ==
  \/ asked \in {"Do", "Cancel"} /\ decided = "Open"
  \/ asked = "Undo" /\ decided = "Done"
  \/ asked = "Do" /\ Variant = "NoInbox"

(* What becomes of the effect when it decides.                             *)
Change(decision) ==
  CASE decision = "Done"    -> 1
    [] decision = "Refused" -> 0
    [] decision = "Undone"  -> -1

(* What it says of it.                                                     *)
WordOf(decision, step) ==
  CASE decision = "Done"    -> Orchestration!StepDone(step)
    [] decision = "Refused" -> Orchestration!StepRefused(step)
    [] decision = "Undone"  -> Orchestration!StepUndone(step)

-----------------------------------------------------------------------------

Init ==
  /\ progress = [order \in Orders |-> Idle]
  /\ said = [order \in Orders |-> {}]
  /\ stock = Units
  /\ decisions = [order \in Orders |-> [step \in Steps |-> "Open"]]
  /\ effects = [order \in Orders |-> [step \in Steps |-> 0]]
  /\ checked = {}

Says(order, messages) == said' = [said EXCEPT ![order] = @ \cup messages]

-----------------------------------------------------------------------------
(* The customers, and the coordinators.                                    *)

(* The coordinator notes an event and sends the command that follows.      *)
Coordinate(order, event) ==
  LET next == Orchestration!Apply(progress[order], event)
  IN  /\ progress' = [progress EXCEPT ![order] = next]
      /\ Says(order, Orchestration!CommandsOf(next))
      /\ UNCHANGED <<stock, decisions, effects, checked>>

PlaceOrder(order) ==
  /\ progress[order] = Idle
  /\ IF order \in Orchestrated
       THEN Coordinate(order, Orchestration!Started)
       ELSE /\ progress' = [progress EXCEPT ![order] = Running(Stock)]
            /\ Says(order, {Choreography!Started})
            /\ UNCHANGED <<stock, decisions, effects, checked>>

HandleAnswer(order, answer) ==
  /\ order \in Orchestrated
  /\ answer \in said[order] \cap Orchestration!Awaited(progress[order])
  /\ Coordinate(order, answer)

(* Gives the order up: the step under way has taken too long.              *)
TimeOut(order) ==
  /\ order \in Orchestrated
  /\ progress[order].phase = "Running"
  /\ Coordinate(order, Orchestration!TimedOut)

(* The customer hears how the order ended.                                 *)
End(order, phase) ==
  /\ order \in Choreographed
  /\ progress[order].phase = "Running"
  /\ progress' = [progress EXCEPT ![order] = Ended(phase)]
  /\ UNCHANGED <<said, stock, decisions, effects, checked>>

CompleteOrder(order) ==
  /\ Choreography!StepDone(Shipping) \in said[order]
  /\ End(order, "Completed")

CancelOrder(order) ==
  /\ {Choreography!StepRefused(Stock), Choreography!StepUndone(Stock)} \cap said[order] # {}
  /\ End(order, "Aborted")

-----------------------------------------------------------------------------
(* The services.                                                           *)

IsAsked(order, step, asked) ==
  \E message \in said[order] : RequestOf(order, step, message) = asked

(* Decides what it is asked: decision, effect and word in one transaction. *)
Decide(order, step, asked, decision) ==
  /\ IsAsked(order, step, asked)
  /\ IsNews(decisions[order][step], asked)  \* AtMostOneEffectInv
  /\ decisions' = [decisions EXCEPT ![order][step] = decision]
  /\ effects' = [effects EXCEPT ![order][step] = @ + Change(decision)]
  /\ Says(order, {WordOf(decision, step)})
  /\ UNCHANGED progress

(* The first half of the mistake "CheckThenReserve".                       *)
CheckStock(order) ==
  /\ Variant = "CheckThenReserve"
  /\ order \notin checked
  /\ stock > 0
  /\ IsAsked(order, Stock, "Do")
  /\ IsNews(decisions[order][Stock], "Do")
  /\ checked' = checked \cup {order}
  /\ UNCHANGED <<progress, said, stock, decisions, effects>>

ReserveStock(order) ==
  /\ IF Variant = "CheckThenReserve"
       THEN order \in checked
       ELSE stock > 0                           \* StockNonNegativeInv
  /\ Decide(order, Stock, "Do", "Done")
  /\ stock' = stock - 1                         \* UnitsConservedInv
  /\ checked' = checked \ {order}

(* Sold out, for now.                                                      *)
RefuseStock(order) ==
  /\ stock = 0
  /\ order \notin checked
  /\ Decide(order, Stock, "Do", "Refused")
  /\ UNCHANGED <<stock, checked>>

ReleaseStock(order) ==
  /\ Decide(order, Stock, "Undo", "Undone")
  /\ stock' = stock + 1                         \* UnitsConservedInv
  /\ UNCHANGED checked

TakePayment(order) ==
  /\ Decide(order, Payment, "Do", "Done")
  /\ UNCHANGED <<stock, checked>>

DeclinePayment(order) ==
  /\ Decide(order, Payment, "Do", "Refused")
  /\ UNCHANGED <<stock, checked>>

RefundPayment(order) ==
  /\ Decide(order, Payment, "Undo", "Undone")
  /\ UNCHANGED <<stock, checked>>

ShipOrder(order) ==
  /\ Decide(order, Shipping, "Do", "Done")
  /\ UNCHANGED <<stock, checked>>

(* There is no way to the address.                                         *)
RefuseShipping(order) ==
  /\ Decide(order, Shipping, "Do", "Refused")
  /\ UNCHANGED <<stock, checked>>

(* Stops the parcel before it is handed over.                              *)
RecallParcel(order) ==
  /\ Decide(order, Shipping, "Undo", "Undone")
  /\ UNCHANGED <<stock, checked>>

(* Will never do its step, since it was called off in time.                *)
CancelStep(order, step) ==
  /\ Decide(order, step, "Cancel", "Refused")
  /\ UNCHANGED <<stock, checked>>

-----------------------------------------------------------------------------

Next ==
  \/ \E order \in Orders : PlaceOrder(order)
  \/ \E order \in Orders, answer \in Orchestration!Answers : HandleAnswer(order, answer)
  \/ \E order \in Orders : TimeOut(order)
  \/ \E order \in Orders : CompleteOrder(order)
  \/ \E order \in Orders : CancelOrder(order)
  \/ \E order \in Orders : CheckStock(order)
  \/ \E order \in Orders : ReserveStock(order)
  \/ \E order \in Orders : RefuseStock(order)
  \/ \E order \in Orders : ReleaseStock(order)
  \/ \E order \in Orders : TakePayment(order)
  \/ \E order \in Orders : DeclinePayment(order)
  \/ \E order \in Orders : RefundPayment(order)
  \/ \E order \in Orders : ShipOrder(order)
  \/ \E order \in Orders : RefuseShipping(order)
  \/ \E order \in Orders : RecallParcel(order)
  \/ \E order \in Orders, step \in Steps : CancelStep(order, step)

(* The one who runs an order hears what was said.                          *)
Advance(order) ==
  \/ \E answer \in Orchestration!Answers : HandleAnswer(order, answer)
  \/ CompleteOrder(order)
  \/ CancelOrder(order)

(* A service does what it is asked, one way or the other.                  *)
Serve(order) ==
  \/ ReserveStock(order) \/ RefuseStock(order) \/ ReleaseStock(order)
  \/ TakePayment(order) \/ DeclinePayment(order) \/ RefundPayment(order)
  \/ ShipOrder(order) \/ RefuseShipping(order) \/ RecallParcel(order)
  \/ \E step \in Steps : CancelStep(order, step)

(***************************************************************************)
(* Orders come, and what is said is heard.  Weak fairness suffices: what   *)
(* was said stays said, so who may act on it may do so until he does.      *)
(* Only the stock may change its answer in the meantime, from yes to no    *)
(* and back, but it can always give one of them.  There is no need to ask  *)
(* it of each service: an order takes no more steps than its services have *)
(* decisions to make, so none of them waits for ever while others act.     *)
(* Nobody owes a time-out.                                                 *)
(***************************************************************************)
Fairness ==
  \A order \in Orders :
    /\ WF_vars(PlaceOrder(order))
    /\ WF_vars(Advance(order))
    /\ WF_vars(Serve(order))

Spec == Init /\ [][Next]_vars /\ Fairness

-----------------------------------------------------------------------------
(* What the business may rely on.                                          *)

HasEnded(order) == progress[order].phase \in Final

(* Nothing is sold that is not there.                                      *)
StockNonNegativeInv == stock >= 0

(* No unit appears or is lost: each is there, or reserved for one order.   *)
UnitsConservedInv ==
  stock + Cardinality({order \in Orders : effects[order][Stock] > 0}) = Units

(* Nothing is shipped that is not paid.  Once an order has ended, who paid *)
(* has the goods on the way or the money back.                             *)
PaidThenShippedOrRefundedInv ==
  \A order \in Orders :
    /\ effects[order][Shipping] > 0 => effects[order][Payment] > 0
    /\ HasEnded(order) => effects[order][Payment] = effects[order][Shipping]

(* However often a service hears of an order, it has one effect, which is  *)
(* taken back once.                                                        *)
AtMostOneEffectInv ==
  \A order \in Orders, step \in Steps : effects[order][step] \in {0, 1}

(* The end is the end, whatever arrives again after it.                    *)
TerminalProp ==
  [][\A order \in Orders :
       HasEnded(order) =>
         progress'[order] = progress[order] /\ effects'[order] = effects[order]]_vars

(* Every order ends.                                                       *)
OrdersEnd == \A order \in Orders : <>HasEnded(order)

-----------------------------------------------------------------------------
(* Seen from outside every order is a Saga, of the kind that never sticks, *)
(* whichever way it is run and whatever the other orders do.  It fails     *)
(* when a service refuses its step, though nobody else knows yet, or when  *)
(* the step that was given up turns out to be done.                        *)

Standing(order) == {step \in Steps : effects[order][step] > 0}

Outcome(order) ==
  IF progress[order].phase \in {"Compensating"} \cup Final THEN progress[order].phase
  ELSE IF \E step \in Steps : decisions[order][step] = "Refused" THEN "Compensating"
  ELSE "Running"

Contract(order) == INSTANCE Saga WITH
  StepCount <- Shipping,
  standing  <- Standing(order),
  outcome   <- Outcome(order),
  MayStick  <- FALSE,
  Variant   <- "Correct"

OrdersAreSagas == \A order \in Orders : Contract(order)!Spec

THEOREM Spec => OrdersAreSagas

=============================================================================
