"""How the bags are made: what keeps it from being worked out, and what differs from the file."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, confirm, note
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.planning.limits import SMALLEST_DRAW
from rechallenge.planning.preparation.supply import Supply, supply_of
from rechallenge.quantities import display, unit_like

from .rule import CONFIRM, NOTE, Rule, check


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
    """Bags of which it cannot be said how they are made, and what to state so that it can."""
    facts = on_file.drug(plan.drug)
    supply = supply_of(plan.order, facts, unit_like(plan.bags[0].drug))
    if not isinstance(supply, Supply):
        yield note(
            "no-preparation",
            "preparation",
            {"drug": plan.drug or "the drug", "missing": ", ".join(supply)},
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
    """Volumes too small to draw, for which a dilution is made first."""
    for number, made in enumerate(plan.preparation):
        if made.smallest_draw is not None:
            yield note(
                "draw-too-small",
                f"preparation[{number}].draw",
                {
                    "bag": made.bag,
                    "volume": made.drug_volume,
                    "limit": made.smallest_draw,
                },
                SMALLEST_DRAW.source if plan.order.smallest_draw is None else None,
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
    """An ordered strength that no vial on file has."""
    facts, stated = on_file.drug(plan.drug), plan.order.strength
    vials = facts.vials if facts is not None else ()
    if stated is not None and vials and stated not in [v.concentration for v in vials]:
        strengths = dict.fromkeys(display(v.concentration) for v in vials)
        yield confirm(
            "strength-differs",
            "order.strength",
            {"stated": stated, "on_file": ", ".join(strengths)},
            vials[0].source,
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
    """An ordered technique that is not the label's."""
    facts, stated = on_file.drug(plan.drug), plan.order.technique
    label = facts.preparing if facts is not None else None
    if stated is not None and label is not None and label.one not in (None, stated):
        yield confirm(
            "technique-differs",
            "order.technique",
            {"stated": stated, "label": label.technique},
            label.source,
        )
