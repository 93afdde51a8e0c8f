"""A plan as an HL7 FHIR R4 MedicationRequest: for information, and nobody's order.

`status` is `draft` and `intent` is `proposal`: "a suggestion made by someone or something that does
not have an intention to ensure it occurs and without providing an authorization to act" (FHIR R4,
value set medicationrequest-intent). What no field of FHIR holds is said in words, in each step's
`text` and in `note`: clock times without a zone, volumes, shares, what the pump and the line do,
premedication, findings. Numbers that do not end are rounded to six decimals, and that is said.
"""

from collections.abc import Iterator
from fractions import Fraction
from html import escape

from rechallenge.model.plan import Plan, Step
from rechallenge.quantities import (
    MIN,
    ML_PER_H,
    Quantity,
    Unit,
    display_with_exact,
    in_unit,
    unit_label,
    unit_like,
)

from .json_numbers import Value, json_text
from .names import drug_name
from .plan_json import fingerprint, rounded
from .text.delivery import first_rows, rest_rows
from .text.flush import DILUENT, FLUSH, change_over, flush_after, flush_of, flush_row
from .text.former import SCOPE, STOP, draft_text, due_text, proof_text
from .text.layout import amount
from .text.rate import rate_to_set
from .text.reaction import reaction_text
from .text.timeline import event_clock
from .wording import finding_text

UCUM = "http://unitsofmeasure.org"
_UCUM_CODES = {"mg": "mg", "g": "g", "mcg": "ug", "ng": "ng", "mL/h": "mL/h"}
"""The UCUM codes of our units. `units` has none: FHIR would need to know which units they are."""
_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_DOSE_RATE_TYPE = "http://terminology.hl7.org/CodeSystem/dose-rate-type"
_FOR_INFORMATION = "For information, not an order."
_CANNOT_CARRY = (
    "FHIR dosage instructions have no field for the volume of a step, for its start after step 1 "
    "or by a clock without time zone, for what must be seen before going on, or for the line: read "
    "the text of each instruction. Each goes on from the one before it, in the order of sequence. "
    "Numbers that do not end are rounded to six decimals; the text then has the exact value too."
)


def plan_fhir(plan: Plan) -> str:
    """The resource as JSON that ends with a line feed; numbers keep their digits."""
    return json_text(_resource(plan)) + "\n"


def _resource(plan: Plan) -> dict[str, Value]:
    drug = drug_name(plan.drug) if plan.drug else "drug not named in the order"
    notes = list(_notes(plan))
    return {
        "resourceType": "MedicationRequest",
        "text": {"status": "generated", "div": _narrative(plan, drug, notes)},
        "identifier": [
            {
                "type": {"text": "SHA-256 fingerprint of the rechallenge plan"},
                "value": fingerprint(plan),
            }
        ],
        "status": "draft",
        "intent": "proposal",
        "medicationCodeableConcept": {"text": plan.drug or drug},
        "subject": _subject(plan),
        "note": [{"text": note} for note in notes],
        "dosageInstruction": [_instruction(plan, step) for step in plan.steps],
    }


def _subject(plan: Plan) -> dict[str, Value]:
    """The label of the patient as given; without one, that nobody was asked."""
    if plan.order.patient is None:
        return {"extension": [{"url": _ABSENT, "valueCode": "not-asked"}]}
    return {"display": plan.order.patient}


def _instruction(plan: Plan, step: Step) -> dict[str, Value]:
    duration = rounded(Fraction(in_unit(step.duration, MIN).magnitude))
    said = [f"Go on only if: {step.go_on_if}"] if step.go_on_if else []
    if flush_of(plan) is not None and step.number == flush_after(plan):
        said += _flush(plan)
    instruction: dict[str, Value] = {"sequence": step.number, "text": _sentence(plan, step)}
    if said:
        instruction["additionalInstruction"] = [{"text": text} for text in said]
    repeat: dict[str, Value] = {"count": 1, "duration": duration, "durationUnit": "min"}
    instruction["timing"] = {"repeat": repeat}
    if step.rate is None:
        return instruction
    code: Value = {"system": _DOSE_RATE_TYPE, "code": "calculated", "display": "Calculated"}
    dose_and_rate: dict[str, Value] = {"type": {"coding": [code]}}
    if not step.clears_line:
        dose_and_rate["doseQuantity"] = _quantity(step.dose, unit_like(plan.dose.total))
    dose_and_rate["rateQuantity"] = _quantity(step.rate, ML_PER_H)
    instruction["route"] = {"text": "intravenous"}
    instruction["doseAndRate"] = [dose_and_rate]
    return instruction


def _quantity(value: Quantity, unit: Unit) -> dict[str, Value]:
    amount_in = in_unit(value, unit)
    label = unit_label(amount_in)
    number = rounded(Fraction(amount_in.magnitude))
    plain: dict[str, Value] = {"value": number, "unit": label}
    code = _UCUM_CODES.get(label)
    return plain | {"system": UCUM, "code": code} if code else plain


