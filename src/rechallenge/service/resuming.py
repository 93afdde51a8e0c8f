"""Going on after a stop: a plan and the report of its stop give the plan for what is left."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from pydantic import ValidationError

from rechallenge.checks.acknowledging import answered
from rechallenge.model.finding import Acknowledgement, Refused
from rechallenge.model.order_text import CLOCK
from rechallenge.model.plan import Plan
from rechallenge.model.problems import Problem, UnusableOrder, UnusableProtocol, problems_of
from rechallenge.model.protocol import Protocol
from rechallenge.model.stop import AS_PLANNED, NEVER, Stop
from rechallenge.quantities import Kind, Quantity, display, kind_of
from rechallenge.sheet.finding_text import finding_text
from rechallenge.sheet.plan_json import fingerprint
from rechallenge.words import _
from rechallenge.words.codes import FindingCode
from rechallenge.words.shown import shown

from .examples import refuse_wrong_examples
from .making import make_plan

STOPS = "stops"
_TOO_SLOW = (FindingCode.RATE_OUT_OF_RANGE, FindingCode.SCHEDULE_TOO_LONG)
_DATED = re.compile(r"[0-9]{4}-", re.ASCII)


def stop_of(plan: Plan, stated: Mapping[str, object]) -> Stop:
    """The stop of a plan that these values report, each as a person writes it.

    A pause goes on as planned unless stated otherwise, and so does another protocol; a reaction at
    the share of the rate that the drug's label advises. Raises UnusableOrder, whose places are
    fields of `Stop`.
    """
    fields = {name: value for name, value in stated.items() if value not in (None, "", (), {})}
    if "at" in fields:
        fields["at"] = _on_its_day(plan, str(fields["at"]))
    reacted = has_reacted(fields)
    if "resume_at" not in fields:
        by_advice = reacted and fields.get("protocol") is None
        fields["resume_at"] = _advised(plan) if by_advice else AS_PLANNED
    if reacted and "hold" not in fields and fields["resume_at"] != NEVER:
        sentence = _('is needed after a reaction: for how long nothing runs, such as "30 min"')
        raise UnusableOrder(Problem(("hold",), sentence))
    try:
        return Stop.model_validate(fields | {"stopped_plan": fingerprint(plan)})
    except ValidationError as error:
        raise UnusableOrder(*problems_of(error)) from None


def has_reacted(stated: Mapping[str, object]) -> bool:
    """Whether what is stated tells of a reaction; otherwise of a pause."""
    return any(stated.get(name) for name in ("grade", "kind", "seen", "gave"))


def advised_share(plan: Plan) -> str | None:
    """The share of the rate at which the label has it begin again; None where none is on file."""
    facts = plan.on_file.drug(plan.drug)
    if facts is None or facts.restart is None:
        return None
    return display(facts.restart.at_most, grouped=False)


def _advised(plan: Plan) -> str:
    share = advised_share(plan)
    if share is None:
        sentence = _(
            'is needed: no share of the rate is on file for {drug}; write a share such as "50 %", '
            'a rate, "repeat", "1 step back" or "never"'
        )
        drug = plan.drug or _("a drug without a name")
        raise UnusableOrder(Problem(("resume_at",), sentence.format(drug=drug)))
    return share


def _on_its_day(plan: Plan, text: str) -> str:
    """A time of day as the first one after the start. Raises UnusableOrder."""
    begins = plan.order.start
    if begins is None:
        sentence = _("is a clock time, and the plan has no start; leave it out")
        raise UnusableOrder(Problem(("at",), sentence))
    if _DATED.match(text):
        return text
    if not re.fullmatch(CLOCK, text, re.ASCII):
        sentence = _('"{text}" is not a 24-hour time; write it as "10:42"')
        raise UnusableOrder(Problem(("at",), sentence.format(text=shown(text))))
    at = datetime.combine(begins.date(), datetime.strptime(text, "%H:%M").time())
    if at < begins and begins - at > timedelta(hours=12):
        at += timedelta(days=1)
    return f"{at:%Y-%m-%d %H:%M}"


def resume(plan: Plan, stop: Stop, answers: tuple[Acknowledgement, ...] = ()) -> Plan:
    """The plan for what is left after a stop; the steps that have run are marked in it.

    What was answered stays answered where the same is found again. Raises UnusableOrder, with
    fields of `Stop`, for a report that cannot be true, and Refused, with its findings, where the
    infusion cannot go on so.
    """
    if plan.stopped_for_good:
        sentence = _("the plan was stopped for good, and nothing goes on; make a new plan")
        raise UnusableOrder(Problem(("infused",), sentence))
    stops = (*plan.stops, stop)
    if stop.protocol is not None:
        _refuse_wrong_examples(stop.protocol)
    try:
        made = make_plan(plan.protocol, plan.order, plan.on_file, stops=stops)
    except UnusableOrder as error:
        raise UnusableOrder(*_at_the_stop(error, len(plan.stops))) from None
    except Refused as refused:
        _offer_share_of_steps(stop, refused)
        raise
    return answered(made, (*_kept(plan, made), *answers))


def _offer_share_of_steps(stop: Stop, refused: Refused) -> None:
    """Raises UnusableOrder where the share of an early step's rate is too slow for all that follow:
    that of each step's own rate may be meant."""
    way = stop.resume_at
    if not isinstance(way, Quantity) or kind_of(way) is not Kind.SHARE:
        return
    if any(finding.code not in _TOO_SLOW for finding in refused.findings):
        return
    sentence = _(
        "{share} of the rate at the stop is not exceeded by any later step, and that cannot be "
        'run: {why} Write "{share} of each step", or "{share} of this step" and the later ones as '
        "planned"
    )
    said = {"share": display(way, grouped=False), "why": finding_text(refused.findings[0])}
    raise UnusableOrder(Problem(("resume_at",), sentence.format(**said))) from None


def _refuse_wrong_examples(protocol: Protocol) -> None:
    try:
        refuse_wrong_examples(protocol)
    except UnusableProtocol as error:
        problems = (Problem(("protocol",), p.sentence) for p in error.problems)
        raise UnusableOrder(*problems) from None


def _at_the_stop(error: UnusableOrder, number: int) -> Iterator[Problem]:
    for problem in error.problems:
        of_it = problem.place[:2] == (STOPS, number)
        yield Problem(problem.place[2:] if of_it else problem.place, problem.sentence)


def _kept(plan: Plan, made: Plan) -> Iterator[Acknowledgement]:
    """The answers to what is found again, with the same numbers."""
    again = {(f.code, f.where): f.numbers for f in made.findings}
    for finding in plan.findings:
        same = again.get((finding.code, finding.where)) == finding.numbers
        if finding.acknowledged is not None and same:
            yield finding.acknowledged.model_copy(update={"place": finding.where})
