"""A plan as an HL7 FHIR R4 MedicationRequest: for information, not as an order.

`status` is `draft` and `intent` is `proposal`: "a suggestion made by someone or something that does
not have an intention to ensure it occurs and without providing an authorization to act" (FHIR R4,
value set medicationrequest-intent).

Each bag is a contained `Medication` with its concentration. A request has one medication, so of
several bags another `Medication` has them as ingredients, in the order of their letters. A dosage
instruction names its bag by a code, the `id` of that `Medication`: an extension would need the
address of a published definition. Only a step that runs is a dosage instruction; an observation is
mentioned with the one before it. Steps that ran before a stop are in the narrative alone.

What no FHIR field holds is said in words, in each step's `text` and in `note`: clock times
without a zone, volumes, shares, what the pump and the line do, premedication, findings. Numbers
that do not end are rounded to six decimals, which is stated.
"""

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TypeAlias

from rechallenge.model.infusion import Route
from rechallenge.model.plan import Plan
from rechallenge.quantities import (
    MIN,
    ML,
    ML_PER_H,
    Quantity,
    Unit,
    exact_number,
    quantity,
    rounded,
    ucum_code,
    unit_label,
)
from rechallenge.words import word
from rechallenge.words.languages import language_in_use

from .fhir_text import amount_in, bag_texts, narrative, notes_of, step_sentence
from .markdown import escaped
from .view import (
    Column,
    Label,
    Row,
    RowKind,
    SectionCode,
    View,
    change_text,
    view_of,
)
from .view.at_once import route_said
from .view.bags import bags_by_letter

Json: TypeAlias = "Mapping[str, Json] | list[Json] | str | Fraction | int | bool | None"
UCUM = "http://unitsofmeasure.org"
_SNOMED_CT = "http://snomed.info/sct"
PLANS = "urn:rechallenge:plan"
"""The system of our identifiers: their values are fingerprints of plans."""
BAGS = "urn:rechallenge:bag"
"""The system of the codes of bags: each is the `id` of a contained Medication."""
_INTRAVENOUS = ("47625008", "Intravenous route")
_ROUTES: dict[Route | None, tuple[str, str]] = {
    None: _INTRAVENOUS,
    "IV push": _INTRAVENOUS,
    "by mouth": ("26643006", "Oral route"),
    "under the skin": ("34206005", "Subcutaneous route"),
    "into the muscle": ("78421000", "Intramuscular route"),
}
"""Qualifier values below 284009009, the value set route-codes of FHIR."""
_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_DOSE_RATE_TYPE = "http://terminology.hl7.org/CodeSystem/dose-rate-type"
_ALL_BAGS = "bags"
_DRUG = "drug"
_ONE_ML = quantity(1, ML)
_INSTRUCTED = (RowKind.INFUSE, RowKind.GIVE, RowKind.CLEARING)


def plan_fhir(plan: Plan) -> str:
    """The resource as JSON that ends with a line feed; numbers keep their digits."""
    return json_text(_resource(plan)) + "\n"


def _resource(plan: Plan) -> dict[str, Json]:
    view = view_of(plan)
    notes = list(notes_of(plan, view))
    medications = list(_medications(plan, view))
    resource: dict[str, Json] = {
        "resourceType": "MedicationRequest",
        "language": language_in_use(),
        "text": {"status": "generated", "div": narrative(plan, view, notes)},
        "contained": list(medications),
        "identifier": [
            {
                "type": {"text": word("fhir.fingerprint")},
                "system": PLANS,
                "value": view.head.fingerprint,
            }
        ],
        "status": "draft",
        "intent": "proposal",
        "medicationReference": {
            "reference": f"#{medications[-1]['id']}",
            "display": plan.drug or view.head.drug,
        },
        "subject": _subject(plan),
        "note": [{"text": escaped(note)} for note in notes],
    }
    if instructions := _instructions(plan, view):
        resource["dosageInstruction"] = instructions
    return resource


def _medications(plan: Plan, view: View) -> Iterator[dict[str, Json]]:
    """One for each bag and, of several, one that is made up of them."""
    drug: dict[str, Json] = {"text": plan.drug or view.head.drug}
    bags = list(zip(bags_by_letter(plan), bag_texts(view), strict=True))
    for bag, said in bags:
        strength: Json = {
            "numerator": _quantity(bag.concentration * _ONE_ML, plan.dose.unit),
            "denominator": _quantity(_ONE_ML, ML),
        }
        yield {
            "resourceType": "Medication",
            "id": _id(bag.letter),
            "code": {"text": said},
            "amount": {"numerator": _quantity(bag.volume, ML), "denominator": {"value": 1}},
            "ingredient": [{"itemCodeableConcept": drug, "isActive": True, "strength": strength}],
        }
    if not bags:
        yield {"resourceType": "Medication", "id": _DRUG, "code": drug}
    if len(bags) > 1:
        references = ({"reference": f"#{_id(bag.letter)}"} for bag, _said in bags)
        yield {
            "resourceType": "Medication",
            "id": _ALL_BAGS,
            "code": drug,
            "ingredient": [{"itemReference": reference} for reference in references],
        }


