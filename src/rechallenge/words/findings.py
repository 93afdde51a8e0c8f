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
        "The steps give {delivered}, {share} of the ordered {ordered}. Order {delivered}, or let "
        "the last step give the rest of the dose."
    ),
    "dose-not-delivered-on-pump": (
        "At the rates of the pump ({pump}), the steps give {delivered}, {share} of the ordered "
        "{ordered}. Let the last step give the rest of the dose, or choose another pump."
    ),
    "bag-overdrawn": (
        "The steps draw {drawn} from {bag}, which holds {holds}. Give less from it, or prepare a "
        "larger bag."
    ),
    "bag-overdrawn-by-line": (
        "The line takes {line} from {bag}, which holds {holds}, and the steps then draw {used}. "
        "Prepare a larger bag, or prime the line with diluent."
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
        "{bag} is to hold the rest of the dose, but {delivered} of {ordered} has already been "
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
        "{bag}, {concentration}, is {side:word} {what:word} on file for {drug:drug}, {limit}. "
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
        "When the next bag is connected, {volume} of {bag} with {dose} is still in the line. "
        "It reaches the vein at up to {arrives} in {during:steps}; the steps of {bag} ran at "
        "{own} at most."
    ),
    "bag-dry-before-end": (
        "{bag} is empty at {at}, in step {step}, because {line} of it went into the line. The "
        "last {dry} of the steps cannot come from it. Flush from then on, or prepare a larger "
        "bag."
    ),
    "dose-left-in-line": (
        "When the bag stops, {dose} of the ordered {ordered} is still in the line. Flush with "
        "{volume} at {rate} ({duration}) to deliver it."
    ),
    "dose-lost-with-set": (
        "{volume} of {bag} with {dose} is thrown away with its set. Flush included, {reaches} of "
        "the ordered {ordered} reaches the vein."
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
    "bag-unused": "{bag}, {volume}, is prepared, but no step uses it. All of it is discarded.",
    "concentration-below-by-design": (
        "{bag}, {concentration}, is below the lowest final concentration on file for "
        "{drug:drug}, {limit}. The first bags of a desensitisation are dilute by design. How "
        "long the drug keeps at this concentration is not on file."
    ),
    "premedication-no-limit": (
        "No usual dose is on file for {drug:drug} {route}, so {dose} was not compared."
    ),
    "draw-too-small": (
        "{bag} needs {volume} of the drug as supplied, less than the {limit} that can be "
        "measured. A dilution is made first."
    ),
    "no-preparation": (
        "How to make the bags was not worked out for {drug:drug}: {missing:word}. State the "
        "missing part in the order."
    ),
    "premedication-group-unknown": (
        "No group is on file for {drugs:drug}. Each was compared with the other premedication by "
        "name only."
    ),
    "sedation-unknown": "Sedating effect not on file, and not compared: {drugs:drug}.",
    "doubt-about-source": "{printed}: {because}",
    "line-not-stated": (
        "No line is stated, so the time at which drug reaches the vein is unknown. A primary set "
        "holds {least} to {most}. State the line and what it is primed with."
    ),
    "reaction-no-advice": (
        "No advice is on file for {drug:drug} after a reaction of grade {grade}, so the plan "
        "was compared with none."
    ),
    "reaction-not-stated": (
        "The order states neither grade nor kind of the earlier reaction. Neither was compared "
        "with advice or contraindications. State both in the order."
    ),
    "reaction-grade-not-stated": (
        "The order states the kind of the earlier reaction, but not its grade. No advice by grade "
        "was compared. State the grade in the order."
    ),
    "reaction-kind-not-stated": (
        "The order states the grade of the earlier reaction, but not its kind. No "
        "contraindication was compared. State the kind in the order."
    ),
    "no-limits-on-file": "Not on file for {drug:drug}, and not compared: {absent:word}.",
    "limit-not-compared": (
        "On file, but not compared: {what:word}, {limit}. The order has no {lacks:word}."
    ),
}

MORE: dict[str, str] = {
    "emptied": "The last step here already gives the rest, and empties {emptied}.",
    "reviewed_by": "Reviewed by {reviewed_by}.",
    "reviewed_on": "The review is of {reviewed_on}.",
    "protocol_dose": "The protocol is for {protocol_dose}.",
    "weight_at_most": "It doses by a weight of at most {weight_at_most}.",
    "may_mean": "{may_mean} may be meant.",
    "fold": "In this plan, the next step runs {fold:1} times as fast.",
    "may_mean_dose_rate": "Read as {may_mean}, this step would give {may_mean_dose_rate}.",
}
"""A further sentence for a number that a finding has where it is known."""


@cache
def numbers_in(code: str) -> frozenset[str]:
    """The names of the numbers in the sentence of a finding."""
    return frozenset(name for _, name, _, _ in Formatter().parse(SENTENCES[code]) if name)
