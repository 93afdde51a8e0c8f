"""What stands above the steps: who and what it is for, the bags, and the premedication."""

from collections.abc import Iterator

from rechallenge.model.plan import Bag, Plan, PlannedPremedication
from rechallenge.quantities import Quantity
from rechallenge.sheet.names import drug_name
from rechallenge.sheet.text.delivery import SETS
from rechallenge.sheet.text.former import due_text, order_rows
from rechallenge.sheet.text.layout import amount
from rechallenge.sheet.text.timeline import clock_text

from .words import Data, JsonValue, printed

_IN_THE_TITLE = ("Drug", "Dose")
_OURS = ("Patient", "Pump", "Line")


def facts(plan: Plan) -> list[JsonValue]:
    """What the plan was made for, as labels and texts."""
    rows = dict(order_rows(plan))
    ordered = [(k, v) for k, v in rows.items() if k not in (*_IN_THE_TITLE, *_OURS)]
    return [[printed(k), printed(v)] for k, v in [*ordered, *_equipment(plan), *_reaction(plan)]]


def dose_reached(plan: Plan) -> str:
    """How the dose was reached from what was ordered; empty where it was ordered as it is."""
    reached = dict(order_rows(plan))["Dose"]
    return "" if reached == amount(plan.dose.total) else printed(reached)


def _equipment(plan: Plan) -> Iterator[tuple[str, str]]:
    if plan.pump is None:
        yield "Pump", "none: rates are exact and rounded for no pump"
    else:
        yield "Pump", plan.pump.title
    if plan.line is None:
        yield "Line", "not given: when drug reaches the vein was not worked out"
    else:
        line = plan.line
        named = f"{line.title}, " if line.title else ""
        sets = "" if len(plan.bags) == 1 else f", {SETS[line.sets]}"
        filled = f"{amount(line.dead_volume)}, primed with {line.primed}{sets}"
        yield "Line", f"{named}{filled}"


def _reaction(plan: Plan) -> Iterator[tuple[str, str]]:
    order = plan.order
    said: list[str] = [order.reaction_kind] if order.reaction_kind else []
    if order.reaction_grade:
        said.append(f"grade {order.reaction_grade}")
    if said:
        yield "Earlier reaction", ", ".join(said)


def bag_rows(plan: Plan) -> list[JsonValue]:
    """One row for each bag, with the text of its label."""
    return [_bag(plan, bag) for bag in plan.bags]


def _bag(plan: Plan, bag: Bag) -> Data:
    return {
        "name": printed(bag.name),
        "drug": amount(bag.drug),
        "volume": amount(bag.volume),
        "concentration": per(bag.concentration),
        "used": amount(bag.used),
        "into_line": amount(bag.into_line) if bag.into_line.magnitude else "",
        "discarded": amount(bag.discarded) if bag.discarded.magnitude else "none",
        "label": [printed(line) for line in label_lines(plan, bag)],
    }


def label_lines(plan: Plan, bag: Bag) -> tuple[str, str]:
    """What to write on the bag: drug and amount in volume; strength, and which bag it is."""
    name = drug_name(plan.drug) if plan.drug else "DRUG: ____________"
    which = plan.bags.index(bag) + 1
    place = f"bag {which} of {len(plan.bags)}"
    return (
        f"{name} {amount(bag.drug)} in {amount(bag.volume)}",
        f"{per(bag.concentration)}, {place if len(plan.bags) == 1 else f'{bag.name}, {place}'}",
    )


def per(concentration: Quantity) -> str:
    """`1.5 mg per mL`: a strength is printed in words, so that no slash is read as a 1."""
    return amount(concentration).replace("/", "\u00a0per\u00a0")


def premedication_rows(plan: Plan) -> list[JsonValue]:
    """One row for each drug given beforehand; `at` is empty where its time is to be written in."""
    return [_premedication(plan, dose) for dose in plan.premedication]


def _premedication(plan: Plan, dose: PlannedPremedication) -> Data:
    at = ""
    if dose.at is not None and plan.order.start is not None:
        at = clock_text(dose.at, plan.order.start)
    # The clock time stands in a column of its own.
    due = due_text(plan, dose.model_copy(update={"at": None}))
    return {
        "drug": printed(drug_name(dose.drug)),
        "dose": amount(dose.dose),
        "route": printed(dose.route),
        "at": at,
        "unstated": dose.before is None,
        "due": printed(due),
        "note": printed(dose.note or ""),
    }
