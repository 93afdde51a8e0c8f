"""Making a plan: worked out, checked, answered and proven."""

import typing

from rechallenge.checks import findings
from rechallenge.checks.acknowledging import acknowledged
from rechallenge.model.finding import Acknowledgement, Refused, Severity
from rechallenge.model.on_file import OnFile
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan
from rechallenge.model.protocol import Protocol
from rechallenge.planning.planner import NOTHING_ON_FILE, work_out
from rechallenge.proof import proof_of

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
    refuse_wrong_examples(protocol)
    return make_plan(protocol, order, facts.on_file(protocol, order), answers)


def make_plan(
    protocol: Protocol,
    order: Order,
    on_file: OnFile = NOTHING_ON_FILE,
    answers: tuple[Acknowledgement, ...] = (),
) -> Plan:
    """The plan for an order by a protocol, checked and proven, with what is on file about its
    drugs, pump and line; `answers` is what a person has said to findings that ask.

    Raises UnusableOrder or UnusableProtocol for input that cannot be used, and Refused, with its
    findings, where there must be no schedule. Pure: same input, same plan.
    """
    plan = work_out(protocol, order, on_file, answers)
    found = findings(plan, on_file)
    refusing = tuple(f for f in found if f.severity is Severity.REFUSE)
    if refusing:
        raise Refused(*refusing)
    plan = plan.model_copy(update={"findings": acknowledged(found, answers)})
    return plan.model_copy(update={"proof": proof_of(plan)})
