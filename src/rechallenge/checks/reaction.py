"""The earlier reaction: the label's advice, and the kinds after which the drug is not given
again."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, confirm, found, refusal
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.planning.limits import NEVER_AGAIN
from rechallenge.words.codes import FindingCode

from .rule import CONFIRM, NOTE, REFUSE, Basis, Rule, check

REFUSED_KINDS = ("severe-skin",)
AVOIDED_KINDS = ("hepatitis", "nephritis", "serum-sickness", "haemolytic-anaemia")
_ASKS = ("stop this infusion", "stop for good")
_GRADE, _KIND = ("order", "reaction_grade"), ("order", "reaction_kind")


@check(
    Rule(FindingCode.REACTION_KIND_REFUSED, (REFUSE,), (NEVER_AGAIN,), ("H-29",)),
    Rule(FindingCode.REACTION_KIND_AVOID, (CONFIRM,), (NEVER_AGAIN,), ("H-29",)),
)
def kind(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Kinds of reaction after which the drug is not given again, or only with a reason."""
    stated, source = plan.order.reaction_kind, NEVER_AGAIN.source
    if stated in REFUSED_KINDS:
        yield refusal(FindingCode.REACTION_KIND_REFUSED, _KIND, source, kind=stated)
    elif stated in AVOIDED_KINDS:
        yield confirm(FindingCode.REACTION_KIND_AVOID, _KIND, source, kind=stated)


@check(Rule(FindingCode.REACTION_ADVICE, (CONFIRM, NOTE), (Basis.DRUG_FILE,), ("H-29",)))
def advice(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """What the label advises after a reaction of this grade."""
    stated, facts = plan.order.reaction_grade, on_file.drug(plan.drug)
    if stated is None:
        return
    grade, drug = int(stated), plan.drug or ()
    on_label = [entry for entry in (facts.reactions if facts else ()) if stated in entry.grades]
    for entry in on_label:
        yield found(
            CONFIRM if entry.advises in _ASKS else NOTE,
            FindingCode.REACTION_ADVICE,
            _GRADE,
            entry.source if entry.when is None else f"{entry.when}; {entry.source}",
            grade=grade,
            drug=drug,
            advises=entry.advises.replace(" ", "-"),
        )
