"""Doses given at once: how steeply they rise, and whether they can be drawn up."""

from collections.abc import Iterator
from itertools import pairwise

from rechallenge.model.finding import Finding, Severity, confirm
from rechallenge.model.on_file import OnFile
from rechallenge.model.places import STEP
from rechallenge.model.plan import Plan
from rechallenge.planning.limits import SMALLEST_DRAW, TENFOLD_JUMP, USUAL_JUMP
from rechallenge.planning.preparation.measuring import drawn_up
from rechallenge.quantities import ML, PLAIN, in_unit
from rechallenge.words.codes import FindingCode

from .rates import steepest
from .rule import CONFIRM, NOTE, Basis, Rule, check


@check(Rule(FindingCode.DOSE_JUMP, (CONFIRM, NOTE), (USUAL_JUMP, TENFOLD_JUMP), ("H-40", "H-01")))
def jumps(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """As for rates: a note above the largest rise of a published table, confirm from tenfold. A
    dose is compared with the one given at once before it."""
    given = [step for step in plan.steps if step.kind == "give"]
    steep = [
        (before.dose, step.number, step.dose, fold)
        for before, step in pairwise(given)
        if (fold := (step.dose / before.dose).to(PLAIN)) > USUAL_JUMP.value
    ]
    tenfold = [rise for rise in steep if rise[-1] >= TENFOLD_JUMP.value]
    below = [rise for rise in steep if rise[-1] < TENFOLD_JUMP.value]
    yield from steepest(FindingCode.DOSE_JUMP, Severity.CONFIRM, TENFOLD_JUMP, tenfold)
    yield from steepest(FindingCode.DOSE_JUMP, Severity.NOTE, USUAL_JUMP, below)


@check(
    Rule(
        FindingCode.DOSE_NOT_MEASURED,
        (CONFIRM,),
        (Basis.ARITHMETIC, SMALLEST_DRAW),
        ("H-40", "H-35"),
        ("measures", "smallest_draw"),
    )
)
def measured(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Doses whose volume no syringe on file measures exactly, or that are too small to be drawn
    accurately. The plan keeps the volume that is worked out."""
    least = in_unit(plan.order.smallest_draw or SMALLEST_DRAW.value, ML)
    for step in plan.steps:
        drawn = drawn_up(step.volume, on_file.measures) if step.drawn_from else None
        if drawn is None or (drawn.volume == step.volume and step.volume >= least):
            continue
        assert on_file.measures is not None
        yield confirm(
            FindingCode.DOSE_NOT_MEASURED,
            (STEP, step.number),
            SMALLEST_DRAW.source if step.volume < least else on_file.measures.source,
            step=step.number,
            volume=step.volume,
            nearest=drawn.volume,
            least=least,
            measures=on_file.measures.title,
        )
