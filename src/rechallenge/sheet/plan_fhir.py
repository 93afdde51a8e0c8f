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

from rechallenge.model.plan import Plan
from rechallenge.quantities import (
    MIN,
    ML_PER_H,
    Quantity,
    Unit,
    in_unit,
    rounded,
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
    Label,
    Moment,
    Paragraph,
    Row,
    RowKind,
    SectionCode,
    View,
    change_text,
    view_of,
)

UCUM = "http://unitsofmeasure.org"
_UCUM_CODES = {"mg": "mg", "g": "g", "mcg": "ug", "ng": "ng", "mL/h": "mL/h"}
"""The UCUM codes of our units. `units` has none: FHIR would need to know which units they are."""
_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_DOSE_RATE_TYPE = "http://terminology.hl7.org/CodeSystem/dose-rate-type"
_SAID = (Label.CHANGE_OVER, Label.DOES_NOT_RUN, Label.GO_ON_IF, Label.NOTE, Label.STOP_AFTER)


def plan_fhir(plan: Plan) -> str:
    """The resource as JSON that ends with a line feed; numbers keep their digits."""
    return json_text(_resource(plan)) + "\n"


def _resource(plan: Plan) -> dict[str, Value]:
    view = view_of(plan)
    notes = list(_notes(plan, view))
    return {
        "resourceType": "MedicationRequest",
        "text": {"status": "generated", "div": _narrative(view, notes)},
        "identifier": [
            {"type": {"text": word("fhir.fingerprint")}, "value": view.head.fingerprint}
        ],
        "status": "draft",
        "intent": "proposal",
        "medicationCodeableConcept": {"text": plan.drug or view.head.drug},
        "subject": _subject(plan),
        "note": [{"text": escaped(note)} for note in notes],
        "dosageInstruction": list(_instructions(plan, view)),
    }


def _subject(plan: Plan) -> dict[str, Value]:
    """The label of the patient as given; without one, that nobody was asked."""
    if plan.order.patient is None:
        return {"extension": [{"url": _ABSENT, "valueCode": "not-asked"}]}
    return {"display": plan.order.patient}


def _instructions(plan: Plan, view: View) -> Iterator[dict[str, Value]]:
    """One for each step, with the change of bag before it; the flush, with its own, is said beside
    the one that it follows."""
    rows = view[SectionCode.STEPS].table.rows
    for place, row in enumerate(rows):
        if not row.kind.is_step:
            continue
        said = [change_text(one) for one in rows[:place][-1:] if one.acts]
        said += [note.text for note in row.notes if note.code is Label.GO_ON_IF]
        change, after = rows[place + 1], rows[place + 2 : place + 3]
        said += [text for one in after if one.kind is RowKind.FLUSH
                 for text in (change_text(change), _sentence(one))]  # fmt: skip
        yield _instruction(plan, row, said)


def _instruction(plan: Plan, row: Row, said: list[str]) -> dict[str, Value]:
    instruction: dict[str, Value] = {"sequence": row.step, "text": _sentence(row)}
    if said:
        instruction["additionalInstruction"] = [{"text": text} for text in said]
    duration = rounded(Fraction(in_unit(_amount(row, Column.DURATION).value, MIN).magnitude))
    repeat: dict[str, Value] = {"count": 1, "duration": duration, "durationUnit": "min"}
    instruction["timing"] = {"repeat": repeat}
    if row.kind is RowKind.OBSERVE:
        return instruction
    code: Value = {"system": _DOSE_RATE_TYPE, "code": "calculated", "display": "Calculated"}
    dose_and_rate: dict[str, Value] = {"type": {"coding": [code]}}
    if row.kind is RowKind.INFUSE:
        dose = _amount(row, Column.DOSE).value
        dose_and_rate["doseQuantity"] = _quantity(dose, unit_like(plan.dose.total))
    dose_and_rate["rateQuantity"] = _quantity(_amount(row, Column.FLOW).value, ML_PER_H)
    instruction["route"] = {"text": word("fhir.intravenous")}
    instruction["doseAndRate"] = [dose_and_rate]
    return instruction


def _amount(row: Row, column: Column) -> Amount:
    cell = row.cells[column]
    assert isinstance(cell, Amount)
    return cell


