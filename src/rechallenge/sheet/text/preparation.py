"""The preparation worksheet as text: what to do, line by line, and the label of each bag."""

from collections.abc import Iterator, Sequence

from rechallenge.model.plan import Plan
from rechallenge.model.preparation import Preparation, VialsNeeded
from rechallenge.quantities import Quantity
from rechallenge.sheet.names import drug_name

from .layout import WIDTH, amount, labelled, wrapped
from .working import formula_lines

BLANK = "_" * 20
VIAL_RULE = (
    "Vials are of the sizes on file: those that leave the least over, and of these the fewest."
)


def preparation_lines(plan: Plan, *, working: bool = False) -> Iterator[str]:
    """How each bag is made and labelled; with `working`, the sums too."""
    if not plan.preparation:
        yield wrapped("Not worked out; the finding no-preparation says what to state.", 2)
        return
    if plan.vials:
        yield wrapped(VIAL_RULE, 2)
    name = drug_name(plan.drug) if plan.drug else "the drug"
    for number, made in enumerate(plan.preparation):
        if number:
            yield ""
        yield from _heading(made, name)
        for step, text in enumerate(instructions(made, name), 1):
            yield wrapped(f"[ ] {step}. {text}", 4, 11)
        if working:
            yield from formula_lines(made.working)
        yield from _label(plan, made)
    if len(plan.preparation) > 1 and plan.vials:
        yield ""
        yield wrapped(f"All bags drawn in one session: {vials_text(plan.vials)}.", 2, 4)


def _heading(made: Preparation, name: str) -> Iterator[str]:
    holds = f"{name} {amount(made.drug)} in {amount(made.final_volume)}"
    yield wrapped(f"{made.bag}: {holds}, {amount(made.concentration)}", 2, 4)
    yield from labelled(preparation_rows(made), 4)


def preparation_rows(made: Preparation) -> list[tuple[str, str]]:
    """What a bag is made from and how, each with its source, as name and text."""
    return [
        ("Strength", f"{amount(made.strength)} ({made.strength_source or 'order'})"),
        ("Technique", f"{made.technique} ({made.technique_source or 'order'})"),
        ("Diluent", _diluents(made)),
        *_diluent_volume(made),
        *[("Never in", f"{never.name} ({never.source})") for never in made.not_in],
        *[("Line", f"{said.says} ({said.source})") for said in made.line],
    ]


def _diluents(made: Preparation) -> str:
    if not made.diluents:
        return f"none on file: {BLANK}"
    return " or ".join(f"{diluent.name} ({diluent.source})" for diluent in made.diluents)


def _diluent_volume(made: Preparation) -> Iterator[tuple[str, str]]:
    """The volume of diluent that the source names, or its range."""
    stated = made.diluent_volume
    if stated is not None:
        ends = [amount(end) for end in (stated.lowest, stated.highest) if end is not None]
        volume = " to ".join(dict.fromkeys(ends))
        if len(ends) == 1:
            volume = f"{'at least' if stated.lowest is not None else 'at most'} {volume}"
        yield "On file", f"{volume} of diluent ({stated.source})"


def instructions(made: Preparation, name: str) -> Iterator[str]:
    """What a technician does, one thing at a time."""
    if made.vials:
        yield f"Take {vials_text(made.vials)}."
    else:
        volume = amount(made.from_vials)
        yield f"Take vials that hold at least {volume}. No size is on file: {BLANK}"
    before = f"{name} {amount(made.strength)}"
    for dilution in made.dilutions:
        strength = amount(dilution.concentration)
        yield (
            f"Dilute: {amount(dilution.take)} of {before} and {amount(dilution.diluent)} of "
            f"diluent make {amount(dilution.make)} of {strength}. Mix."
        )
        before = f"the dilution of {strength}"
    yield _begin(made)
    if made.withdraw.magnitude:
        yield f"Withdraw {amount(made.withdraw)} of diluent{_of_overfill(made)} and discard it."
    yield f"Draw {amount(made.draw)} of {before} and put it into the bag."
    if made.container is None:
        text = f"Add {amount(made.add)} of diluent" if made.add.magnitude else "Add no diluent"
        yield f"{text}: {amount(made.final_volume)} in all. Mix."
    else:
        yield f"Mix. The bag holds {amount(made.final_volume)}."
    yield "Label the bag."


def _begin(made: Preparation) -> str:
    if made.container is None:
        return "Take an empty container."
    overfill = ""
    if made.overfill.magnitude:
        overfill = f" and {amount(made.overfill)} of overfill"
    worked_out = "" if made.container_stated else ", worked out from the final volume"
    return f"Take a full bag of diluent, {amount(made.container)}{overfill}{worked_out}."


def _of_overfill(made: Preparation) -> str:
    return ", overfill included," if made.overfill.magnitude else ""


def vials_text(vials: Sequence[VialsNeeded]) -> str:
    """`2 vials of 500 mg in 50 mL and 1 vial of 100 mg in 10 mL`."""
    return " and ".join(
        f"{v.count} {'vial' if v.count == 1 else 'vials'} of {_size(v.holds, v.volume)}"
        for v in vials
    )


def _size(holds: Quantity, volume: Quantity) -> str:
    return f"{amount(holds)} in {amount(volume)}"


def label_rows(plan: Plan, made: Preparation) -> list[tuple[str, str]]:
    """What is written on the label of a bag, as name and text."""
    name = drug_name(plan.drug) if plan.drug else BLANK
    holds = f"{name} {amount(made.drug)} in {amount(made.final_volume)}"
    names = [diluent.name for diluent in made.diluents]
    diluent = names[0] if len(names) == 1 else "  ".join(f"[ ] {one}" for one in names)
    rows = [
        ("Patient", plan.order.patient or BLANK),
        ("Drug", f"{holds} ({amount(made.concentration)})"),
        ("Diluent", diluent or BLANK),
        ("Route", "IV"),
        ("Bag", made.bag),
    ]
    kept = [f"{amount(k.time)} after it is made, at {k.at}: {BLANK}" for k in made.keeps]
    rows += [("Expires", text) for text in kept or [f"how long it keeps is not on file: {BLANK}"]]
    return [*rows, ("Made at", BLANK), ("Prepared by", BLANK), ("Checked by", BLANK)]


def _label(plan: Plan, made: Preparation) -> Iterator[str]:
    inside = WIDTH - 8
    yield f"    +{'-' * (inside + 2)}+"
    for text in labelled(label_rows(plan, made), 0, inside):
        for line in text.splitlines():
            yield f"    | {line.ljust(inside)} |"
    yield f"    +{'-' * (inside + 2)}+"
