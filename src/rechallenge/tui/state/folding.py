"""Which fields an order shows: those that matter to it. The others are folded away."""

from .evaluation import Evaluation, FieldStatus
from .fields import PROTOCOL

EVERY_ORDER = (PROTOCOL, "dose", "weight", "volume", "start", "pump", "line", "patient")
_OF_LINE = ("primed", "sets")
_IN_USE = (FieldStatus.READ, FieldStatus.REFUSED, FieldStatus.NEEDED)


def fields_in_use(evaluation: Evaluation) -> frozenset[str]:
    """The keys of the fields that hold a text, are needed, refused or asked for by a finding, and
    of those that every order has, unless they have no effect on this one."""
    states = evaluation.fields
    wanted = {key for key, state in states.items() if state.status in _IN_USE}
    usual = {*EVERY_ORDER, *_asked_for(evaluation)}
    usual |= {spec.key for spec in evaluation.specs if spec.parameter is not None}
    if evaluation.source is not None:
        usual.add("drug")
    if evaluation.draft.text("line"):
        usual.update(_OF_LINE)
    effective = {k for k in usual & states.keys() if states[k].status is not FieldStatus.UNUSED}
    return frozenset(wanted | effective)


def _asked_for(evaluation: Evaluation) -> set[str]:
    plan = evaluation.plan
    if plan is None:
        return set()
    # Loaded with the first plan: the form is on the screen before that.
    from rechallenge.checks import remedy_of

    return {key for f in plan.open_findings for key in remedy_of(f)}
