"""What each finding says. The core knows codes and numbers; the sentences are made here."""

from rechallenge.model.finding import Finding
from rechallenge.quantities import Quantity, display

from .names import drug_name

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
    "bsa-implausible": "Body surface {stated} is {side} {what}, {limit}. Check it.",
    "concentration-implausible": "{stated} is {side} {what}, {limit}. Check the dose and volume.",
    "rate-implausible": "The rate, {stated}, is {side} {what}, {limit}. Check times and volume.",
    "volume-implausible": "The bag, {stated}, is {side} {what}, {limit}. Check it and its unit.",
    "drug-not-named": "The protocol is for any drug, and the order names none. Set it with --drug.",
    "draw-too-small": (
        "{bag} needs {volume} of the drug as supplied, less than {limit}: a dilution is made first."
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
        "No drug reaches the vein in step {steps}. The first arrives at {at}, in step {step}, at "
        "{arrives}; the plan begins with {planned}."
    ),
    "height-implausible": "Height {stated} is {side} {what}, {limit}. Check it and its unit.",
    "line-not-stated": (
        "No line is given, so when the drug reaches the vein is not known: a primary set holds "
        "{least} to {most}. Give it with --line and --primed."
    ),
    "more-than-ordered-arrives": (
        "{reaches} reach the vein and {ordered} are ordered: the line was filled from a stronger "
        "bag than the last. Prime it with diluent, or use a fresh set for each bag."
    ),
    "no-limits-on-file": (
        "No dose limits, concentration range, stability or highest rate are on file for {drug}; "
        "none was checked."
    ),
    "no-preparation": "How the bags are made was not worked out for {drug}: {missing}.",
    "nothing-left": (
        "This step gives the rest, and {delivered} of {ordered} have been given before it. Order "
        "more, or give less before it; the step that gives the rest is the last."
    ),
    "premedication-above-usual": (
        "{drug} {dose} {route} is above the usual dose, {usual}. The prescriber decides."
    ),
    "premedication-no-limit": "{drug} {route}: no usual dose on file, so {dose} was not checked.",
    "premedication-time-unstated": (
        "When to give {drugs} is not stated by the source. Set it with --premed-lead."
    ),
    "protocol-edited-since-review": (
        "{protocol}, version {version}, was reviewed by {by} on {date}, and has been changed "
        "since. It counts as not reviewed."
    ),
    "protocol-unreviewed": "{protocol}, version {version}, has not been reviewed at this site.",
    "rate-jump": (
        "Step {step} gives {after}, {fold} times the {before} before it ({limit}-fold is {what})."
    ),
    "rate-not-settable": (
        "A pump that is set in steps of {limit} cannot run these exact rates: step {steps}. This "
        "plan rounds nothing for a pump; another rate gives another dose or takes another time."
    ),
    "rate-out-of-range": (
        "{rate} is {side} the {which} rate of this pump, {limit} (pump: {pump}). Choose another "
        "pump, rate, bag volume or time."
    ),
    "strength-differs": (
        "The order has {stated}; on file is {on_file}. Check which product it is for."
    ),
    "technique-differs": (
        "The order has the bag made by `{stated}`; the label has `{label}`. The volume that ends "
        "in the bag may differ."
    ),
    "residue-at-later-rate": (
        "{volume} with {dose} of {bag} are still in the line when the next bag is connected. They "
        "reach the vein at up to {arrives} in {during}; the steps of that bag ran at {own} at "
        "most."
    ),
    "schedule-too-long": (
        "The steps take {duration}; nothing longer than {limit} is planned. Check the units of the "
        "times and rates."
    ),
    "until-is-past": (
        "This step ends at {until}, but begins at {start}. Write a later time, or `over`."
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
    if isinstance(value, str):
        return drug_name(value) if name in ("drug", "drugs") else value
    return display(value, 1 if name == "fold" else 3)
