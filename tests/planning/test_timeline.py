"""The timeline: everything that is due, in minutes and by the clock."""

from datetime import datetime
from typing import Any

import pytest

from rechallenge.model.plan import Plan
from rechallenge.model.problems import UnusableOrder

from .making import planned

STEPS = (
    {"give": "10 %", "over": "30 min"},
    {"observe": "20 min"},
    {"give": "rest", "over": "70 min"},
)
PREMEDICATION = (
    {"drug": "dexamethasone", "dose": "10 mg", "route": "IV", "before": "1 h"},
    {"drug": "famotidine", "dose": "20 mg", "route": "IV", "before": "unstated"},
)


def due(made: Plan, what: str) -> list[int]:
    return [int(e.offset.magnitude) for e in made.timeline if e.what == what]


def monitored(*vitals: str, after: str | None = None) -> dict[str, Any]:
    stated: dict[str, object] = {"vitals": vitals, "source": "a test"}
    return {"monitoring": stated | ({"observe_after": after} if after else {})}


def test_each_step_starts_and_ends_where_the_one_before_ended() -> None:
    made = planned(*STEPS)
    assert due(made, "step-start") == [0, 30, 50]
    assert due(made, "step-end") == [30, 50, 120]


def test_premedication_is_due_its_lead_before_step_1_and_an_open_time_has_no_place() -> None:
    made = planned(*STEPS, premedication=PREMEDICATION)
    assert [
        (e.offset.magnitude, e.reasons) for e in made.timeline if e.what == "premedication"
    ] == [(-60, ("dexamethasone",))]
    assert made.premedication[1].before is None


def test_a_lead_from_the_order_fills_only_the_times_the_source_leaves_open() -> None:
    made = planned(*STEPS, premedication=PREMEDICATION, order={"premed_lead": "30 min"})
    assert [int(d.before.magnitude) for d in made.premedication if d.before is not None] == [60, 30]
    assert [d.by_order for d in made.premedication] == [False, True]


def test_a_lead_that_nothing_needs_is_an_error_not_ignored() -> None:
    with pytest.raises(UnusableOrder, match="premed_lead: is not needed"):
        planned(*STEPS, premedication=PREMEDICATION[:1], order={"premed_lead": "30 min"})


@pytest.mark.parametrize(
    ("rule", "times"),
    [
        ("baseline", [0]),
        ("end", [120]),
        ("each rate change", [30, 50]),
        ("every 15 min", [15, 30, 45, 60, 75, 90, 105]),
        ("every 40 min", [40, 80]),
        ("every 3 h", []),
    ],
)
def test_vital_signs_are_due_by_each_rule(rule: str, times: list[int]) -> None:
    assert due(planned(*STEPS, **monitored(rule)), "vitals") == times


def test_one_moment_has_one_set_of_vital_signs_with_every_reason() -> None:
    made = planned(*STEPS, **monitored("every 30 min", "each rate change"))
    at_30 = [e.reasons for e in made.timeline if e.what == "vitals" and e.offset.magnitude == 30]
    assert at_30 == [("every", "each rate change")]


def test_observation_ends_its_time_after_the_last_step() -> None:
    assert due(planned(*STEPS, **monitored(after="30 min")), "observation-end") == [150]


def test_clock_times_follow_from_the_start_across_midnight() -> None:
    made = planned(*STEPS, premedication=PREMEDICATION, order={"start": "2026-12-31 23:45"})
    by_offset = {int(e.offset.magnitude): e.at for e in made.timeline}
    assert by_offset[-60] == datetime(2026, 12, 31, 22, 45)
    assert by_offset[30] == datetime(2027, 1, 1, 0, 15)
    assert by_offset[120] == datetime(2027, 1, 1, 1, 45)


def test_a_clock_time_is_to_the_nearest_second_and_the_offset_stays_exact() -> None:
    # 100 mg at 70 mg/h takes 600/7 min = 85 min 42.857 s
    made = planned({"give": "rest", "rate": "70 mg/h"}, order={"start": "2026-11-21 09:00"})
    end = next(e for e in made.timeline if e.what == "step-end")
    assert end.offset.magnitude * 7 == 600
    assert end.at == datetime(2026, 11, 21, 10, 25, 43)


def test_without_a_start_there_are_minutes_and_no_clock() -> None:
    made = planned(*STEPS, **monitored("every 15 min"))
    assert {e.at for e in made.timeline} == {None}


def test_the_timeline_is_in_order_and_a_step_ends_before_the_next_begins() -> None:
    made = planned(*STEPS, **monitored("every 15 min", "each rate change", after="30 min"))
    offsets = [e.offset.magnitude for e in made.timeline]
    assert offsets == sorted(offsets)
    at_30 = [e.what for e in made.timeline if e.offset.magnitude == 30]
    assert at_30 == ["step-end", "vitals", "step-start"]


def test_the_flush_is_due_and_the_patient_is_observed_from_its_end() -> None:
    # 100 mL in 1 h; 20 mL of it stand in the line and take 20 / 100 h = 12 min more
    made = planned(
        {"give": "rest", "over": "1 h"},
        order={"line": "20 mL", "primed": "diluent"},
        monitoring={"vitals": ("end",), "observe_after": "30 min", "source": "None"},
    )
    due = [(event.what, event.offset.to("min").magnitude) for event in made.timeline]
    assert due[1:] == [
        ("step-end", 60), ("vitals", 60), ("flush-start", 60), ("flush-end", 72),
        ("observation-end", 102),
    ]  # fmt: skip


def test_a_plan_that_ends_with_its_flush_after_the_unit_closes_asks() -> None:
    order = {"line": "20 mL", "primed": "diluent", "start": "2026-11-21 16:00"}
    for closing, asks in (("17:11", True), ("17:12", False)):
        made = planned({"give": "rest", "over": "1 h"}, order=order | {"closing_time": closing})
        assert ("ends-after-closing" in {f.code for f in made.findings}) is asks
