"""What a protocol promises and what it leaves out: a first step that is its slowest, values whose
source the plan names, and monitoring."""

from collections.abc import Iterator
from fractions import Fraction

from rechallenge.model.finding import Finding, confirm, note, refusal
from rechallenge.model.places import STEP
from rechallenge.model.plan import Plan
from rechallenge.model.protocol import ANY_DRUG
from rechallenge.model.reading import Parameter
from rechallenge.words.codes import FindingCode

from .rule import Basis, asks, check, notes, refuses

_BEGIN_SLOWEST = ("slow-start", "desensitization", "challenge")
"""Strategies whose first step is their slowest. So is that of a stepwise protocol with one bag; a
regimen of several bags may begin with a loading dose."""


@check(refuses(FindingCode.FIRST_STEP_NOT_SLOWEST, Basis.PROTOCOL_FILE, "H-01", "H-04"))
def first_step(plan: Plan) -> Iterator[Finding]:
    """A first step that is faster than a later one, or that no later step exceeds."""
    strategy = plan.protocol.strategy
    one_bag = strategy == "stepwise" and len(plan.bags) == 1
    if strategy not in _BEGIN_SLOWEST and not one_bag:
        return
    steps = plan.without_stops
    running = [(step.number, step.dose_rate) for step in steps if step.dose_rate is not None]
    if len(running) < 2:
        return
    (first, begins), *later = running
    slowest = min((rate for _, rate in later))
    if slowest < begins or max(rate for _, rate in later) == begins:
        yield refusal(
            FindingCode.FIRST_STEP_NOT_SLOWEST,
            (STEP, first),
            plan.protocol.source.citation,
            first=begins,
            later=slowest,
            step=next(number for number, rate in later if rate == slowest),
        )


@check(notes(FindingCode.DEFAULT_TAKEN, Basis.PROTOCOL_FILE, "H-29"))
def defaults(plan: Plan) -> Iterator[Finding]:
    """The values that a protocol for any drug takes from its own source, and that the order did not
    change."""
    if plan.protocol.drug != ANY_DRUG:
        return
    ordered = {*plan.order.settings, *(("volume",) if plan.order.volume is not None else ())}
    taken = {
        name: f"{value}" if isinstance(value := plan.parameters[name], Fraction) else value
        for name, stated in sorted(plan.protocol.parameters.items())
        if name not in ordered and not isinstance(stated, Parameter)
    }
    if taken:
        yield note(
            FindingCode.DEFAULT_TAKEN,
            ("parameters",),
            plan.protocol.source.citation,
            names=tuple(taken),
            values=tuple(taken.values()),
            drug=plan.drug or (),
        )


@check(asks(FindingCode.MONITORING_NOT_STATED, Basis.PROTOCOL_FILE, "H-32"))
def monitoring(plan: Plan) -> Iterator[Finding]:
    """A protocol without vital signs and observation."""
    if plan.runs_by.monitoring is None:
        at, protocol = ("monitoring",), plan.runs_by.id
        yield confirm(FindingCode.MONITORING_NOT_STATED, at, protocol=protocol)