def _sentence(plan: Plan, step: Step) -> str:
    """The whole step in words, with every number that is rounded given exactly too."""
    event = next(e for e in plan.timeline if e.what == "step-start" and e.step == step.number)
    begins = f"{display_with_exact(in_unit(step.start, MIN))} after the start of step 1"
    if event.at is not None:
        begins += f" (planned for {event_clock(plan, event)}, local time)"
    lasts = display_with_exact(in_unit(step.duration, MIN))
    words = [f"Step {step.number}, {begins}:"]
    if step.rate is None:
        words.append(f"observe for {lasts}; nothing runs.")
    else:
        rate = display_with_exact(in_unit(step.rate, ML_PER_H))
        if plan.pump is not None and plan.pump.drops is not None:
            rate = rate_to_set(plan, step.rate)
        volume, dose = display_with_exact(step.volume), display_with_exact(step.dose)
        gives = f"{volume}, {dose}"
        if step.clears_line:
            gives = f"{volume}, which brings drug to the vein and counts as no dose"
        words.append(f"from {step.bag}, infuse at {rate} for {lasts}: {gives}.")
        share = amount(step.cumulative_share, 1)
        words.append(f"Given then: {display_with_exact(step.cumulative_dose)}, {share}.")
    if change := change_over(plan, step):
        words.append(": ".join(change))
    if step.go_on_if:
        words.append(f"Go on only if: {step.go_on_if}")
    if step.note:
        words.append(step.note)
    return " ".join(words)


def _flush(plan: Plan) -> Iterator[str]:
    """The flush in words: it is diluent, and no dose of what the resource requests."""
    flush, row = flush_of(plan), flush_row(plan)
    if flush is None or row is None:
        return
    begins = f"{display_with_exact(in_unit(flush.start, MIN))} after the start of step 1"
    if plan.order.start is not None:
        begins += f" (planned for {row.start}, local time)"
    rate = row.rate if "(" in row.rate else display_with_exact(in_unit(flush.rate, ML_PER_H))
    lasts = display_with_exact(in_unit(flush.duration, MIN))
    volume, dose = display_with_exact(flush.volume), display_with_exact(flush.dose)
    text = (
        f"{FLUSH}, {begins}: from a bag of {DILUENT}, infuse at {rate} for {lasts}: {volume}, "
        f"which brings {dose} from the line and is counted as no dose."
    )
    yield f"{text} {row.note}." if row.note else text


def _notes(plan: Plan) -> Iterator[str]:
    """What FHIR has no field for, each in plain words."""
    protocol = plan.protocol
    yield f"{_FOR_INFORMATION} {SCOPE}"
    if draft := draft_text(plan):
        yield draft
    yield (
        f"Protocol: {protocol.title} ({protocol.id}, version {protocol.version}). For: "
        f"{protocol.scope}. Source: {protocol.source.citation}"
    )
    totals = plan.totals
    whole = ", ".join(map(display_with_exact, (totals.dose, totals.volume, totals.duration)))
    yield f"In all: {whole}."
    yield f"Pump: {plan.pump.title if plan.pump else 'none; rates are exact'}."
    if proof := proof_text(plan):
        yield f"{proof}."
    for bag in plan.bags:
        holds = f"{amount(bag.drug)} in {amount(bag.volume)}, {amount(bag.concentration)}"
        yield f"{bag.name}: {holds}."
    if plan.line is not None and plan.delivery is not None:
        rows = [*first_rows(plan, plan.line, plan.delivery), *rest_rows(plan, plan.delivery)]
        yield from (f"{name}: {text}." for name, text in rows)
    for dose in plan.premedication:
        what = f"{drug_name(dose.drug)} {amount(dose.dose)} {dose.route}"
        yield f"Before the infusion: {what}, {due_text(plan, dose)}."
    yield f"If the patient reacts: {STOP} {reaction_text(protocol)}"
    for finding in plan.findings:
        said = f"{finding.severity.value} {finding.code}: {finding_text(finding)}"
        answer = finding.acknowledged
        yield said + (f" Acknowledged: {answer.reason} ({answer.initials})" if answer else "")
    yield _CANNOT_CARRY


def _narrative(plan: Plan, drug: str, notes: list[str]) -> str:
    heading = f"{_FOR_INFORMATION} {drug} {amount(plan.dose.total)}"
    steps = "".join(f"<li>{escape(_sentence(plan, step))}</li>" for step in plan.steps)
    said = "".join(f"<p>{escape(note)}</p>" for note in notes)
    div = '<div xmlns="http://www.w3.org/1999/xhtml">'
    return f"{div}<p>{escape(heading)}</p><ol>{steps}</ol>{said}</div>"
