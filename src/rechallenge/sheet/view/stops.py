"""The stops of an infusion: what was in, what is left, and how it goes on."""

from collections.abc import Iterator

from rechallenge.model.delivery import DrugInLine
from rechallenge.model.plan import Plan
from rechallenge.model.review import SHORT
from rechallenge.model.stop import Stop, Stopped, share_of_steps, steps_back
from rechallenge.model.written_doses import RescueDose
from rechallenge.quantities import Quantity
from rechallenge.sheet.names import drug_name
from rechallenge.words import word
from rechallenge.words.lists import clauses

from .bags import bag_said, bag_to_connect
from .blocks import Block, Paragraph, Section
from .cells import Amount, Moment, minutes, worded
from .codes import Label, SectionCode
from .rows import Fact, Facts, told


def stops_section(plan: Plan) -> Section | None:
    """One group of facts for each stop; None for an infusion that was not stopped."""
    if not plan.stops:
        return None
    blocks: list[Block] = []
    of = plan.stops[-1].stopped_plan
    if of is not None:
        blocks.append(Paragraph(word("stop.continues", fingerprint=of[:SHORT])))
    for number, (stop, stopped) in enumerate(zip(plan.stops, plan.stopped, strict=True), 1):
        blocks.append(Paragraph(word("heading.stop", number=number), Label.STOP))
        blocks.append(Facts(tuple(_facts(plan, stop, stopped))))
    if plan.stopped_for_good:
        given = plan.stopped[-1].dose_given
        text = worded("stop.for-good", given=given, dose=plan.dose.total)
        blocks.insert(0, Paragraph(text, Label.FOR_GOOD))
    return Section(SectionCode.STOPS, tuple(blocks))


def continued_plan(plan: Plan) -> str:
    """Which plan this one continues, after which stop; empty where it continues none."""
    if not plan.stops or (of := plan.stops[-1].stopped_plan) is None:
        return ""
    return word("head.continues", fingerprint=of[:SHORT], number=len(plan.stops))


def _facts(plan: Plan, stop: Stop, stopped: Stopped) -> Iterator[Fact]:
    yield told(Label.STOPPED, _when(plan, stopped))
    yield told(Label.INFUSED, _infused(plan, stop, stopped))
    dose = {"given": stopped.dose_given, "dose": plan.dose.total, "left": stopped.remaining}
    yield told(Label.GIVEN_SO_FAR, worded("stop.of-the-dose", **dose), stopped.working)
    if stopped.at_vein is not None:
        yield told(Label.AT_VEIN, _at_vein(plan, stopped.at_vein, stopped.step))
    own_sets = plan.line is not None and plan.line.sets == "fresh"
    standing = [
        _standing(plan, one, named=own_sets) for one in stopped.in_line if one.dose.magnitude
    ]
    if standing:
        yield told(Label.LEFT_IN_LINE, clauses(standing))
    if stopped.bag is not None and stopped.bag_left is not None:
        bag = bag_to_connect(plan, stopped.bag)
        text = worded("stop.left-in-bag", volume=stopped.bag_left, bag=bag)
        yield told(Label.LEFT_IN_BAG, text)
    yield from _reaction(stop)
    yield from _goes_on(plan, stop, stopped)


def _at_vein(plan: Plan, through_line: Quantity, until: int) -> str:
    """What has come through the line and, besides, what was given at once up to this step."""
    at_once = [s.dose for s in plan.steps if s.kind == "give" and s.number <= until]
    if not at_once:
        return Amount(through_line).text
    besides = sum(at_once[1:], start=at_once[0])
    return worded("stop.besides-at-once", dose=through_line, at_once=besides)


def _standing(plan: Plan, one: DrugInLine, *, named: bool) -> str:
    """What is in a set; if each bag has its own set, with the bag."""
    said = worded("stop.volume-with", volume=one.volume, dose=one.dose)
    return word("stop.in-set-of", standing=said, bag=bag_said(plan, one.bag)) if named else said


def _when(plan: Plan, stopped: Stopped) -> str:
    planned = Moment(stopped.at, plan.order.begins).both
    at = planned
    if stopped.later is not None:
        stated = Moment(stopped.at + stopped.later, plan.order.begins).both
        at = word("stop.stated", at=stated, planned=planned)
    return word("stop.in-step" if stopped.cut else "stop.after-step", step=stopped.step, at=at)


def _infused(plan: Plan, stop: Stop, stopped: Stopped) -> str:
    if stop.infused is None:
        return word("stop.dose-given", step=stopped.step)
    if stop.bag is None or stopped.bag is None:
        return worded("stop.in-all", volume=stopped.infused)
    bag = bag_to_connect(plan, stopped.bag)
    return worded("stop.from-bag", volume=stop.infused, bag=bag, all=stopped.infused)


def _reaction(stop: Stop) -> Iterator[Fact]:
    said = [word("stop.of-grade", grade=stop.grade)] if stop.grade else []
    said += [word(f"reaction-kind.{stop.kind}")] if stop.kind else []
    said += [stop.seen] if stop.seen else []
    if said:
        yield told(Label.REACTION, clauses(said))
    if stop.gave:
        yield told(Label.RESCUE, rescues_said(stop))


def rescues_said(stop: Stop) -> str:
    """`hydrocortisone 200 mg IV, 10:45; ...`: all that was given for the reaction."""
    return clauses(map(_rescue, stop.gave))


def rescue_said(dose: RescueDose) -> str:
    """`hydrocortisone 200 mg IV`"""
    return worded("stop.gave-once", drug=drug_name(dose.drug), dose=dose.dose, route=dose.route)


def _rescue(dose: RescueDose) -> str:
    given = rescue_said(dose)
    return given if dose.at is None else word("stop.gave-at", given=given, at=f"{dose.at:%H:%M}")


def _goes_on(plan: Plan, stop: Stop, stopped: Stopped) -> Iterator[Fact]:
    if stopped.resumes is None:
        yield told(Label.GOES_ON, word("stop.way-never"))
        return
    if stop.hold is not None:
        yield told(Label.HELD, minutes(stop.hold).text)
    if stop.go_on_if:
        yield told(Label.GO_ON_IF, stop.go_on_if)
    if stopped.lost:
        lost = stopped.lost[0]
        standing = worded("stop.volume-with", volume=lost.volume, dose=lost.dose)
        yield told(Label.LINE, word("stop.fresh", lost=standing))
    at = Moment(stopped.resumes, plan.order.begins).both
    yield told(Label.GOES_ON, word("stop.resumes", way=_way(stop, stopped), at=at))


def _way(stop: Stop, stopped: Stopped) -> str:
    if stop.protocol is None:
        return _pace(stop, stopped)
    named = word("head.protocol", id=stop.protocol.id, version=stop.protocol.version)
    if stopped.limit is None:
        return word("stop.way-by", protocol=named)
    return word("stop.way-by-limit", protocol=named, pace=_pace(stop, stopped))


def _pace(stop: Stop, stopped: Stopped) -> str:
    way = stop.resume_at
    if stopped.limit is not None and isinstance(way, Quantity):
        return worded("stop.way-limit", limit=stopped.limit, way=way)
    if share_of_steps(way) is not None:
        return word("stop.way-share", way=way)
    back = steps_back(way)
    if back:
        return str(way)
    return word("stop.way-repeat" if back == 0 else "stop.way-as-planned")
