"""A plan as an HL7 FHIR R4 MedicationRequest: for information, and nobody's order.

`status` is `draft` and `intent` is `proposal`: "a suggestion made by someone or something that does
not have an intention to ensure it occurs and without providing an authorization to act" (FHIR R4,
value set medicationrequest-intent).

Each bag is a contained `Medication` with its concentration. A request has one medication, so of
several bags another `Medication` has them as ingredients, in the order of their letters. A dosage
instruction says its bag by a code, the `id` of that `Medication`: an extension would need the
address of a published definition. Only a step that runs is a dosage instruction; an observation is
said beside the one before it. Steps that ran before a stop are in the narrative alone.

What no field of FHIR holds is said in words, in each step's `text` and in `note`: clock times
without a zone, volumes, shares, what the pump and the line do, premedication, findings. Numbers
that do not end are rounded to six decimals, and that is said.
"""

from collections.abc import Iterator
from fractions import Fraction
from html import escape

from rechallenge.model.infusion import Route
from rechallenge.model.plan import Plan
from rechallenge.quantities import (
    MIN,
    ML,
    ML_PER_H,
    Quantity,
    Unit,
    in_unit,
    quantity,
    rounded,
    ucum_code,
    unit_label,
    unit_like,
)
from rechallenge.words import word

from .json_numbers import Value, json_text
from .markdown import escaped
from .view import (
    Amount,
    Blank,
    Column,
    Facts,
    Label,
    Moment,
    Row,
    RowKind,
    SectionCode,
    View,
    change_text,
    view_of,
)
from .view.at_once import route_said
from .view.bags import bags_by_letter
from .view.reaction import reaction_text

UCUM = "http://unitsofmeasure.org"
SNOMED_CT = "http://snomed.info/sct"
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
_SAID = (Label.CHANGE_OVER, Label.DOES_NOT_RUN, Label.FORM, Label.GO_ON_IF, Label.NOTE,
         Label.STOP_AFTER)  # fmt: skip
_INSTRUCTED = (RowKind.INFUSE, RowKind.GIVE, RowKind.CLEARING)


def plan_fhir(plan: Plan) -> str:
    """The resource as JSON that ends with a line feed; numbers keep their digits."""
    return json_text(_resource(plan)) + "\n"


