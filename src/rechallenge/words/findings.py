"""What each finding says.

A sentence holds the numbers of its finding by name. After a colon stands how a number is spelled,
where that is not as usual: `steps` as step numbers, `drug` as a drug's name, `word` by its phrase,
`clock` as a time of day, `exact` in full, `changes` as places with what was and is there, `1` with
one decimal.
"""

from functools import cache
from string import Formatter

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
        "The line takes {line} from {bag:bag}, which holds {holds}, and the steps then draw "
        "{used}. Prepare a larger bag, or prime the line with diluent."
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
    "rate-out-of-range": (
        "{rate} is {side:word} {what:word} of the pump ({pump}), {limit}. Choose another pump, "
        "rate, bag volume or time."
    ),
    "schedule-too-long": (
        "The steps take {duration}, but a plan may take {limit} at most. Check the units of "
        "times and rates."
    ),
    "proof-mismatch": (
        "The plan has {plan:exact}, but a second method of calculation gives {proof:exact}. "
        "The program is at fault, so no plan is made. Report this with the order and the "
        "protocol."
    ),
    "reaction-kind-refused": (
        "The earlier reaction was {kind:word}. Desensitisation is not done after such a "
        "reaction, so no plan is made."
    ),
    "not-for-reaction": (
        'The protocol is not for this reaction: "{says}". No plan is made. Ask the prescriber, or '
        "choose another protocol."
    ),
    "reaction-kind-avoid": (
        "The earlier reaction was {kind:word}. The drug is not usually given again after such "
        "a reaction. The prescriber decides."
    ),
    "doubtful-unit": "The source prints {printed}, but may mean {may_mean}. {because}",
    "doubtful-value": "The source prints {printed}, which is doubtful. {because}",
    "dose-above-protocol-highest": (
        "The dose, {dose}, is above the highest single dose of this protocol, {most} "
        "({limit}). The prescriber decides."
    ),
    "dose-differs-from-protocol": (
        "The dose, {dose}, differs from the protocol's, {stated}, which is {gives} for this "
        "patient. Check which dose is meant."
    ),
    "weight-outside-protocol": (
        "The weight, {stated}, is {side:word} {what:word}, {limit}. The prescriber decides."
    ),
    "dose-above-limit": (
        "The dose, {dose}, is above the limit for this order, {most} ({drug:drug}, {what}: "
        "{limit}). The prescriber decides."
    ),
    "rate-jump": (
        "Step {step} gives {after}, {fold:1} times the {before} before it. {limit}-fold is "
        "{what:word}. Check both rates."
    ),
    "rate-above-usual-highest": (
        "The infusion runs at up to {fastest} in {steps:steps}. The highest rate on file for "
        "{drug:drug} is {limit}, for this order {most}. The prescriber decides."
    ),
    "rate-rounded": (
        "Step {step} gives {dose} at {rate} on this pump; as written, {written_dose} at "
        "{written_rate}. The difference is {share}; a pump itself may be off by {limit}. Choose "
        "another pump, or confirm the difference."
    ),
    "drug-not-named": (
        "The protocol is for any drug, and the order names none, so no limit was compared. "
        "Name the drug in the order."
    ),
    "concentration-outside-range": (
        "{bag:Bag}, {concentration}, is {side:word} {what:word} on file for {drug:drug}, {limit}. "
        "Check the dose and the bag volume."
    ),
    "stability-exceeded": (
        "The plan takes {taken} from step 1 to the end of observation. A prepared bag of "
        "{drug:drug} keeps for {limit} ({at}), counted from when it is made. Check when each "
        "bag is to be made."
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
    "weight-implausible": (
        "The weight, {stated}, is {side:word} {what:word}, {limit}. Check the weight and its unit."
    ),
    "height-implausible": (
        "The height, {stated}, is {side:word} {what:word}, {limit}. Check the height and its unit."
    ),
    "bsa-implausible": (
        "The body surface area, {stated}, is {side:word} {what:word}, {limit}. Check it, or the "
        "height and weight."
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
        "of the ordered {ordered} reaches the vein."
    ),
    "more-than-ordered-arrives": (
        "{reaches} reaches the vein, but {ordered} is ordered. The line was filled from a "
        "stronger bag than the last. Prime it with diluent, or use a fresh set for each bag."
    ),
    "premedication-above-usual": (
        "{drug:drug} {dose} {route} is above the usual dose, {usual}. The prescriber decides."
    ),
    "premedication-time-unstated": (
        "The source does not state when to give {drugs:drug}. State the time in the order."
    ),
    "strength-differs": (
        "The order states a strength of {stated}, but {on_file} is on file. Check which "
        "product is meant."
    ),
    "technique-differs": (
        'The order states the technique "{stated}"; the label states "{label}". The volume that '
        "ends up in the bag may differ. Check how the bag is made."
    ),
    "premedication-duplicate": (
        "The premedication includes {what} {times} times: {drugs:drug}. The prescriber decides."
    ),
    "sedating-pair": (
        "Each of these is sedating: {drugs:drug}. Drowsiness can hide the first signs of a "
        "reaction. The prescriber decides."
    ),
    "facts-in-place": (
        "{file} of this site stands in place of the shipped file. What differs: {changes:changes}."
    ),
    "protocol-unreviewed": (
        "{protocol}, version {version}, has not been reviewed at this site. Check it against its "
        "source."
    ),
    "protocol-edited-since-review": (
        "{protocol}, version {version}, was changed after {by} reviewed it on {date}. It counts "
        "as not reviewed. Review it again."
    ),
    "reaction-advice": (
        "After a reaction of grade {grade}, the advice on file for {drug:drug} is: {advises:word}."
    ),
    "clock-change": (
        "During the plan, at {at}, the clocks are put {side:word} by {shift}. From then on, times "
        "are by the new clock."
    ),
    "steps-added-by-pump": (
        "At the rates of the pump ({pump}), this ramp has {made} steps; as written, {written}."
    ),
    "volume-not-settable": (
        "The pump ({pump}) takes volumes in increments of {limit}. The volume is not a whole "
        "number of increments in {steps:steps}."
    ),
    "bag-unused": "{bag:Bag}, {volume}, is prepared, but no step uses it. All of it is discarded.",
    "draw-too-small": (
        "{bag:Bag} needs {volume} of the drug as supplied, less than the {limit} that can be "
        "measured. A dilution is made first."
    ),
    "no-preparation": (
        "How to make the bags was not worked out for {drug:drug}: {missing:word}. State the "
        "missing part in the order."
    ),
    "doubt-about-source": "{printed}: {because}",
    "dose-in-another-unit": (
        "The dose, {dose}, is not in a unit of {drug:drug}, which is {measured:word}. No plan is "
        "made. Order it in its own unit."
    ),
    "first-step-not-slowest": (
        "The protocol begins slowly, but step 1 would give {first}, and step {step} {later}. No "
        "plan is made. Order a slower or longer first step."
    ),
    "dose-above-usual": (
        "The dose, {dose}, is above the usual one for this order, {most} ({drug:drug}, {what}: "
        "{usual}). The prescriber decides."
    ),
    "dose-limit-not-on-file": (
        "No usual or highest dose of {drug:drug} is on file, so {dose} was compared with none. "
        "Check it against the label."
    ),
    "dose-not-compared": (
        "The dose, {dose}, was not compared: the limit on file for {drug:drug} is {limit}. The "
        "order has no {lacks:word}. State it, or check the dose."
    ),
    "weight-implausible-for-age": (
        "The weight, {stated}, is not one of a child of {age}: {low} to {high}. Check weight and "
        "age."
    ),
    "height-implausible-for-age": (
        "The height, {stated}, is not one of a child of {age}: {low} to {high}. Check height and "
        "age."
    ),
    "bsa-implausible-for-age": (
        "The body surface area, {stated}, is not one of a child of {age}: {low} to {high}. Check "
        "it and the age."
    ),
    "child-weight-alone": (
        "The weight, {weight}, is below that of an adult, {limit}, and no age is stated. State "
        "the age of a child, or correct the weight."
    ),
    "vein-rate-jump": (
        "At the vein, the dose rate rises {fold:1}-fold in step {step}, from {before} to {after}. "
        "What the line still holds causes it. {limit}-fold is {what:word}. Use a shorter line, or "
        "a fresh set for each bag."
    ),
    "vein-rate-above-highest": (
        "In step {step}, drug reaches the vein at up to {arrives}, because of what is in the "
        "line. The highest rate on file for {drug:drug} is {limit}, for this order {most}. Use a "
        "fresh set for each bag."
    ),
    "restart-above-advice": (
        "The plan begins at {begins}. The earlier reaction came at {reacted}. The label of "
        "{drug:drug} advises at most {share} of that, {most}. The prescriber decides."
    ),
    "not-slower-than-reaction": (
        "The plan is nowhere slower than {slowest}. The earlier reaction came at {reacted}. "
        "Choose a slower protocol, or confirm the rate."
    ),
    "not-slower-than-usual": (
        "The infusion takes {taken}, pauses left out. {drug:drug} usually takes {usual}, so this "
        "is not slower. Choose a longer time."
    ),
    "usual-infusion-unknown": (
        "The infusion takes {taken}. How long {drug:drug} usually takes is not on file. Check "
        "that this is slower than the label has it."
    ),
    "premedication-missing": (
        "The plan has no premedication. The label of {drug:drug} asks for it: {says}. State it in "
        "the order, or confirm without."
    ),
    "monitoring-not-stated": (
        "{protocol} does not state how the patient is watched, and for how long. The prescriber "
        "decides."
    ),
    "line-not-stated": (
        "No line is stated. Shared and primed with diluent, {least} would bring the first drug at "
        "{at_least}, in step {step_least}; {most} at {at_most}, in step {step_most}. The steepest "
        "rise of the dose rate at the vein would be {fold_least:1}-fold or {fold_most:1}-fold."
    ),
    "reaction-dose-reached": (
        "The earlier reaction came after {dose}. This plan reaches that dose in step {step}, at "
        "{rate}."
    ),
    "reaction-bag-begins": (
        "The earlier reaction came in {bag:bag}. This plan begins it at {at}, in step {step}."
    ),
    "default-taken": (
        "The order leaves {names} to the protocol, which has {values}. That is from its own "
        "source, not from one about {drug:drug}. Check it, or state it."
    ),
    "premedication-at-night": "{drugs:drug} would be given at night, the first at {at:clock}.",
    "concentration-below-by-design": (
        "Below the lowest final concentration on file for {drug:drug}, {limit}: {bags:bag}, from "
        "{concentration} on. Dilute bags of a desensitisation are so by design. How long the drug "
        "keeps at such concentrations is not on file."
    ),
    "not-compared": "Not compared, nothing on file: {absent:word}.",
    "not-stated": "Not compared, because the order does not state it: {absent:word}.",
}

MORE: dict[str, str] = {
    "last_step": "Or let the last step, step {last_step}, give the rest of the dose.",
    "emptied": "The last step here already gives the rest, and empties {emptied:bag}.",
    "reviewed_by": "Reviewed by {reviewed_by}.",
    "reviewed_on": "The review is of {reviewed_on}.",
    "protocol_dose": "The protocol is for {protocol_dose}.",
    "weight_at_most": "It doses by a weight of at most {weight_at_most}.",
    "not_stated": "Nor was what the order does not state: {not_stated:word}.",
    "of_premedication": "The premedication meant is {of_premedication:drug}.",
    "may_mean": "{may_mean} may be meant.",
    "fold": "In this plan, the next step runs {fold:1} times as fast.",
    "may_mean_dose_rate": "Read as {may_mean}, this step would give {may_mean_dose_rate}.",
}
"""A further sentence for a number that a finding has where it is known."""


@cache
def numbers_in(code: str) -> frozenset[str]:
    """The names of the numbers in the sentence of a finding."""
    return frozenset(name for _, name, _, _ in Formatter().parse(SENTENCES[code]) if name)
