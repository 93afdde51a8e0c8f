"""Halting: an infusion run up to the volume that the pump shows, and the state that leaves."""

from collections.abc import Mapping
from typing import NamedTuple

from rechallenge.model.plan import Step
from rechallenge.model.problems import Problem, UnusableOrder
from rechallenge.model.stop import Stop
from rechallenge.planning.bags import letter_of
from rechallenge.planning.infusion import Infusion
from rechallenge.planning.running import StepRun, run
from rechallenge.planning.state.infusion_state import BagState, InfusionState
from rechallenge.quantities import MIN, ML, Quantity, display, quantity
from rechallenge.words import _
from rechallenge.words.nearest import nearest_known


class Halt(NamedTuple):
    """One stop: what has run before it, `since` the stop before, and the state it leaves."""

    number: int
    stop: Stop
    infusion: Infusion
    past: tuple[StepRun, ...]
    since: tuple[StepRun, ...]
    state: InfusionState

    @property
    def runs(self) -> tuple[StepRun, ...]:
        return (*self.past, *self.since)

    @property
    def last(self) -> Step:
        """The last step that infused, or was given at once."""
        return [one.step for one in self.runs if one.step.kind != "observe"][-1]

    @property
    def cut(self) -> bool:
        """Whether the last step was running."""
        return self.since[-1].step.number == self.state.step

    def with_bags(self, bags: Mapping[str, BagState]) -> "Halt":
        """The same with more bags at hand."""
        return self._replace(state=self.state._replace(bags={**self.state.bags, **bags}))

    def wrong(self, field: str, sentence: str) -> UnusableOrder:
        """A report that cannot be true, at one of its fields."""
        return wrong(self.number, field, sentence)


def steps_of(runs: tuple[StepRun, ...]) -> list[Step]:
    return [one.step for one in runs]


def wrong(number: int, field: str, sentence: str) -> UnusableOrder:
    """What is wrong with a field of the report of a stop, which are numbered from 0."""
    return UnusableOrder(Problem(("stops", number, field), sentence))


def halted(
    infusion: Infusion, number: int, stop: Stop, state: InfusionState, past: tuple[StepRun, ...]
) -> Halt:
    """The infusion run on from a state up to the volume that the pump showed. Raises UnusableOrder
    for a volume that it cannot have shown."""
    if not state.to_run:
        sentence = _("was stopped for good, or had ended, before this stop; nothing was running")
        raise wrong(number, "infused", sentence)
    if stop.after_step is not None:
        return _after_step(infusion, number, stop, state, past)
    assert stop.infused is not None
    ahead = [one.step for one in run(infusion, state)]
    if all(step.rate is None for step in ahead):
        sentence = _("is of a pump, and every dose left is given at once; write after which step")
        raise wrong(number, "infused", sentence)
    name = None if stop.bag is None else _bag_named(stop.bag, number, tuple(state.bags))
    drawn = drawn_from(steps_of(past), name)
    if stop.infused <= drawn:
        sentence = _(
            "{infused} is not more than the {before} that were in at the stop before; write what "
            "the pump shows in all, or since the bag was connected"
        )
        values = {"infused": display(stop.infused), "before": display(drawn)}
        raise wrong(number, "infused", sentence.format(**values))
    until = None
    for step in ahead:
        if step.rate is None or name not in (None, step.bag):
            continue
        if drawn + step.volume >= stop.infused:
            until = step.start + ((stop.infused - drawn) / step.rate).to(MIN)
            break
        drawn = drawn + step.volume
    if until is None:
        sentence = _(
            "{infused} is more than the {most} that the plan gives{bag}; read the pump again"
        )
        values = {
            "infused": display(stop.infused),
            "most": display(drawn),
            "bag": "" if name is None else _(" from {bag}").format(bag=name),
        }
        raise wrong(number, "infused", sentence.format(**values))
    since = tuple(run(infusion, state, until=until))
    return Halt(number, stop, infusion, past, since, since[-1].state)


def _after_step(
    infusion: Infusion, number: int, stop: Stop, state: InfusionState, past: tuple[StepRun, ...]
) -> Halt:
    """The infusion run on through a dose that was given at once: what was given is given. Raises
    UnusableOrder for a step that gave none, or that is past."""
    since: list[StepRun] = []
    for one in run(infusion, state):
        since.append(one)
        if str(one.step.number) == stop.after_step and one.step.kind == "give":
            return Halt(number, stop, infusion, past, tuple(since), one.state)
    given = [str(one.step.number) for one in since if one.step.kind == "give"]
    sentence = _("{step} is no step that gives a dose at once from here on; those are: {steps}")
    named = {"step": stop.after_step, "steps": ", ".join(given) or _("none")}
    raise wrong(number, "after_step", sentence.format(**named))


def _bag_named(name: str, number: int, names: tuple[str, ...]) -> str:
    """The bag of this name, or of this letter, of all in the order of use."""
    lettered = {letter_of(place): name for place, name in enumerate(names)}
    if name in names:
        return name
    if name.upper() in lettered:
        return lettered[name.upper()]
    raise wrong(number, "bag", nearest_known(name, [*names, *lettered], "bag"))


def drawn_from(steps: list[Step], name: str | None) -> Quantity:
    """What has left a bag, or all of them."""
    drawn = [step.volume for step in steps if step.bag is not None and name in (None, step.bag)]
    return sum(drawn, start=quantity(0, ML))