def _quantity(value: Quantity, unit: Unit) -> dict[str, Value]:
    amount_in = in_unit(value, unit)
    label = unit_label(amount_in)
    number = rounded(Fraction(amount_in.magnitude))
    plain: dict[str, Value] = {"value": number, "unit": label}
    code = _UCUM_CODES.get(label)
    return plain | {"system": UCUM, "code": code} if code else plain


def _sentence(row: Row) -> str:
    """The whole row in words, with every number that is rounded given exactly too."""
    start = row.cells[Column.START]
    assert isinstance(start, Moment)
    begins = word("fhir.begins", offset=start.exact)
    if start.clock:
        begins = word("fhir.planned-for", begins=begins, at=start.clock)
    bag = word("bag.lettered", letter=row.text(Column.BAG)) if row.step else row.bag
    values = {"step": row.step, "begins": begins, "bag": bag}
    for column in (Column.DURATION, Column.VOLUME, Column.DOSE, Column.CUMULATIVE):
        if column in row.cells:
            values[column.name.lower()] = _amount(row, column).exact
    if row.kind is not RowKind.OBSERVE:
        drops = row.cells.get(Column.DROPS)
        values["rate"] = row.text(Column.RATE) if drops else _amount(row, Column.FLOW).exact
    if row.kind is RowKind.FLUSH:
        values["dose"] = _amount(row, Column.REACHES_VEIN).exact
    if Column.SHARE in row.cells:
        values["share"] = row.text(Column.SHARE)
    texts = [word(f"fhir.{row.kind.value}", **values)]
    texts += (note.text for note in row.notes if note.code in _SAID)
    return " ".join(texts)


def _notes(plan: Plan, view: View) -> Iterator[str]:
    """What FHIR has no field for, each in plain words."""
    head = view.head
    yield " ".join((word("fhir.for-information"), *(p.text for p in view.closing if p.code)))
    yield head.status.line
    source = plan.protocol.source.citation
    named = {"title": head.title, "protocol": head.protocol, "scope": head.scope}
    yield word("fhir.protocol", source=source, **named)
    (total,) = view[SectionCode.STEPS].table.of(RowKind.TOTAL)
    amounts = (_amount(total, c).exact for c in (Column.DOSE, Column.VOLUME, Column.DURATION))
    yield word("fhir.in-all", amounts=", ".join(amounts))
    pump = view[SectionCode.ORDER].facts[Label.PUMP]
    yield f"{pump.label}: {pump.text}."
    for row in view[SectionCode.BAGS].table.rows:
        holds = {"drug": row.text(Column.HOLDS), "volume": row.text(Column.VOLUME)}
        bag = word("bag.lettered", letter=row.text(Column.BAG))
        bag = f"{bag} ({name})" if (name := row.text(Column.NAME)) else bag
        yield f"{bag}: {word('bag.holds', **holds)}, {row.text(Column.CONCENTRATION)}."
    if delivery := view.section(SectionCode.DELIVERY):
        yield from (f"{fact.label}: {fact.text.rstrip('.')}." for fact in delivery.all_facts)
    before = view[SectionCode.PREMEDICATION]
    for row in before.table.rows if plan.premedication else ():
        cells = (row.text(c) for c in (Column.DRUG, Column.DOSE, Column.ROUTE))
        at = [row.text(c) for c in (Column.GIVE_AT, Column.DUE) if row.cells[c] != Blank(5)]
        yield f"{before.heading}: {' '.join(cells)}, {', '.join(at)}."
    reaction = view[SectionCode.REACTION]
    said = (block.text for block in reaction.blocks if isinstance(block, Paragraph))
    yield f"{reaction.heading}: {' '.join(said)}"
    for item in view.findings:
        answer = f" {word(Label.ACKNOWLEDGED)}: {item.answer.text}" if item.answer else ""
        yield f"{item.severity_word} {item.code}: {item.text}{answer}"
    yield word("fhir.cannot-carry")


def _narrative(view: View, notes: list[str]) -> str:
    heading = f"{word('fhir.for-information')} {view.head.drug} {view.head.dose.text}"
    steps = "".join(
        f"<li>{escape(_sentence(row))}</li>" for row in view[SectionCode.STEPS].table.steps
    )
    said = "".join(f"<p>{escape(note)}</p>" for note in notes)
    div = '<div xmlns="http://www.w3.org/1999/xhtml">'
    return f"{div}<p>{escape(heading)}</p><ol>{steps}</ol>{said}</div>"
