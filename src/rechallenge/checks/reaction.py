"""The earlier reaction: what the label advises after it, and kinds after which nothing is given."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, Numbers, confirm, note, refusal
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan

from .rule import CONFIRM, NOTE, REFUSE, Rule, check

KINDS_SOURCE = "GlobalRPh; HemOnc"
REFUSED_KINDS = ("severe-skin",)
AVOIDED_KINDS = ("hepatitis", "nephritis", "serum-sickness", "haemolytic-anaemia")
_STOP = "stop for good"


@check(
    Rule(
        "reaction-kind-refused",
        (REFUSE,),
        "the kind of the earlier reaction with those after which there is no desensitisation: "
        "Stevens-Johnson syndrome, toxic epidermal necrolysis, erythema multiforme, blistering or "
        "peeling",
        KINDS_SOURCE,
        ("H-29",),
    ),
    Rule(
        "reaction-kind-avoid",
        (CONFIRM,),
        "the kind of the earlier reaction with those after which the drug is avoided: hepatitis, "
        "nephritis, serum sickness, haemolytic anaemia",
        KINDS_SOURCE,
        ("H-29",),
    ),
)
def kind(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Kinds of reaction after which the drug is not given again, or only with a reason."""
    stated = plan.order.reaction_kind
    if stated in REFUSED_KINDS:
        yield refusal(
            "reaction-kind-refused", "order.reaction_kind", {"kind": stated}, KINDS_SOURCE
        )
    elif stated in AVOIDED_KINDS:
        yield confirm("reaction-kind-avoid", "order.reaction_kind", {"kind": stated}, KINDS_SOURCE)


@check(
    Rule(
        "reaction-advice",
        (CONFIRM, NOTE),
        "the grade of the earlier reaction with what the label advises after one of that grade: to "
        "stop for good asks, to interrupt or slow is a note",
        "the drug's file",
        ("H-29",),
    ),
    Rule(
        "reaction-no-advice",
        (NOTE,),
        "the grade of the earlier reaction with an empty place in the drug's file",
        "the drug's file, which has none",
        ("H-29",),
    ),
)
def advice(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """What the label advises after a reaction of this grade, or that none is on file."""
    grade, facts = plan.order.reaction_grade, on_file.drug(plan.drug)
    if grade is None:
        return
    drug = str(plan.drug or "a drug that is not named")
    numbers: Numbers = {"grade": grade, "drug": drug}
    found = [entry for entry in (facts.reactions if facts else ()) if grade in entry.grades]
    for entry in found:
        yield Finding(
            code="reaction-advice",
            severity=CONFIRM if entry.advises == _STOP else NOTE,
            where="order.reaction_grade",
            numbers=numbers | {"advises": entry.advises},
            source=entry.source,
        )
    if not found:
        yield note("reaction-no-advice", "order.reaction_grade", numbers)


@check(
    Rule(
        "reaction-not-stated",
        (NOTE,),
        "the order with its missing grade and kind of the earlier reaction",
        "the order, which states neither",
        ("H-29",),
    ),
    Rule(
        "reaction-grade-not-stated",
        (NOTE,),
        "the order with its missing grade, where it states the kind of the earlier reaction",
        "the order, which states no grade",
        ("H-29",),
    ),
    Rule(
        "reaction-kind-not-stated",
        (NOTE,),
        "the order with its missing kind, where it states the grade of the earlier reaction",
        "the order, which states no kind",
        ("H-29",),
    ),
)
def stated(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """An order that says nothing of the earlier reaction, or only its grade, or only its kind."""
    grade, kind = plan.order.reaction_grade, plan.order.reaction_kind
    if grade is None and kind is None:
        yield note("reaction-not-stated", "order.reaction_grade")
    elif grade is None:
        yield note("reaction-grade-not-stated", "order.reaction_grade")
    elif kind is None:
        yield note("reaction-kind-not-stated", "order.reaction_kind")