def _id(letter: str) -> str:
    return f"bag-{letter}"


def _subject(plan: Plan) -> dict[str, Json]:
    """The patient label as given; without one, the code for "not asked"."""
    if plan.order.patient is None:
        return {"extension": [{"url": _ABSENT, "valueCode": "not-asked"}]}
    return {"display": plan.order.patient}


def _instructions(plan: Plan, view: View) -> list[Json]:
    """One for each step that runs. A change of bag is mentioned with the step after it; an
    observation and the flush with the step before them."""
    made: list[dict[str, Json]] = []
    beside: list[list[Json]] = []
    waiting: list[Json] = []
    for row in view[SectionCode.STEPS].table.rows:
        if row.past:
            continue
        if row.acts:
            waiting.append({"text": change_text(row)})
        elif row.kind in _INSTRUCTED and not row.note(Label.DOES_NOT_RUN):
            made.append(_instruction(plan, row))
            said = [note.text for note in row.notes if note.code is Label.GO_ON_IF]
            beside.append([*_from_bag(row), *waiting, *({"text": t} for t in said)])
            waiting = []
        elif row.kind is not RowKind.TOTAL:
            waiting.append({"text": step_sentence(plan, row)})
            if beside:
                beside[-1] += waiting
                waiting = []
    return [
        instruction | ({"additionalInstruction": texts} if texts else {})
        for instruction, texts in zip(made, beside, strict=True)
    ]


def _from_bag(row: Row) -> Iterator[Json]:
    """The bag that a step takes from; none for a dose in a form of its own."""
    if letter := row.text(Column.BAG):
        code: Json = {"system": BAGS, "code": _id(letter)}
        bag = word("fhir.from-bag", bag=word("bag.lettered", letter=letter))
        yield {"coding": [code], "text": bag}


def _instruction(plan: Plan, row: Row) -> dict[str, Json]:
    code: Json = {"system": _DOSE_RATE_TYPE, "code": "calculated", "display": "Calculated"}
    dose_and_rate: dict[str, Json] = {"type": {"coding": [code]}}
    if row.kind is not RowKind.CLEARING:
        dose = amount_in(row, Column.DOSE).value
        dose_and_rate["doseQuantity"] = _quantity(dose, plan.dose.unit)
    repeat: dict[str, Json] = {"count": 1}
    if row.kind is not RowKind.GIVE:
        dose_and_rate["rateQuantity"] = _quantity(amount_in(row, Column.FLOW).value, ML_PER_H)
        lasts = amount_in(row, Column.DURATION).value.to(MIN).magnitude
        repeat |= {"duration": rounded(Fraction(lasts)), "durationUnit": "min"}
    route = next(step.route for step in plan.steps if step.number == row.step)
    snomed, display = _ROUTES[route]
    return {
        "sequence": row.step,
        "text": step_sentence(plan, row),
        "timing": {"repeat": repeat},
        "route": {
            "coding": [{"system": _SNOMED_CT, "code": snomed, "display": display}],
            "text": word("fhir.intravenous") if route is None else route_said(route),
        },
        "doseAndRate": [dose_and_rate],
    }


def _quantity(value: Quantity, unit: Unit) -> dict[str, Json]:
    """`units` have no code: FHIR would need to know which units they are."""
    amount = value.to(unit)
    number = rounded(amount.magnitude)
    plain: dict[str, Json] = {"value": number, "unit": unit_label(amount)}
    code = ucum_code(amount)
    return plain | {"system": UCUM, "code": code} if code else plain


def json_text(value: Json, indent: int = 0) -> str:
    """The value as indented JSON, keys in the order given. ValueError for an endless decimal."""
    inside = "\n" + "  " * (indent + 1)
    end = "\n" + "  " * indent
    if isinstance(value, Mapping):
        items = [f"{json.dumps(k)}: {json_text(v, indent + 1)}" for k, v in value.items()]
        return f"{{{inside}{f',{inside}'.join(items)}{end}}}" if items else "{}"
    if isinstance(value, list):
        items = [json_text(item, indent + 1) for item in value]
        return f"[{inside}{f',{inside}'.join(items)}{end}]" if items else "[]"
    if isinstance(value, Fraction):
        number = exact_number(value)
        if "/" in number:
            raise ValueError(f"{number} has no last decimal; round it, and say so")
        return number
    return json.dumps(value, ensure_ascii=False)
