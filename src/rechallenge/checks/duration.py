"""The time the plan takes: against how long a bag keeps, and against when the unit closes."""

from collections.abc import Iterator

from rechallenge.model.finding import Finding, confirm
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.planning.timeline.clock import at_offset
from rechallenge.planning.timeline.closing import closing_of, minutes_between, whole_time

from .rule import CONFIRM, Rule, check


@check(
    Rule(
        "stability-exceeded",
        (CONFIRM,),
        "the time from step 1 to the end of observation with each time on file for which a "
        "prepared bag keeps",
        "the drug's file",
        ("H-19",),
    )
)
def stability(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """Each time on file that the plan goes beyond, the shortest first. When the bag was made is not
    known, so the time before step 1 is not counted."""
    facts, taken = on_file.drug(plan.drug), whole_time(plan)
    known = facts.stability if facts else ()
    for kept in sorted(known, key=lambda entry: entry.time):
        if taken > kept.time:
            yield confirm(
                "stability-exceeded",
                "infusion",
                {
                    "taken": taken,
                    "limit": kept.time,
                    "at": kept.at,
                    "drug": str(plan.drug),
                },
                kept.source,
            )


@check(
    Rule(
        "ends-after-closing",
        (CONFIRM,),
        "the end of the plan, observation included, with the closing time of the order",
        "the order's closing time",
        ("H-31",),
    ),
    Rule(
        "closing-time-next-day",
        (CONFIRM,),
        "the start of step 1 with the closing time of the order",
        "the order's closing time",
        ("H-31",),
    ),
)
def closing(plan: Plan, on_file: OnFile) -> Iterator[Finding]:
    """A plan that is still running when the unit closes, also after midnight. A start after the
    closing time is counted to that of the next day, and asks whether that is meant."""
    start, closes = plan.order.start, closing_of(plan.order)
    if start is None or closes is None:
        return
    if closes.date() > start.date():
        yield confirm(
            "closing-time-next-day",
            "order.closing_time",
            {"start": f"{start:%H:%M}", "closes": f"{closes:%Y-%m-%d %H:%M}"},
        )
    taken, left = whole_time(plan), minutes_between(start, closes)
    if taken > left:
        end = at_offset(start, taken)
        assert end is not None
        yield confirm(
            "ends-after-closing",
            "order.closing_time",
            {
                "end": f"{end:%Y-%m-%d %H:%M}",
                "closes": f"{closes:%Y-%m-%d %H:%M}",
                "late": taken - left,
            },
        )
