"""What each finding says. The core knows codes and numbers; the sentences are made here."""

from rechallenge.model.finding import Finding
from rechallenge.quantities import Quantity, display

from .names import drug_name
from .step_numbers import steps_named

SENTENCES = {
    "bag-overdrawn": (
        "The steps draw {drawn} from {bag}, which holds {holds}. Give less from it, or prepare "
        "a larger bag."
    ),
    "bag-overdrawn-by-line": (
        "The steps draw {used} from {bag}, which holds {holds}, and its line takes {line} of it "
        "first. Prepare a larger bag, or prime the line with diluent."
    ),
    "bag-dry-before-end": (
        "{bag} is empty at {at}, in step {step}: {line} of it went into the line, and the last "
        "{dry} of the steps cannot come from it. Flush from then on, or prepare a larger bag."
    ),
    "bag-empty": (
        "This step gives what is left in its bag, and nothing is left. Leave it out, or give less "
        "before it."
    ),
    "bag-unused": "{bag} is prepared, and no step uses it: all of it is discarded.",
    "nothing-reaches-the-vein": (
        "None of the ordered {ordered} reaches the vein before the end: all of it stands in lines."
    ),
    "nothing-left-for-bag": (
        "{bag} is to hold the rest of the dose, but {delivered} of {ordered} have been given "
        "before it."
    ),
    "closing-time-next-day": (
        "Step 1 starts at {start}, after the closing time; that of the next day, {closes}, was "
        "compared. Check both times."
    ),
    "concentration-below-by-design": (
        "{bag}, {concentration}, is below the lowest final concentration on file for {drug}, "
        "{limit}. The dilute bags of a desensitisation are, by design; how long the drug keeps at "
        "this concentration is not on file."
    ),
    "concentration-outside-range": (
        "{bag}, {concentration}, is {side} the {which} final concentration on file for {drug}, "
        "{limit}."
    ),
    "bsa-implausible": "Body surface {stated} is {side} {what}, {limit}. Check it.",
    "concentration-implausible": "{stated} is {side} {what}, {limit}. Check the dose and volume.",
    "rate-implausible": "The rate, {stated}, is {side} {what}, {limit}. Check times and volume.",
    "volume-implausible": "The bag, {stated}, is {side} {what}, {limit}. Check it and its unit.",
    "dose-above-limit": (
        "The dose, {dose}, is more than {most} for this order ({drug}, {what}: {limit}). The "
        "prescriber decides."
    ),
    "draw-too-small": (
        "{bag} needs {volume} of the drug as supplied, less than {limit}: a dilution is made first."
    ),
    "drug-not-named": (
        "The protocol is for any drug, and the order names none, so no limit was compared. Set it "
        "with --drug."
    ),
    "dose-not-delivered": (
        "The steps give {delivered}, {share} of the ordered {ordered}. Order {delivered}, or "
        "change the steps so that they add up; a last step of `give: rest` closes the dose."
    ),
    "dose-not-delivered-on-pump": (
        "Rounded to rates that can be set, the steps give {delivered}, {share} of the ordered "
        "{ordered} (pump: {pump}). A last step of `give: rest` closes the dose; or choose another "
        "pump."
    ),
    "dose-left-in-line": (
        "{dose} of the ordered {ordered} still stand in the line when the bag stops. A flush of "
        "{volume} at {rate}, {duration}, brings exactly that to the vein; without it the dose is "
        "not complete."
    ),
    "dose-lost-with-set": (
        "{volume} with {dose} of {bag} leave with its set and never reach the vein. With the "
        "flush, {reaches} of the ordered {ordered} do."
    ),
    "doubt-about-source": "{printed}: {because}",
    "doubtful-unit": "Printed {printed}; {may_mean} may be meant. {because}",
    "doubtful-value": "Printed {printed}, which is doubted. {because}",
    "early-steps-deliver-nothing": (
        "No drug reaches the vein in {steps}. The first arrives at {at}, in step {step}, at "
        "{arrives}; the plan begins with {planned}."
    ),
    "line-not-stated": (
        "No line is given, so when the drug reaches the vein is not known: a primary set holds "
        "{least} to {most}. Give it with --line and --primed."
    ),
    "more-than-ordered-arrives": (
        "{reaches} reach the vein and {ordered} are ordered: the line was filled from a stronger "
        "bag than the last. Prime it with diluent, or use a fresh set for each bag."
    ),
    "no-preparation": "How the bags are made was not worked out for {drug}: {missing}.",
    "ends-after-closing": (
        "The plan, observation included, ends at {end}: {late} after the unit closes at {closes}."
    ),
    "height-implausible": "Height {stated} is {side} {what}, {limit}. Check it and its unit.",
    "limit-not-compared": (
        "The {what} on file, {limit}, was not compared: the order has no {lacks}."
    ),
    "no-limits-on-file": "No limit on file for {drug}: {absent}. None of these was compared.",
    "nothing-left": (
        "This step gives the rest, and {delivered} of {ordered} have been given before it. Order "
        "more, or give less before it; the step that gives the rest is the last."
    ),
    "premedication-above-usual": (
        "{drug} {dose} {route} is above the usual dose, {usual}. The prescriber decides."
    ),
    "premedication-duplicate": (
        "{drugs}: {what}, {times} times in the premedication. The prescriber decides."
    ),
    "premedication-group-unknown": (
        "No group on file for {drugs}; compared with the other premedication by name alone."
    ),
    "premedication-no-limit": "{drug} {route}: no usual dose on file, so {dose} was not checked.",
    "premedication-time-unstated": (
        "When to give {drugs} is not stated by the source. Set it with --premed-lead."
    ),
    "proof-mismatch": (
        "The plan states {plan}; recomputed by a second method it is {proof}. No plan is handed "
        "out: this is a fault of the program. Report it with the order and the protocol."
    ),
    "protocol-edited-since-review": (
        "{protocol}, version {version}, was reviewed by {by} on {date}, and has been changed "
        "since. It counts as not reviewed."
    ),
    "protocol-unreviewed": "{protocol}, version {version}, has not been reviewed at this site.",
    "rate-above-usual-highest": (
        "Up to {fastest} is faster than the highest rate on file for {drug}, {limit} ({most} "
        "here): {steps}."
    ),
    "rate-jump": (
        "Step {step} gives {after}, {fold} times the {before} before it ({limit}-fold is {what})."
    ),
    "rate-rounded": (
        "Step {step} gives {dose} at {rate} on this pump; as written {written_dose} at "
        "{written_rate}. That is {share} off; {limit} is what a pump itself may be off."
    ),
    "rate-out-of-range": (
        "{rate} is {side} the {which} rate of this pump, {limit} (pump: {pump}). Choose another "
        "pump, rate, bag volume or time."
    ),
    "residue-at-later-rate": (
        "{volume} with {dose} of {bag} are still in the line when the next bag is connected. They "
        "reach the vein at up to {arrives} in {during}; the steps of that bag ran at {own} at "
        "most."
    ),
    "strength-differs": (
        "The order has {stated}; on file is {on_file}. Check which product it is for."
    ),
    "technique-differs": (
        "The order has the bag made by `{stated}`; the label has `{label}`. The volume that ends "
        "in the bag may differ."
    ),
    "reaction-advice": (
        "After a reaction of grade {grade} the advice on file for {drug} is: {advises}."
    ),
    "reaction-kind-avoid": (
        "The earlier reaction was {kind}: after that, giving the drug again is avoided."
    ),
    "reaction-kind-refused": (
        "The earlier reaction was {kind}: Stevens-Johnson syndrome, toxic epidermal necrolysis, "
        "erythema multiforme, blistering or peeling. After that there is no desensitisation."
    ),
    "reaction-no-advice": (
        "No advice on file for {drug} after a reaction of grade {grade}; none was compared."
    ),
    "reaction-not-stated": (
        "The order states neither grade nor kind of the earlier reaction, so neither was compared "
        "with advice or contraindications. Set them with --reaction-grade and --reaction-kind."
    ),
    "reaction-grade-not-stated": (
        "The order states the kind of the earlier reaction and not its grade, so no advice by "
        "grade was compared. Set it with --reaction-grade."
    ),
    "reaction-kind-not-stated": (
        "The order states the grade of the earlier reaction and not its kind, so no "
        "contraindication was compared. Set it with --reaction-kind."
    ),
    "schedule-too-long": (
        "The steps take {duration}; nothing longer than {limit} is planned. Check the units of the "
        "times and rates."
    ),
    "sedating-pair": "{drugs}: each of these sedates. The prescriber decides.",
    "sedation-unknown": "Whether {drugs} sedate is not on file; not compared.",
    "stability-exceeded": (
        "The plan takes {taken} from step 1 to the end of observation; a prepared bag of {drug} "
        "keeps {limit} ({at}). The time before step 1 comes on top."
    ),
    "steps-added-by-pump": (
        "This ramp has {made} steps at the rates that can be set, and {written} as written (pump: "
        "{pump})."
    ),
    "until-is-past": (
        "This step ends at {until}, but begins at {start}. Write a later time, or `over`."
    ),
    "volume-not-settable": (
        "The pump takes volumes in steps of {limit}; the volume of these is between two: "
        "{steps} (pump: {pump})."
    ),
    "weight-implausible": "Weight {stated} is {side} {what}, {limit}. Check it and its unit.",
}

