"""Giving a drug again after a reaction: whether it is given at all, and whether more slowly than
when the reaction came, and than usual."""

from collections.abc import Iterator

from rechallenge.model.drug import DrugFacts
from rechallenge.model.drug_limits import Grade
from rechallenge.model.finding import Finding, confirm, found, note, refusal
from rechallenge.model.places import STEP, Place
from rechallenge.model.plan import Plan, Step
from rechallenge.model.protocol import ANY_DRUG
from rechallenge.planning.limits import NEVER_AGAIN
from rechallenge.quantities import MIN, Quantity, quantity, unit_like
from rechallenge.words.codes import FindingCode

from .comparable import comparable
from .rule import CONFIRM, NOTE, Basis, Rule, asks, check, notes, refuses

REFUSED_KINDS = ("severe-skin",)
AVOIDED_KINDS = ("hepatitis", "nephritis", "serum-sickness", "haemolytic-anaemia")
_ASKS = ("stop this infusion", "stop for good")
_GRADE, _KIND = ("order", "reaction_grade"), ("order", "reaction_kind")
_SLOWER = ("extended", "stepwise", "slow-start")
"""Strategies whose point is that the drug runs longer than it usually does."""


@check(
    asks(FindingCode.NOT_SLOWER_THAN_REACTION, Basis.ORDER, "H-33"),
    asks(FindingCode.RESTART_ABOVE_ADVICE, Basis.DRUG_FILE, "H-33"),
)
def after_rate(plan: Plan) -> Iterator[Finding]:
    """A plan that begins above the share of the earlier rate that the label advises; where it
    advises none, one that is nowhere slower than that rate."""
    reacted, facts = plan.order.reaction_rate, plan.on_file.drug(plan.drug)
    rates = [] if reacted is None else _in_unit_of(reacted, plan)
    if reacted is None or not rates:
        return
    then = comparable(reacted, unit_like(rates[0][1]), plan)
    assert then is not None
    (first, begins), slowest = rates[0], min(rate for _, rate in rates)
    restart = facts.restart_after(plan.order.reaction_grade) if facts is not None else None
    if facts is not None and restart is not None:
        advised = then * restart.at_most
        if begins > advised:
            yield confirm(
                FindingCode.RESTART_ABOVE_ADVICE,
                (STEP, first.number),
                restart.source,
                begins=begins,
                reacted=then,
                share=restart.at_most,
                most=advised.to(begins.units),
                drug=facts.name,
            )
    elif slowest >= then:
        code = FindingCode.NOT_SLOWER_THAN_REACTION
        yield confirm(code, (STEP, first.number), slowest=slowest, reacted=then)


def _in_unit_of(reacted: Quantity, plan: Plan) -> list[tuple[Step, Quantity]]:
    """The rates of the infusing steps as written, as volume or as drug, as the earlier rate was
    stated: what the pump rounds is no reason to ask."""
    limited = plan.begun is not None and plan.begun.limit is not None
    steps = plan.without_stops if limited else plan.as_written
    steps = tuple(step for step in steps if step.dose_rate is not None)
    for rates in ([step.rate for step in steps], [step.dose_rate for step in steps]):
        if all(rate is not None and comparable(reacted, unit_like(rate), plan) for rate in rates):
            return [(s, rate) for s, rate in zip(steps, rates, strict=True) if rate is not None]
    return []


@check(
    notes(FindingCode.REACTION_DOSE_REACHED, Basis.ORDER, "H-33"),
    notes(FindingCode.REACTION_BAG_BEGINS, Basis.ORDER, "H-33"),
)
def after_dose(plan: Plan) -> Iterator[Finding]:
    """The step in which the plan reaches the dose, or the bag, at which the reaction came."""
    reacted, bag = plan.order.reaction_dose, plan.order.reaction_bag
    for step in plan.steps:
        if reacted is None or step.dose_rate is None:
            continue
        most = comparable(reacted, unit_like(step.dose), plan)
        if most is not None and plan.begun is not None and most <= plan.begun.given:
            break
        if most is not None and step.cumulative_dose >= most:
            yield note(
                FindingCode.REACTION_DOSE_REACHED,
                (STEP, step.number),
                dose=most,
                step=step.number,
                rate=step.dose_rate,
            )
            break
    first = next((step for step in plan.steps if bag is not None and step.bag == bag), None)
    if first is not None and bag is not None and len(plan.bags) > 1:
        code = FindingCode.REACTION_BAG_BEGINS
        yield note(code, (STEP, first.number), bag=bag, step=first.number, at=first.start)


