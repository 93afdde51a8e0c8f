"""Rates: how fast they rise from step to step, and the fastest against what is on file."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, confirm
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan, Step
from rechallenge.planning.limits import TENFOLD_JUMP, USUAL_JUMP
from rechallenge.planning.steps.rises import rises
from rechallenge.quantities import Quantity, unit_like

from .comparable import comparable
from .rule import CONFIRM, NOTE, Rule, check


@check(
    Rule(
        "rate-jump",
        (CONFIRM, NOTE),
        "each dose rate with the one before it: above 2.5-fold is a note, from tenfold it asks",
        f"{USUAL_JUMP.source}; {TENFOLD_JUMP.source}",
        ("H-01", "H-04"),
    )
)
def jumps(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """A note above the largest rise of a published table, confirm from tenfold."""
    for before, step, fold in rises(plan.steps):
        if fold <= USUAL_JUMP.value:
            continue
        assert step.dose_rate is not None
        tenfold = fold >= TENFOLD_JUMP.value
        limit = TENFOLD_JUMP if tenfold else USUAL_JUMP
        yield Finding(
            code="rate-jump",
            severity=CONFIRM if tenfold else NOTE,
            where=f"step {step.number}",
            numbers={
                "fold": fold,
                "before": before,
                "after": step.dose_rate,
                "step": str(step.number),
                "limit": limit.value,
                "what": limit.what,
            },
            source=limit.source,
        )


@check(
    Rule(
        "rate-above-usual-highest",
        (CONFIRM,),
        "the rate and dose rate of each step with each highest rate on file for the drug",
        "the drug's file",
        ("H-01", "H-04"),
    )
)
def above_highest(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Steps that run faster than the drug's file has it; one finding for each rate on file."""
    facts = on_file.drug(plan.drug)
    for highest in facts.highest_rates if facts else ():
        above = []
        for step in plan.steps:
            for rate in _rates(step):
                most = comparable(highest.rate, unit_like(rate), plan)
                if most is not None and rate > most:
                    above.append((rate, most, step))
        if above:
            fastest, most, _ = sorted(above, key=lambda found: found[0])[-1]
            yield confirm(
                "rate-above-usual-highest",
                f"step {above[0][2].number}",
                {
                    "steps": ", ".join(str(step.number) for _, _, step in above),
                    "fastest": fastest,
                    "most": most,
                    "limit": highest.rate,
                    "drug": str(plan.drug),
                },
                highest.source,
            )


def _rates(step: Step) -> Iterator[Quantity]:
    for rate in (step.rate, step.dose_rate):
        if rate is not None:
            yield rate
