"""Whether a plan continues another: the plan that was stopped beside what was recorded of
it."""

from rechallenge.model.plan import Plan
from rechallenge.model.review import SHORT
from rechallenge.quantities import display
from rechallenge.words import _


class DoesNotContinue(ValueError):
    """Two plans of which one does not continue the other; the sentence says in what they differ."""


def compared_with(plan: Plan, stopped: Plan, fingerprint: str) -> str:
    """A sentence on what was compared with the plan that was stopped, which has this `fingerprint`.
    Raises DoesNotContinue."""
    recorded = [stop.stopped_plan for stop in plan.stops]
    if not recorded:
        raise DoesNotContinue(_("the plan has no stop, and continues no other"))
    if fingerprint not in recorded:
        sentence = _(
            "the plan continues {recorded}, and not {found}; the plan that was stopped was "
            "changed, or it is another one"
        )
        said = ", ".join((one or _("a plan that it does not name"))[:SHORT] for one in recorded)
        raise DoesNotContinue(sentence.format(recorded=said, found=fingerprint[:SHORT]))
    number = recorded.index(fingerprint) + 1
    before = {
        _("protocol"): (plan.protocol.fingerprint, stopped.protocol.fingerprint),
        _("order"): (plan.order, stopped.order),
        _("facts on file"): (plan.on_file, stopped.on_file),
        _("stops before"): (plan.stops[: number - 1], stopped.stops),
        _("steps"): (
            [(s.bag, s.rate, s.duration, s.dose) for s in plan.planned[number - 1]],
            [(s.bag, s.rate, s.duration, s.dose) for s in stopped.steps],
        ),
    }
    if other := [name for name, (one, two) in before.items() if one != two]:
        sentence = _("the plan that was stopped differs in: {names}")
        raise DoesNotContinue(sentence.format(names=", ".join(other)))
    given = display(plan.stopped[number - 1].dose_given)
    sentence = _(
        "continues {fingerprint} after stop {number}, {given} given: fingerprint, {names} are the "
        "same"
    )
    names = ", ".join(before)
    return sentence.format(fingerprint=fingerprint[:SHORT], number=number, given=given, names=names)
