"""How the bags are made: what keeps it from being worked out, and what differs from the file."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.planning.limits import SMALLEST_DRAW
from rechallenge.planning.rule import CONFIRM, NOTE, Rule, check
from rechallenge.planning.supply import Supply, supply_of
from rechallenge.quantities import display, unit_like


@check(
    Rule(
        "no-preparation",
        (NOTE,),
        "what a preparation needs with what the order states and what is on file",
        "the drug's file",
        ("H-19",),
    ),
)
def not_worked_out(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """`no-preparation`: note. Says what to state."""
    facts = on_file.drug(plan.drug)
    supply = supply_of(plan.order, facts, unit_like(plan.bags[0].drug))
    if not isinstance(supply, Supply):
        yield Finding(
            code="no-preparation",
            severity=NOTE,
            where="preparation",
            numbers={"drug": plan.drug or "the drug", "missing": ", ".join(supply)},
        )


@check(
    Rule(
        "draw-too-small",
        (NOTE,),
        "the volume to draw for each bag with the smallest that can be measured",
        SMALLEST_DRAW.source,
        ("H-01",),
    ),
)
def too_small_to_draw(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """`draw-too-small`: note (hazard H-01). A dilution is made first."""
    for number, made in enumerate(plan.preparation):
        if made.smallest_draw is not None:
            yield Finding(
                code="draw-too-small",
                severity=NOTE,
                where=f"preparation[{number}].draw",
                numbers={
                    "bag": made.bag,
                    "volume": made.drug_volume,
                    "limit": made.smallest_draw,
                },
                source=SMALLEST_DRAW.source if plan.order.smallest_draw is None else None,
            )


@check(
    Rule(
        "strength-differs",
        (CONFIRM,),
        "the strength that the order states with those on file",
        "the drug's file",
        ("H-13",),
    ),
)
def another_strength(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """`strength-differs`: confirm (hazard H-13)."""
    facts, stated = on_file.drug(plan.drug), plan.order.strength
    vials = facts.vials if facts is not None else ()
    if stated is not None and vials and stated not in [v.concentration for v in vials]:
        strengths = dict.fromkeys(display(v.concentration) for v in vials)
        yield Finding(
            code="strength-differs",
            severity=CONFIRM,
            where="order.strength",
            numbers={"stated": stated, "on_file": ", ".join(strengths)},
            source=vials[0].source,
        )


@check(
    Rule(
        "technique-differs",
        (CONFIRM,),
        "the technique that the order states with the label's",
        "the drug's file",
        ("H-19",),
    ),
)
def another_technique(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """`technique-differs`: confirm (hazard H-19)."""
    facts, stated = on_file.drug(plan.drug), plan.order.technique
    label = facts.preparing if facts is not None else None
    if stated is not None and label is not None and label.one not in (None, stated):
        yield Finding(
            code="technique-differs",
            severity=CONFIRM,
            where="order.technique",
            numbers={"stated": stated, "label": label.technique},
            source=label.source,
        )