def _resource(plan: Plan) -> dict[str, Value]:
    view = view_of(plan)
    notes = list(_notes(plan, view))
    medications = list(_medications(plan, view))
    resource: dict[str, Value] = {
        "resourceType": "MedicationRequest",
        "text": {"status": "generated", "div": _narrative(plan, view, notes)},
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


def _medications(plan: Plan, view: View) -> Iterator[dict[str, Value]]:
    """One for each bag and, of several, one that is made up of them."""
    drug: dict[str, Value] = {"text": plan.drug or view.head.drug}
    bags = list(zip(bags_by_letter(plan), _bags(view), strict=True))
    for bag, said in bags:
        strength: Value = {
            "numerator": _quantity(bag.concentration * _ONE_ML, unit_like(plan.dose.total)),
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


def _bags(view: View) -> Iterator[str]:
    """`bag A (Solution 1): 20 mg in 250 mL, 0.08 mg/mL`, a line each."""
    section = view.section(SectionCode.BAGS)
    for row in section.table.rows if section else ():
        concentration = row.cells[Column.CONCENTRATION]
        assert isinstance(concentration, Amount)
        holds = {"drug": row.text(Column.HOLDS), "volume": row.text(Column.VOLUME)}
        bag = word("bag.lettered", letter=row.text(Column.BAG))
        bag = f"{bag} ({name})" if (name := row.text(Column.NAME)) else bag
        yield f"{bag}: {word('bag.holds', **holds)}, {concentration.exact}"


def _subject(plan: Plan) -> dict[str, Value]:
    """The label of the patient as given; without one, that nobody was asked."""
    if plan.order.patient is None:
        return {"extension": [{"url": _ABSENT, "valueCode": "not-asked"}]}
    return {"display": plan.order.patient}


def _instructions(plan: Plan, view: View) -> list[Value]:
    """One for each step that runs. A change of bag is said beside the step that it comes before;
    an observation and the flush beside the step that they follow."""
    made: list[dict[str, Value]] = []
    beside: list[list[Value]] = []
    waiting: list[Value] = []
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
            waiting.append({"text": _sentence(plan, row)})
            if beside:
                beside[-1] += waiting
                waiting = []
    return [
        instruction | ({"additionalInstruction": texts} if texts else {})
        for instruction, texts in zip(made, beside, strict=True)
    ]


def _from_bag(row: Row) -> Iterator[Value]:
    """The bag that a step takes from; none for a dose in a form of its own."""
    if letter := row.text(Column.BAG):
        code: Value = {"system": BAGS, "code": _id(letter)}
        bag = word("fhir.from-bag", bag=word("bag.lettered", letter=letter))
        yield {"coding": [code], "text": bag}


def _instruction(plan: Plan, row: Row) -> dict[str, Value]:
    code: Value = {"system": _DOSE_RATE_TYPE, "code": "calculated", "display": "Calculated"}
    dose_and_rate: dict[str, Value] = {"type": {"coding": [code]}}
    if row.kind is not RowKind.CLEARING:
        dose = _amount(row, Column.DOSE).value
        dose_and_rate["doseQuantity"] = _quantity(dose, unit_like(plan.dose.total))
    repeat: dict[str, Value] = {"count": 1}
    if row.kind is not RowKind.GIVE:
        dose_and_rate["rateQuantity"] = _quantity(_amount(row, Column.FLOW).value, ML_PER_H)
        lasts = in_unit(_amount(row, Column.DURATION).value, MIN).magnitude
        repeat |= {"duration": rounded(Fraction(lasts)), "durationUnit": "min"}
    route = next(step.route for step in plan.steps if step.number == row.step)
    snomed, display = _ROUTES[route]
    return {
        "sequence": row.step,
        "text": _sentence(plan, row),
        "timing": {"repeat": repeat},
        "route": {
            "coding": [{"system": SNOMED_CT, "code": snomed, "display": display}],
            "text": word("fhir.intravenous") if route is None else route_said(route),
        },
        "doseAndRate": [dose_and_rate],
    }


def _amount(row: Row, column: Column) -> Amount:
    cell = row.cells[column]
    assert isinstance(cell, Amount)
    return cell


def _quantity(value: Quantity, unit: Unit) -> dict[str, Value]:
    """`units` have no code: FHIR would need to know which units they are."""
    amount_in = in_unit(value, unit)
    number = rounded(Fraction(amount_in.magnitude))
    plain: dict[str, Value] = {"value": number, "unit": unit_label(amount_in)}
    code = ucum_code(amount_in)
    return plain | {"system": UCUM, "code": code} if code else plain


def _sentence(plan: Plan, row: Row) -> str:
    """The whole row in words, with every number that is rounded given exactly too."""
    start = row.cells[Column.START]
    assert isinstance(start, Moment)
    begins = word("fhir.begins", offset=start.exact)
    if start.clock:
        begins = word("fhir.planned-for", begins=begins, at=start.clock)
    bag = word("bag.lettered", letter=row.text(Column.BAG)) if row.step else row.bag
    values = {"step": row.step, "begins": begins, "bag": bag}
    for column in (Column.DURATION, Column.VOLUME, Column.DOSE, Column.CUMULATIVE):
        if isinstance(row.cells.get(column), Amount):
            values[column.name.lower()] = _amount(row, column).exact
    if row.kind is RowKind.GIVE:
        values["said"] = row.text(Column.RATE)
    elif row.kind is not RowKind.OBSERVE:
        drops = row.cells.get(Column.DROPS)
        values["rate"] = row.text(Column.RATE) if drops else _amount(row, Column.FLOW).exact
    if row.kind is RowKind.FLUSH:
        values["dose"] = _amount(row, Column.REACHES_VEIN).exact
        dry = plan.delivery is not None and plan.delivery.dry_at is not None
        values["counted"] = word("fhir.flush-uncounted" if dry else "fhir.flush-counted")
    if Column.SHARE in row.cells:
        values["share"] = row.text(Column.SHARE)
    kind = "does-not-run" if row.note(Label.DOES_NOT_RUN) else row.kind.value
    texts = [word(f"fhir.{kind}", **values)]
    texts += (note.text for note in row.notes if note.code in _SAID)
    said = " ".join(texts)
    return word("timeline.past", due=said) if row.past else said


def _notes(plan: Plan, view: View) -> Iterator[str]:
    """What FHIR has no field for, each in plain words."""
    head = view.head
    yield " ".join((word("fhir.for-information"), *(p.text for p in view.closing if p.code)))
    yield head.status.line
    source = plan.protocol.source.citation
    named = {"title": head.title, "protocol": head.protocol, "scope": head.scope}
    yield word("fhir.protocol", source=source, **named)
    if begun := view.section(SectionCode.BEGUN):
        yield f"{begun.heading}."
        yield from (f"{fact.label}: {fact.text.rstrip('.')}." for fact in begun.all_facts)
    if run := [step.number for step in plan.steps if step.has_run]:
        yield word("fhir.past", step=run[-1])
        for block in view[SectionCode.STOPS].blocks:
            if isinstance(block, Facts):
                yield from (f"{fact.label}: {fact.text.rstrip('.')}." for fact in block.rows)
    (total,) = view[SectionCode.STEPS].table.of(RowKind.TOTAL)
    amounts = (_amount(total, c).exact for c in (Column.DOSE, Column.VOLUME, Column.DURATION))
    yield word("fhir.in-all", amounts=", ".join(amounts))
    pump = view[SectionCode.ORDER].facts[Label.PUMP]
    yield f"{pump.label}: {pump.text}."
    if delivery := view.section(SectionCode.DELIVERY):
        yield from (f"{fact.label}: {fact.text.rstrip('.')}." for fact in delivery.all_facts)
    before = view[SectionCode.PREMEDICATION]
    for row in before.table.rows if plan.premedication else ():
        cells = (row.text(c) for c in (Column.DRUG, Column.DOSE, Column.ROUTE))
        at = [row.text(c) for c in (Column.GIVE_AT, Column.DUE) if row.cells[c] != Blank(5)]
        yield f"{before.heading}: {' '.join(cells)}, {', '.join(at)}."
    reaction = view[SectionCode.REACTION]
    stop = reaction.paragraph(Label.STOP)
    yield f"{reaction.heading}: {stop} {reaction_text(plan.runs_by)}"
    for item in view.findings:
        answer = f" {word(Label.ACKNOWLEDGED)}: {item.answer.text}" if item.answer else ""
        yield f"{item.severity_word} {item.code}: {item.text}{answer}"
    yield word("fhir.cannot-carry")


def _narrative(plan: Plan, view: View, notes: list[str]) -> str:
    heading = f"{word('fhir.for-information')} {view.head.drug} {view.head.dose.text}"
    steps = "".join(
        f"<li>{escape(_sentence(plan, row))}</li>" for row in view[SectionCode.STEPS].table.steps
    )
    bags = "".join(f"<li>{escape(bag)}</li>" for bag in _bags(view))
    said = "".join(f"<p>{escape(note)}</p>" for note in notes)
    div = '<div xmlns="http://www.w3.org/1999/xhtml">'
    return f"{div}<p>{escape(heading)}</p><ul>{bags}</ul><ol>{steps}</ol>{said}</div>"
