------------------------------- MODULE Window -------------------------------
(***************************************************************************)
(* Windows over event time: events that happened in the same span of time  *)
(* are put together, once and for all, although they arrive in any order.  *)
(*                                                                         *)
(* A window begins at each multiple of Slide and is Size long, its end not *)
(* included.  If Slide equals Size windows follow each other (tumbling);   *)
(* if Slide is smaller they overlap, and an event belongs to several       *)
(* (sliding).                                                              *)
(*                                                                         *)
(* When is a window complete?  The operator keeps a watermark: the highest *)
(* timestamp it has taken, less the disorder it is willing to wait for.    *)
(* A window whose end the watermark has reached is closed: nothing joins   *)
(* it any more, and it fires, that is its content becomes a result.        *)
(*                                                                         *)
(* An event that comes after that is late, and it is late for a window:    *)
(* under sliding windows the same event is late for one and on time for    *)
(* the next.  So lateness is judged for each event and each window.  What  *)
(* is late goes to a side output, where it can be seen and counted.        *)
(*                                                                         *)
(* Late is what the watermark says, not what has fired.  Therefore the     *)
(* results and the side output are a function of the input alone, however  *)
(* quickly windows fire, and a crash needs no further care: the operator   *)
(* goes back to its checkpoint, takes the same input again, and puts out   *)
(* the same results, each under the name of its window.  To write one      *)
(* again changes nothing.  The operator need not remember what has fired.  *)
(*                                                                         *)
(* Source: the dataflow model (Akidau et al., 2015); watermarks (Li et     *)
(* al., 2008); replay from a checkpoint as in stream processors.           *)
(*                                                                         *)
(* Abstracted: what is computed (the result of a window is the set of its  *)
(* events), keys (each key has windows of its own), sessions.  Watermarks  *)
(* come from events alone: a window after which nothing arrives waits, and *)
(* a source that may fall silent must send heartbeats.                     *)
(*                                                                         *)
(* Safety: FireOnceInv, ExactInv, NothingIsLostInv, DisorderIsToleratedInv *)
(* and WatermarkMonotoneProp.  Liveness: what is closed fires              *)
(* (ClosedIsFired), if the operator, once up, goes on.  Weak fairness is   *)
(* enough: what is there to be taken stays, a window that may fire may do  *)
(* so until it does, and only crashes set the operator back; MaxCrashes is *)
(* their budget.                                                           *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
  MaxTime,     \* The last moment of event time; the first is 0.
  Size,        \* How long a window is.
  Slide,       \* How far one window begins after the one before.
  Disorder,    \* How far behind the highest timestamp an event is waited for.
  MaxEvents,   \* How many events arrive at most.
  MaxCrashes,  \* How often the operator may crash.
  Variant      \* "Correct", or the name of a mistake that must be found.

(***************************************************************************)
(* The mistakes.                                                           *)
(*                                                                         *)
(* "LatePerEvent": an event that is on time for one of its windows is on   *)
(* time for all of them.  Under tumbling windows, where it has but one,    *)
(* this is no mistake.                                                     *)
(*                                                                         *)
(* "LateAfterFiring": an event joins a closed window that has not fired.   *)
(*                                                                         *)
(* "CheckpointWithoutContents": the checkpoint says how far the operator   *)
(* is, and not what its open windows hold.                                 *)
(***************************************************************************)
Variants == {"Correct", "LatePerEvent", "LateAfterFiring", "CheckpointWithoutContents"}

ASSUME ConstantsAreSound ==
  /\ MaxTime \in Nat
  /\ Size \in Nat \ {0}
  /\ Slide \in 1 .. Size
  /\ Disorder \in Nat
  /\ MaxEvents \in Nat
  /\ MaxCrashes \in Nat
  /\ Variant \in Variants

Times == 0 .. MaxTime

(* An event is the number of its arrival, a window its beginning.          *)
Events  == 1 .. MaxEvents
Windows == {begin \in 1 - Size .. MaxTime : begin % Slide = 0}

WindowsOf(time) == {window \in Windows : window <= time /\ time < window + Size}

(* Below all windows: nothing has been taken.                              *)
NoWatermark == -1 - Disorder

Contents == [Windows -> SUBSET Events]

-----------------------------------------------------------------------------

VARIABLES
  \* The source, which keeps what arrived.
  input,      \* The timestamp of each event, in the order of arrival.

  \* What the operator holds; a crash takes it all.
  taken,      \* How many events it has taken.
  watermark,  \* No event below this is waited for.
  contents,   \* For each window the events that joined it and have not fired.

  \* What survives.
  saved,      \* The checkpoint: the three above as they once were.
  crashes,    \* How many crashes there were.

  \* The output.
  results,    \* What fired: windows and their events.
  late        \* The side output: events, each with the window it missed.

operator == <<taken, watermark, contents>>
vars     == <<input, taken, watermark, contents, saved, crashes, results, late>>

TypeOK ==
  /\ input \in Seq(Times)
  /\ taken \in 0 .. MaxEvents
  /\ watermark \in NoWatermark .. MaxTime
  /\ contents \in Contents
  /\ saved \in [taken : 0 .. MaxEvents, watermark : NoWatermark .. MaxTime, contents : Contents]
  /\ crashes \in 0 .. MaxCrashes
  /\ results \subseteq [window : Windows, events : SUBSET Events]
  /\ late \subseteq [event : Events, window : Windows]

-----------------------------------------------------------------------------
(* Helpers.                                                                *)

Max(numbers) == CHOOSE n \in numbers : \A m \in numbers : n >= m

IsClosed(window) == window + Size <= watermark

HasFired(window) == \E result \in results : result.window = window

(* The windows that the next event joins, as the variants judge.           *)
Joined(time) ==
  CASE Variant = "LatePerEvent" ->
         IF \A window \in WindowsOf(time) : IsClosed(window) THEN {} ELSE WindowsOf(time)
    [] Variant = "LateAfterFiring" ->
         {window \in WindowsOf(time) : ~ IsClosed(window) \/ ~ HasFired(window)}
    [] OTHER ->
         {window \in WindowsOf(time) : ~ IsClosed(window)}

-----------------------------------------------------------------------------

Init ==
  /\ input = <<>>
  /\ taken = 0
  /\ watermark = NoWatermark
  /\ contents = [window \in Windows |-> {}]
  /\ saved = [taken |-> 0, watermark |-> NoWatermark, contents |-> contents]
  /\ crashes = 0
  /\ results = {}
  /\ late = {}

-----------------------------------------------------------------------------
(* The source.                                                             *)

(* An event arrives that happened at this time.                            *)
Arrive(time) ==
  /\ Len(input) < MaxEvents
  /\ input' = Append(input, time)
  /\ UNCHANGED <<operator, saved, crashes, results, late>>

-----------------------------------------------------------------------------
(* The operator.                                                           *)

(* Takes the next event.  It joins those of its windows for which it is on *)
(* time and goes to the side output for the others, and only then does it  *)
(* move the watermark.                                                     *)
Take ==
  LET event  == taken + 1
      time   == input[event]
      joined == Joined(time)                           \* ExactInv
      missed == WindowsOf(time) \ joined
  IN  /\ taken < Len(input)
      /\ taken' = event
      /\ contents' = [window \in Windows |->
                        IF window \in joined THEN contents[window] \cup {event}
                                             ELSE contents[window]]
      /\ late' = late \cup {[event |-> event, window |-> window] : window \in missed}
      /\ watermark' = Max({watermark, time - Disorder})  \* WatermarkMonotoneProp
      /\ UNCHANGED <<input, saved, crashes, results>>