_MORE = {
    "fold": "In this plan the next step runs {fold} times as fast.",
    "may_mean_dose_rate": "Read as {may_mean}, this step would give {may_mean_dose_rate}.",
}
_MISSING = {
    "strength": "no strength is on file, write --strength",
    "one strength": "several strengths are on file, write one with --strength",
    "technique": "no technique is on file, write --technique",
    "technique left open": (
        "the label states the concentration and leaves the technique open, write --technique"
    ),
}
_MORE_FOR = ("doubtful-unit", "doubtful-value")


def finding_text(finding: Finding) -> str:
    """The finding as one or more sentences, with its numbers in them."""
    numbers = {name: _shown(name, value) for name, value in finding.numbers.items()}
    sentences = [SENTENCES[finding.code].format(**numbers)]
    if finding.code == "doubt-about-source" and "may_mean" in numbers:
        sentences.append(f"{numbers['may_mean']} may be meant.")
    if finding.code in _MORE_FOR:
        sentences += [text.format(**numbers) for name, text in _MORE.items() if name in numbers]
    return " ".join(sentences)


def _shown(name: str, value: Quantity | str) -> str:
    if name == "missing" and isinstance(value, str):
        return "; ".join(_MISSING[part] for part in value.split(", "))
    if name == "steps" and isinstance(value, str):
        return steps_named(int(number) for number in value.split(", "))
    if isinstance(value, str):
        return drug_name(value) if name in ("drug", "drugs") else value
    return display(value, 1 if name == "fold" else 3)
