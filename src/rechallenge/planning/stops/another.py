"""Another protocol for what remains: its steps, from the bag that hangs or from bags of its own."""

from typing import NamedTuple

from rechallenge.model.finding import Refused
from rechallenge.model.infusion import FillLine
from rechallenge.model.on_file import OnFile
from rechallenge.model.order import Order
from rechallenge.model.preparation import Preparation
from rechallenge.model.problems import Problem, Unusable, UnusableOrder
from rechallenge.model.protocol import Protocol
from rechallenge.model.stop import AS_PLANNED, Stopped, share_of_steps
from rechallenge.planning.preparation.preparing import with_dilutions
from rechallenge.planning.scheduling import Schedule, scheduled
from rechallenge.planning.state.infusion_state import BagState
from rechallenge.planning.state.step_to_run import StepToRun, to_run_again
from rechallenge.quantities import Quantity, display
from rechallenge.words import _

from .halting import Halt

_OF_STOP = {"volume": "volume", "settings": "settings"}


class Another(NamedTuple):
    """What remains, as an order that begins in the middle, solved by another protocol. `steps` and
    `bags` are those of its schedule, under the names that they have in this infusion."""

    protocol: Protocol
    order: Order
    schedule: Schedule
    steps: tuple[StepToRun, ...]
    bags: dict[str, BagState]

    @property
    def whole(self) -> Quantity:
        """The dose in all, past and rest."""
        return self.schedule.programmed.end.dose_given

    @property
    def prepares(self) -> tuple[Preparation, ...]:
        """How each of its bags is made, where that is known."""
        made = (bag.stock.made for bag in self.bags.values())
        return with_dilutions(tuple(one for one in made if one is not None), self.schedule.bench)


def by_another(
    halt: Halt,
    stopped: Stopped,
    whole: Quantity,
    known: tuple[StepToRun, ...],
    drug: str | None,
    on_file: OnFile,
) -> Another | None:
    """What remains of the `whole` dose by the protocol that a stop names; None where it names none.
    Its entries count on from those of the steps that are `known`.

    Raises UnusableOrder at the fields of the stop, and Refused.
    """
    stop, protocol = halt.stop, halt.stop.protocol
    if protocol is None:
        stated = [name for name in ("volume", "bags") if getattr(stop, name) is not None]
        stated += ["settings"] if stop.settings else []
        if stated:
            raise halt.wrong(stated[0], _("is for another protocol; name that protocol too"))
        return None
    of_each = (share_of_steps(stop.resume_at) or (None, False))[1]
    goes = stop.resume_at == AS_PLANNED or stopped.limit is not None or of_each
    if stopped.resumes is None or not goes:
        sentence = _(
            "{way} does not go with another protocol; write as planned, or a rate that is not "
            "exceeded"
        )
        raise halt.wrong("resume_at", sentence.format(way=stop.resume_at))
    order = _order(halt, stopped, whole, drug)
    if order.left is None and any(isinstance(entry, FillLine) for entry in protocol.infusion):
        sentence = _(
            "{protocol} begins with a line of diluent and fills it, and the rest runs through the "
            "line in use; choose another protocol"
        )
        raise halt.wrong("protocol", sentence.format(protocol=protocol.id))
    made = _scheduled(halt, protocol, order, on_file)
    names = _names(halt, made, new=order.left is None)
    first = 1 + sorted((-1, *(s.written_at for s in known if s.written_at is not None)))[-1]
    steps = tuple(
        step._replace(
            bag=None if step.bag is None else names[step.bag],
            written_at=None if step.written_at is None else first + step.written_at,
        )
        for step in map(to_run_again, made.programmed.steps)
    )
    prepared = {} if order.left is not None else _prepared(halt, made, names)
    return Another(protocol, order, made, steps, prepared)


def _order(halt: Halt, stopped: Stopped, whole: Quantity, drug: str | None) -> Order:
    """What remains as an order for the other protocol. The line is this infusion's."""
    stop, ordered = halt.stop, halt.infusion.context.order
    protocol, of_bag = stop.protocol, dict[str, object]()
    assert protocol is not None
    hangs = len(protocol.bags) < 2 and stop.volume is None and stop.bags != "new"
    if hangs:
        bag = halt.state.bag_in_use
        holds = (bag.left * bag.stock.concentration).to(halt.infusion.context.unit)
        if holds < stopped.remaining:
            sentence = _(
                "{remaining} remains, and {bag} has only {holds} of it; write new bags, or choose "
                "a protocol that has bags of its own"
            )
            values = {"remaining": display(stopped.remaining), "holds": display(holds)}
            raise halt.wrong("protocol", sentence.format(bag=stopped.bag, **values))
        of_bag = {"left": bag.left, "left_strength": bag.stock.concentration}
    kept = ("age", "weight", "height", "bsa", "pump", "strength", "technique", "container",
            "overfill", "smallest_draw", "measures", "patient", "reaction_grade",
            "reaction_kind")  # fmt: skip
    stated = {name: getattr(ordered, name) for name in kept}
    rest = {
        "drug": drug,
        "given": stopped.dose_given,
        "volume": stop.volume,
        "settings": stop.settings,
    }
    return Order(dose=whole).model_copy(update=stated | of_bag | rest)


def _scheduled(halt: Halt, protocol: Protocol, order: Order, on_file: OnFile) -> Schedule:
    try:
        return scheduled(protocol, order, on_file)
    except Unusable as error:
        raise UnusableOrder(*(_at_the_stop(halt, problem) for problem in error.problems)) from None
    except Refused as refused:
        place = ("stops", halt.number, "protocol")
        found = (f.model_copy(update={"place": (*place, *f.place)}) for f in refused.findings)
        raise Refused(*found) from None


def _at_the_stop(halt: Halt, problem: Problem) -> Problem:
    """What is wrong with the rest, at the field of the stop that states it."""
    field = _OF_STOP.get(str(problem.place[0]) if problem.place else "")
    at = ("stops", halt.number)
    if field is None:
        named = problem.place and problem.place[0] not in ("drug", "given", "left")
        text = f"{problem.path} {problem.sentence}" if named else problem.sentence
        return Problem((*at, "protocol"), text)
    return Problem((*at, *problem.place), problem.sentence)


def _names(halt: Halt, made: Schedule, *, new: bool) -> dict[str, str]:
    """What each of its bags is called here, where another may have the name."""
    taken = halt.state.bags
    if not new:
        return dict.fromkeys(made.programmed.end.bags, str(halt.state.bag))
    return {
        name: name if name not in taken else f"{name} ({halt.number + 2})"
        for name in made.programmed.end.bags
    }


def _prepared(halt: Halt, made: Schedule, names: dict[str, str]) -> dict[str, BagState]:
    line = halt.infusion.line
    bags = {}
    for old, name in names.items():
        stock = made.programmed.end.bags[old].stock._replace(name=name)
        if stock.made is not None:
            stock = stock._replace(made=stock.made.model_copy(update={"bag": name}))
        if line is not None and line.dead_volume > stock.volume:
            sentence = _("has a bag of {volume}, and the line takes {line}; write a larger volume")
            values = {"volume": display(stock.volume), "line": display(line.dead_volume)}
            raise halt.wrong("protocol", sentence.format(**values))
        bags[name] = BagState(stock, stock.volume)
    return bags
