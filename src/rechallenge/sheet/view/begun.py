"""An infusion that began before the plan: what was given, what hangs, and what runs first."""

from collections.abc import Iterator

from rechallenge.model.plan import Plan
from rechallenge.model.stop import Begun
from rechallenge.quantities import Kind, kind_of
from rechallenge.words import word
from rechallenge.words.lists import in_sentences

from .bags import bag_to_connect
from .blocks import Section
from .cells import Amount, worded
from .codes import Label, SectionCode
from .rows import Facts, told


def begun_section(plan: Plan) -> Section | None:
    """What is past, which the plan does not run again; None for a plan that begins at step 1."""
    if plan.begun is None:
        return None
    facts = tuple(
        told(code, text, plan.begun.working if code is Label.GIVEN_SO_FAR else ())
        for code, text in _facts(plan, plan.begun)
    )
    return Section(SectionCode.BEGUN, (Facts(facts),))


def _facts(plan: Plan, begun: Begun) -> Iterator[tuple[Label, str]]:
    amounts = {"given": begun.given, "dose": plan.dose.total, "left": begun.remaining}
    said = worded("stop.of-the-dose", **amounts)
    yield Label.GIVEN_SO_FAR, in_sentences((said, word("begun.past")))
    if begun.at_vein is not None:
        yield Label.AT_VEIN, Amount(begun.at_vein).text
    yield Label.HANGS, _hangs(plan, begun)
    yield Label.LEFT_IN_LINE, _line(plan, begun)
    if begun.limit is not None:
        yield Label.GOES_ON, worded("begun.limit", limit=begun.limit, way=_way(plan))


def _hangs(plan: Plan, begun: Begun) -> str:
    if begun.bag is None or begun.left is None:
        return word("begun.new-bags")
    text = worded("begun.left", volume=begun.left, bag=bag_to_connect(plan, begun.bag))
    if (at := plan.order.bag_started) is not None:
        text = word("begun.connected", bag=text, at=f"{at:%Y-%m-%d %H:%M}")
    return text


def _line(plan: Plan, begun: Begun) -> str:
    if plan.line is None:
        return word("begun.line-unknown")
    if begun.in_line is None:
        return worded("begun.line-diluent", volume=plan.line.dead_volume)
    return worded("stop.volume-with", volume=begun.in_line.volume, dose=begun.in_line.dose)


def _way(plan: Plan) -> str:
    way, reacted = plan.order.go_on_at, plan.order.reaction_rate
    assert way is not None
    if kind_of(way) is Kind.SHARE and reacted is not None:
        return worded("begun.share", share=way, rate=reacted)
    return Amount(way).text
