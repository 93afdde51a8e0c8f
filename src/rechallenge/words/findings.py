"""What each finding says.

A sentence names the numbers of its finding. A word after a colon says how a number is spelled if
that is not as usual: `steps` as step numbers, `drug` as a drug's name, `word` by its phrase,
`clock` as a time of day, `exact` in full, `changes` as places with what was and is there, `1` with
one decimal.
"""

from functools import cache
from string import Formatter

from .findings_on_file import ON_FILE
from .stop import STOP_FINDINGS

SENTENCES: dict[str, str] = {
    "dose-not-delivered": (
        "The steps give {delivered}, {share} of the ordered {ordered}. Order {delivered}."
    ),
    "dose-not-delivered-on-pump": (
        "At the rates of the pump ({pump}), the steps give {delivered}, {share} of the ordered "
        "{ordered}. Let the last step give the rest of the dose, or choose another pump."
    ),
    "bag-overdrawn": (
        "The steps draw {drawn} from {bag:bag}, which holds {holds}. Give less from it, or prepare "
        "a larger bag."
    ),
    "bag-overdrawn-by-line": (
        "The line takes {line} from {bag:bag}, which holds {holds}, and the steps draw {used}. "
        "Prepare a larger bag, or prime the line with diluent without clearing it."
    ),
    "bag-empty": (
        "This step gives what is left in its bag, but the bag is already empty. Remove the step, "
        "or give less before it."
    ),
    "nothing-left": (
        "This step gives the rest of the dose, but {delivered} of {ordered} has already been "
        "given. Order more, give less before it, or make it the last step."
    ),
    "nothing-left-for-bag": (
        "{bag:Bag} is to hold the rest of the dose, but {delivered} of {ordered} has already been "
        "given. Give less from the bags before it."
    ),
    "until-is-past": (
        "This step ends at {until} on the infusion clock, but begins at {start}. Write a later "
        "time, or a duration."
    ),
    "next-before-end": (
        "This step runs for {duration}, but the next is to begin {next_after} after its start. "
        "Give it faster, or write a longer time."
    ),
    "gives-in-all": (
        "The steps give {in_all} in all, {share:5} of the ordered {ordered}, as the protocol "
        "states. Confirm that this is the dose that is meant."
    ),
    "rate-out-of-range": (
        "{rate} is {side:word} {what:word} of the pump ({pump}), {limit}. Choose another pump, "
        "rate, bag volume or time."
    ),
    "volume-out-of-range": (
        "{volume} is {side:word} {what:word} that can be set on the pump ({pump}), {limit}. Choose "
        "another pump, bag volume, rate or time."
    ),
    "schedule-too-long": (
        "The steps take {duration}, but a plan may take {limit} at most. Check times and rates, "
        "and their units."
    ),
    "proof-mismatch": (
        "The plan has {plan:exact}, but a second method of calculation gives {proof:exact}. "
        "The program is at fault, so no plan is made. Report this with the order and the "
        "protocol."
    ),
    "rate-jump": (
        "Step {step} gives {after}, {fold:1} times the {before} before it. {limit}-fold is "
        "{what:word}. Check both rates."
    ),
    "dose-jump": (
        "Step {step} gives {after} at once, {fold:1} times the {before} before it. {limit}-fold is "
        "{what:word}. Check both doses."
    ),
    "dose-not-measured": (
        "Step {step} draws up {volume}; the syringes on file ({measures}) come to {nearest}, and "
        "below {least} none is accurate. Choose another concentration, or confirm the difference."
    ),
    "rate-rounded": (
        "With the rates and volumes that this pump takes, step {step} gives {dose} at {rate}; as "
        "written, {written_dose} at {written_rate}. The difference is {share}; a pump itself may "
        "be off by {limit}. Choose another pump, or confirm the difference."
    ),
    "closing-time-next-day": (
        "Step 1 starts at {start:clock}, after the closing time. The plan was therefore "
        "compared with the next day's closing time, {closes}. Check both times."
    ),
    "ends-after-closing": (
        "The plan ends at {end}, observation included. That is {late} after the unit closes, at "
        "{closes}. Start earlier, or arrange for staff to stay."
    ),
    "rate-implausible": (
        "The rate, {stated}, is {side:word} {what:word}, {limit}. Check the times and the bag "
        "volume."
    ),
    "volume-implausible": (
        "The bag volume, {stated}, is {side:word} {what:word}, {limit}. Check the volume and its "
        "unit."
    ),
    "concentration-implausible": (
        "The concentration, {stated}, is {side:word} {what:word}, {limit}. Check the dose and the "
        "bag volume."
    ),
    "nothing-reaches-the-vein": (
        "None of the ordered {ordered} reaches the vein before the end: all of it is still in the "
        "line. Plan a flush, or prime the line with drug."
    ),
    "early-steps-deliver-nothing": (
        "No drug reaches the vein in {steps:steps}. The first drug arrives at {at}, in step "
        "{step}, at {arrives}, although the plan begins at {planned}. Prime the line with "
        "drug, or clear the line first."
    ),
    "residue-at-later-rate": (
        "When the next bag is connected, {volume} of {bag:bag} with {dose} is still in the line. "
        "It reaches the vein at up to {arrives} in {during:steps}; the steps of {bag:bag} ran at "
        "{own} at most."
    ),
    "bag-dry-before-end": (
        "{bag:Bag} is empty at {at}, in step {step}, because {line} of it went into the line. The "
        "last {dry} of the steps cannot come from it. Flush from then on, or prepare a larger "
        "bag."
    ),
    "dose-left-in-line": (
        "When the bag stops, {dose} of the ordered {ordered} is still in the line. Flush with "
        "{volume} at {rate} ({duration}) to deliver it."
    ),
    "dose-lost-with-set": (
        "{volume} of {bag:bag} with {dose} is thrown away with its set. Flush included, {reaches} "
        "of the {ordered} that runs through the line reaches the vein."
    ),
    "more-than-ordered-arrives": (
        "{reaches} reaches the vein, but {ordered} is ordered. The line was filled from a "
        "stronger bag than the last. Prime it with diluent, or use a fresh set for each bag."
    ),
    "clock-change": (
        "During the plan, at {at}, the clocks are put {side:word} by {shift}. From then on, times "
        "are by the new clock."
    ),
    "steps-added-by-pump": (
        "At the rates of the pump ({pump}), this ramp has {made} steps; as written, {written}."
    ),
    "pump-may-refuse": (
        "{rates} in {steps:steps} cannot be set on {pumps}, which from {from_rate} on take steps "
        "of {by}. Name the pump at the bedside in the order, and the plan has its rates."
    ),
    "pump-good-to": (
        "The drop factor is good to {share} ({pump}). The steps run for {planned} at the rates "
        "set, and may take {shortest} to {longest}."
    ),
    "dose-short-of-order": (
        "{delivered} of the ordered {ordered} is given, {missing} ({share}) less. The pump "
        "({pump}) cannot be set to just what is left of the dose; the next volume would give more."
    ),
    "keep-open-adds": (
        "When the volume of step {step} is in, this pump goes on at {rate} to keep the vein open. "
        "That adds {dose_rate} of drug. Start the next step at once, or stop the pump."
    ),
    "bag-unused": "{bag:Bag}, {volume}, is prepared, but no step uses it. All of it is discarded.",
    "measured-differs": (
        "{bag:Bag} really holds {measured}, {share} {side:word} the {ordered} that is ordered. The "
        "syringes on file ({measures}) measure it no closer. State a larger least draw to dilute "
        "it first."
    ),
    "draw-too-small": (
        "{bag:Bag} needs {volume} of the drug as supplied, less than the {limit} that can be "
        "measured. A dilution is made first."
    ),
    "no-preparation": (
        "How to make the bags was not worked out for {drug:drug}: {missing:word}. State the "
        "missing part in the order."
    ),
    "first-step-not-slowest": (
        "The protocol begins slowly, but step 1 would give {first}, and step {step} {later}. No "
        "plan is made. Order a slower or longer first step."
    ),
    "vein-rate-jump": (
        "At the vein, the dose rate rises {fold:1}-fold in step {step}, from {before} to {after}. "
        "What the line still holds causes it. {limit}-fold is {what:word}. Use a shorter line, or "
        "a fresh set for each bag."
    ),
    "line-not-stated": (
        "No line is stated. Shared and primed with diluent, {least} would bring the first drug at "
        "{at_least}, in step {step_least}; {most} at {at_most}, in step {step_most}. The steepest "
        "rise of the dose rate at the vein would be {fold_least:1}-fold or {fold_most:1}-fold."
    ),
    **ON_FILE,
    **STOP_FINDINGS,
}

