"""Making a plan: worked out, checked, answered and proven."""

import typing

from rechallenge.checks import findings
from rechallenge.checks.acknowledging import acknowledged
from rechallenge.model.finding import Acknowledgement, Refused, Severity
from rechallenge.model.on_file import OnFile
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan
from rechallenge.model.problems import Problem, UnusableOrder
from rechallenge.model.protocol import Protocol
from rechallenge.model.site import SiteOnFile
from rechallenge.model.stop import Stop
from rechallenge.planning.order.from_site import filled
from rechallenge.planning.planner import NOTHING_ON_FILE, work_out
from rechallenge.proof import proof_of
from rechallenge.words import _

from .examples import refuse_wrong_examples


class Facts(typing.Protocol):
    """Where facts about drugs, pumps and lines are on file."""

    def on_file(self, protocol: Protocol, order: Order) -> OnFile:
        """What is on file for an order. Raises UnusableOrder and UnusableFile."""


def make(
    protocol: Protocol, order: Order, facts: Facts, answers: tuple[Acknowledgement, ...] = ()
) -> Plan:
    """The plan for an order, made with what is on file now about its drugs, pump and line.

    Raises what `make_plan` raises, UnusableProtocol for a protocol whose worked example does not
    come out, and UnusableFile for a file of facts.
    """
    return proven(make_unproven(protocol, order, facts, answers))


def make_unproven(
    protocol: Protocol, order: Order, facts: Facts, answers: tuple[Acknowledgement, ...] = ()
) -> Plan:
    """The plan of `make` without its proof, for a screen that shows the plan and then proves it."""
    refuse_wrong_examples(protocol)
    on_file = facts.on_file(protocol, order)
    try:
        return _checked(protocol, order, on_file, answers)
    except UnusableOrder as error:
        if on_file.site is not None:
            error.problems = tuple(_of_site(problem, on_file.site) for problem in error.problems)
        raise


def make_plan(
    protocol: Protocol,
    order: Order,
    on_file: OnFile = NOTHING_ON_FILE,
    answers: tuple[Acknowledgement, ...] = (),
    stops: tuple[Stop, ...] = (),
) -> Plan:
    """The plan for an order by a protocol, checked and proven, with what is on file about its
    drugs, pump and line; `answers` is what a person has said to findings that ask, `stops` what is
    reported of an infusion that was stopped in the middle.

    Raises UnusableOrder or UnusableProtocol for input that cannot be used, and Refused, with its
    findings, where there must be no schedule. Pure: same input, same plan.
    """
    return proven(_checked(protocol, order, on_file, answers, stops))


def proven(plan: Plan) -> Plan:
    """The plan with its proof, worked out now unless the plan has it. Raises Refused where the
    proof does not agree with the plan."""
    return plan if plan.proof else plan.model_copy(update={"proof": proof_of(plan)})


def _of_site(problem: Problem, site: SiteOnFile) -> Problem:
    """A problem with a value that the order does not state, with where it comes from."""
    if problem.place[0] not in site.took:
        return problem
    sentence = _("{wrong} (the value is from {file}; an order may state its own)")
    if problem.place == ("line",):
        sentence = _("{wrong} (the line is from {file}; an order may state its own, or none)")
    return problem._replace(sentence=sentence.format(wrong=problem.sentence, file=site.citation))


def _checked(
    protocol: Protocol,
    order: Order,
    on_file: OnFile,
    answers: tuple[Acknowledgement, ...],
    stops: tuple[Stop, ...] = (),
) -> Plan:
    plan = work_out(protocol, filled(order, on_file.site), on_file, answers, stops)
    found = findings(plan)
    refusing = tuple(f for f in found if f.severity is Severity.REFUSE)
    if refusing:
        raise Refused(*refusing)
    return plan.model_copy(update={"findings": acknowledged(found, answers)})