@check(
    asks(FindingCode.NOT_SLOWER_THAN_USUAL, Basis.DRUG_FILE, "H-33"),
    asks(FindingCode.USUAL_INFUSION_UNKNOWN, Basis.DRUG_FILE, "H-33"),
)
def than_usual(plan: Plan) -> Iterator[Finding]:
    """A run, pauses left out, that takes no longer than the usual one. That is asked of a protocol
    for any drug, and of any other after a reaction; only of the first where none is on file."""
    any_drug, order = plan.protocol.drug == ANY_DRUG, plan.order
    again = any_drug or order.reaction_grade or order.reaction_kind or order.reaction_rate
    if plan.protocol.strategy not in _SLOWER or not again or plan.drug is None:
        return
    facts, at = plan.on_file.drug(plan.drug), ("infusion",)
    usual = None if facts is None else _usual(facts, plan)
    running = (step.duration for step in plan.steps if step.dose_rate is not None)
    taken = sum(running, start=quantity(0, MIN))
    if usual is None:
        if any_drug:
            yield confirm(FindingCode.USUAL_INFUSION_UNKNOWN, at, taken=taken, drug=plan.drug)
    elif taken <= usual[0]:
        time, source = usual
        code = FindingCode.NOT_SLOWER_THAN_USUAL
        yield confirm(code, at, source, taken=taken, usual=time, drug=plan.drug)


def _usual(facts: DrugFacts, plan: Plan) -> tuple[Quantity, str] | None:
    """How long this infusion usually takes: the longest time on file, or the shortest allowed."""
    timed = [(usual.over, usual.source) for usual in facts.usual_infusion if usual.over is not None]
    if timed:
        return max(timed, key=lambda entry: entry[0])
    shortest = facts.shortest_infusion
    if shortest is None:
        return None
    if shortest.over is not None:
        return shortest.over, shortest.source
    assert shortest.rate is not None
    for amount in (plan.dose.total, plan.totals.volume):
        rate = comparable(shortest.rate, unit_like(amount / MIN), plan)
        if rate is not None:
            return (amount / rate).to(MIN), shortest.source
    return None


@check(
    refuses(FindingCode.REACTION_KIND_REFUSED, NEVER_AGAIN, "H-29"),
    asks(FindingCode.REACTION_KIND_AVOID, NEVER_AGAIN, "H-29"),
)
def kind(plan: Plan) -> Iterator[Finding]:
    """Kinds of reaction after which the drug is not given again, or only with a reason."""
    stated, source = plan.order.reaction_kind, NEVER_AGAIN.source
    if stated in REFUSED_KINDS:
        yield refusal(FindingCode.REACTION_KIND_REFUSED, _KIND, source, kind=stated)
    elif stated in AVOIDED_KINDS:
        yield confirm(FindingCode.REACTION_KIND_AVOID, _KIND, source, kind=stated)


@check(Rule(FindingCode.REACTION_ADVICE, (CONFIRM, NOTE), (Basis.DRUG_FILE,), ("H-29",)))
def advice(plan: Plan) -> Iterator[Finding]:
    """What the label advises after a reaction of this grade."""
    return advice_after(plan.order.reaction_grade, FindingCode.REACTION_ADVICE, _GRADE, plan)


def advice_after(
    grade: Grade | None, code: FindingCode, at: Place, plan: Plan
) -> Iterator[Finding]:
    """The advice on file for a grade; to stop asks to be confirmed."""
    facts = plan.on_file.drug(plan.drug)
    for entry in facts.reactions if facts else ():
        if grade is not None and grade in entry.grades:
            yield found(
                CONFIRM if entry.advises in _ASKS else NOTE,
                code,
                at,
                entry.source if entry.when is None else f"{entry.when}; {entry.source}",
                grade=int(grade),
                drug=plan.drug or (),
                advises=entry.advises.replace(" ", "-"),
            )