MORE: dict[str, str] = {
    "last_step": "Or let the last step, step {last_step}, give the rest of the dose.",
    "emptied": "The last step here already gives the rest, and empties {emptied:bag}.",
    "reviewed_by": "Reviewed by {reviewed_by}.",
    "reviewed_on": "The review is of {reviewed_on}.",
    "also": "Such rises are also in {also:steps}.",
    "also_folds": "They are {also_folds:1}-fold.",
    "in_all": "The protocol states {in_all} in all.",
    "protocol_dose": "The protocol is for {protocol_dose}.",
    "weight_at_most": "It doses by a weight of at most {weight_at_most}.",
    "not_stated": "Nor was what the order does not state: {not_stated:word}.",
    "of_premedication": "The premedication meant is {of_premedication:drug}.",
    "connected": "The bag that hangs was connected at {connected}; its time counts from there.",
    "may_mean": "{may_mean} may be meant.",
    "may_mean_dose_rate": "Read as {may_mean}, this step would give {may_mean_dose_rate}.",
}
"""A further sentence for a number that a finding has where it is known."""

UNSAID = frozenset({"fold"})
"""Numbers of plan files that no further sentence says. The rise after a doubted rate is said once,
by `rate-jump`, as the pump is set."""


@cache
def numbers_in(code: str) -> frozenset[str]:
    """The names of the numbers in the sentence of a finding."""
    return frozenset(name for _, name, _, _ in Formatter().parse(SENTENCES[code]) if name)