(* Puts out the content of a closed window and forgets it.                 *)
Fire(window) ==
  /\ IsClosed(window)                                  \* FireOnceInv
  /\ contents[window] # {}
  /\ results' = results \cup {[window |-> window, events |-> contents[window]]}
  /\ contents' = [contents EXCEPT ![window] = {}]
  /\ UNCHANGED <<input, taken, watermark, saved, crashes, late>>

(* Saves what the operator holds.  The output is durable before that.      *)
SaveCheckpoint ==
  LET kept == IF Variant = "CheckpointWithoutContents"  \* NothingIsLostInv
                THEN [window \in Windows |-> {}]
                ELSE contents
      checkpoint == [taken |-> taken, watermark |-> watermark, contents |-> kept]
  IN  /\ saved # checkpoint
      /\ saved' = checkpoint
      /\ UNCHANGED <<input, operator, crashes, results, late>>

(* The operator dies and starts again from its checkpoint.                 *)
Crash ==
  /\ crashes < MaxCrashes
  /\ crashes' = crashes + 1
  /\ taken' = saved.taken
  /\ watermark' = saved.watermark
  /\ contents' = saved.contents
  /\ UNCHANGED <<input, saved, results, late>>

-----------------------------------------------------------------------------

Next ==
  \/ \E time \in Times : Arrive(time)
  \/ Take
  \/ \E window \in Windows : Fire(window)
  \/ SaveCheckpoint
  \/ Crash

(* The operator takes what is there and fires what is closed.  Weak        *)
(* fairness: each stays possible until it is done, but for a crash.        *)
Fairness ==
  /\ WF_vars(Take)
  /\ WF_vars(\E window \in Windows : Fire(window))

Spec == Init /\ [][Next]_vars /\ Fairness

-----------------------------------------------------------------------------
(* What is right, by the input alone.                                      *)

(* The watermark when the event is taken, and when all events are.         *)
WatermarkBefore(event) ==
  Max({NoWatermark} \cup {input[earlier] - Disorder : earlier \in 1 .. event - 1})

FinalWatermark == WatermarkBefore(Len(input) + 1)

IsOnTime(event, window) == window + Size > WatermarkBefore(event)

(* The events that the window should have.                                 *)
Due(window) ==
  {event \in DOMAIN input : window \in WindowsOf(input[event]) /\ IsOnTime(event, window)}

-----------------------------------------------------------------------------
(* What a reader of the output may rely on.                                *)

(* A window has one result: it never fires again with another.             *)
FireOnceInv == \A r, s \in results : r.window = s.window => r = s

(* A result holds exactly the events of its window that were on time, and  *)
(* the side output nothing that was.                                       *)
ExactInv ==
  /\ \A result \in results : result.events = Due(result.window)
  /\ \A miss \in late : ~ IsOnTime(miss.event, miss.window)

(* An event that was taken is, for each of its windows, in the window, in  *)
(* its result, or in the side output.                                      *)
NothingIsLostInv ==
  \A event \in 1 .. taken : \A window \in WindowsOf(input[event]) :
    \/ event \in contents[window]
    \/ \E result \in results : result.window = window /\ event \in result.events
    \/ [event |-> event, window |-> window] \in late

(* No event within the disorder that is waited for is late for anything.   *)
DisorderIsToleratedInv ==
  \A miss \in late : input[miss.event] < WatermarkBefore(miss.event)

(* The watermark goes back at a crash only, and never behind what is saved.*)
WatermarkMonotoneProp ==
  [][/\ saved'.watermark >= saved.watermark
     /\ watermark' >= saved.watermark
     /\ crashes' = crashes => watermark' >= watermark]_vars

(* A window that is closed, and has events, fires.                         *)
ClosedIsFired ==
  \A window \in Windows :
    window + Size <= FinalWatermark /\ Due(window) # {} ~> HasFired(window)

=============================================================================
