"""The bags: what each holds by the rule of the protocol, its concentration, and what is used."""

from fractions import Fraction
from typing import NamedTuple

from rechallenge.model.bag import HOLDS_DOSE, HOLDS_REST
from rechallenge.model.consistency import VOLUME
from rechallenge.model.plan import Bag, Plan
from rechallenge.model.reading import Parameter
from rechallenge.quantities import (
    KG,
    M2,
    ML,
    PERCENT,
    Kind,
    Quantity,
    Unit,
    is_amount,
    kind_of,
    number_in,
    per_body,
    quantity,
    unit_label,
)
from rechallenge.sheet.view import Label, SectionCode
from rechallenge.sheet.view.bags import bags_by_letter, own_name, strength
from rechallenge.words import word

from .order_page import Inputs
from .pages import FIRST, Book, Page, Style
from .places import BAG_COLUMNS as COLUMNS
from .places import Places, bag_row


class Rule(NamedTuple):
    """By which rule a bag holds its drug: in words; the number that the rule states, with its unit,
    which is an input; and the formula from that number, where there is one."""

    said: str
    formula: str = ""
    stated: Fraction | None = None
    unit: str = ""


def rule_of(plan: Plan, bag: Bag, inputs: Inputs, so_far: str, bags_of: str = "") -> Rule:
    """The rule of a bag; `so_far` is where the dose before its first step is found. `bags_of` is
    the name of this page for a formula on another, which then has no volume of its own."""
    written = next((one for one in plan.protocol.bags if one.name == bag.name), None)
    unit, row = plan.dose.unit, bag_row(plan, bag.name)
    as_planned = Rule(word("workbook.rule-as-planned"))
    if plan.begun is not None or plan.stops or (written is None and plan.protocol.bags):
        return as_planned
    stated = f"{bags_of}{COLUMNS['stated']}{row}"
    volume = f"{COLUMNS['volume']}{row}"
    if written is not None and written.dilution is not None:
        share = _value(plan, written.dilution)
        assert isinstance(share, Fraction)
        if inputs.volume is None:
            return as_planned
        formula = f"{inputs.dose}/{inputs.volume}/{stated}*{volume}"
        rule = Rule(word("workbook.rule-dilution"), formula, 1 / share, word("workbook.parts"))
        return rule._replace(formula="") if bags_of else rule
    if written is not None and written.concentration is not None:
        strong = _value(plan, written.concentration)
        assert is_amount(strong)
        rule = Rule(word("workbook.rule-concentration"), f"{stated}*{volume}")
        rule = _per_body(rule, strong, unit / ML, inputs)
        return rule._replace(formula="") if bags_of else rule
    holds = None if written is None else _value(plan, written.holds)
    if holds is None or holds == HOLDS_DOSE:
        return Rule(word("workbook.rule-dose"), inputs.dose)
    if holds == HOLDS_REST:
        return Rule(word("workbook.rule-rest"), f"{inputs.to_give}-{so_far}")
    assert is_amount(holds)
    if kind_of(holds) is Kind.SHARE:
        formula, percent = f"{inputs.dose}*{stated}/100", number_in(holds, PERCENT)
        return Rule(word("workbook.rule-share"), formula, percent, "%")
    return _per_body(Rule(word("workbook.rule-amount"), stated), holds, unit, inputs)


def _per_body(rule: Rule, holds: Quantity, unit: Unit, inputs: Inputs) -> Rule:
    """The rule with the number that it states; one per kg or m2 is multiplied by the patient's."""
    per = per_body(holds)
    if per is not None:
        unit = unit / (KG if per == "kg" else M2)
        rule = rule._replace(formula=f"{rule.formula}*{inputs.per(per)}")
    return rule._replace(stated=number_in(holds, unit), unit=unit_label(holds.to(unit)))


def _value(plan: Plan, value: object) -> object:
    return plan.parameters[value.name] if isinstance(value, Parameter) else value


def bags_page(book: Book, plan: Plan, inputs: Inputs, places: Places) -> None:
    page = book.page(SectionCode.BAGS, (6, 14, 25, 9, 8, 11, 10, 14, 10, 10, 11, 12, 13))
    units = _units(plan.dose.unit)
    page.heads(COLUMNS, {name: unit_label(quantity(1, unit)) for name, unit in units.items()})
    for bag in bags_by_letter(plan):
        _row(book, page, plan, bag, inputs, places)
    page.ruled(COLUMNS, FIRST + len(plan.bags) - 1)


def _row(book: Book, page: Page, plan: Plan, bag: Bag, inputs: Inputs, places: Places) -> None:
    row, unit, at = bag_row(plan, bag.name), plan.dose.unit, COLUMNS
    since, made = len(book.compared), places.prepared.get(bag.name)
    page.text(at["bag"], row, bag.letter)
    page.text(at["name"], row, own_name(plan, bag.name))
    rule = rule_of(plan, bag, inputs, places.dose_before(plan, bag.name))
    page.text(at["rule"], row, rule.said, Style.LONG)
    if rule.stated is not None:
        follows = made is None or not (rule.formula and at["volume"] + str(row) in rule.formula)
        page.number(at["stated"], row, rule.stated, is_input=follows)
        page.text(at["stated-unit"], row, rule.unit)

    def put(name: str, value: Quantity, formula: str, *, is_input: bool = False) -> None:
        said, shown = f"{word(Label.BAG)} {bag.letter}", None
        if name == "concentration":
            shown = strength(plan, value)
        book.amount(page, at[name], row, value, _units(unit)[name], formula, said,
                    word(f"workbook.{name}"), is_input=is_input, shown=shown)  # fmt: skip

    volume = _volume(plan, bag, inputs)
    holds = rule.formula
    if made is not None:
        holds, volume = made.holds, made.volume
    put("holds", bag.drug, holds, is_input=not holds)
    put("volume", bag.volume, volume, is_input=not volume)
    put("concentration", bag.concentration, f"{at['holds']}{row}/{at['volume']}{row}")
    steps = places.steps
    drawn = f"SUMIF({steps.every('bag')},{at['bag']}{row},{steps.every('volume')})"
    cleared = [steps.cell("volume", s.number) for s in plan.steps
               if s.clears_line and s.bag == bag.name]  # fmt: skip
    used = drawn
    if cleared:
        put("into-line", bag.into_line, "+".join(cleared))
    elif bag.into_line.magnitude and inputs.dead_volume is not None:
        put("into-line", bag.into_line, inputs.dead_volume)
        used = f"{drawn}+{at['into-line']}{row}"
    put("used", bag.used, used)
    put("discarded", bag.discarded, f"{at['volume']}{row}-{at['used']}{row}")
    left = bag.discarded * bag.concentration
    put("discarded-drug", left, f"{at['discarded']}{row}*{at['concentration']}{row}")
    book.verdict(page, at["verdict"], row, since)


def _volume(plan: Plan, bag: Bag, inputs: Inputs) -> str:
    """The formula of a bag's volume, where it is the one that the order states."""
    written = next((one for one in plan.protocol.bags if one.name == bag.name), None)
    ordered = written is None and not plan.protocol.bags
    if written is not None and isinstance(written.volume, Parameter):
        ordered = written.volume.name == VOLUME
    return inputs.volume or "" if ordered and plan.begun is None and not plan.stops else ""


def _units(drug: Unit) -> dict[str, Unit]:
    return {"holds": drug, "volume": ML, "concentration": drug / ML, "into-line": ML, "used": ML,
            "discarded": ML, "discarded-drug": drug}  # fmt: skip
