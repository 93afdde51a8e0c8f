"""The second solver of stops alone, against numbers worked by hand."""

from dataclasses import replace
from fractions import Fraction as F

import pytest

from tests.independent.pumps import Pump
from tests.independent.second_solver import Refused, Schedule, solve
from tests.independent.stops import Report, at_vein, history

CADONILIMAB = solve(
    {
        "parameters": {"volume": "required"},
        "infusion": [
            {"give": "10 %", "over": "30 min"}, {"observe": "30 min"},
            {"give": "rest", "over": "90 min"},
        ],
    },
    {"dose": "375 mg", "volume": "250 mL"},
)  # fmt: skip


def rows(schedule: Schedule, *reports: Report) -> list[tuple[F, F, F]]:
    return [(s.start, s.minutes, s.mL) for s in history(schedule, reports).steps]


def test_half_the_rate_at_the_stop_is_exceeded_by_no_step() -> None:
    # 12 mL at 50 mL/h in 14.4 min; 13 and 225 mL at 25 mL/h in 31.2 and 540 min.
    assert rows(CADONILIMAB, Report(F(12), F(1, 2), F(30))) == [
        (0, F("14.4"), 12),
        (F("14.4"), 30, 0),
        (F("44.4"), F("31.2"), 13),
        (F("75.6"), 30, 0),
        (F("105.6"), 540, 225),
    ]


def test_what_is_repeated_is_missing_in_the_last_step() -> None:
    # 25 mL again after 12 mL: the last step gives 225 - 12 mL, at 150 mL/h in 85.2 min.
    made = rows(CADONILIMAB, Report(F(12), 0, F(0)))
    assert made == [
        (0, F("14.4"), 12),
        (F("14.4"), 30, 25),
        (F("44.4"), 30, 0),
        (F("74.4"), F("85.2"), 213),
    ]
    # Stopped each time after 24 mL of it: the last step has 225 - 9 * 24 = 9 mL, and then none.
    often = [Report(F(24 * n), 0, F(0)) for n in range(1, 11)]
    assert rows(CADONILIMAB, *often[:9])[-1][2] == 9
    with pytest.raises(Refused, match="less than was repeated"):
        history(CADONILIMAB, often)


def test_a_fresh_set_loses_what_stands_in_the_old_one_and_brings_nothing_at_first() -> None:
    # 20 mL of line: of 22 mL in, 2 mL with 3 mg have arrived and 20 mL with 30 mg stand. Through a
    # fresh set the 3 mL of step 1 and 17 mL of step 3 bring nothing; 208 mL with 312 mg arrive.
    report = Report(F(22), "as planned", F(0))
    made = history(CADONILIMAB, [replace(report, fresh=True)])
    vein = at_vein(CADONILIMAB, made, F(20), "diluent", own_sets=False)
    assert (vein.arrived, vein.standing, vein.lost) == ((3,), (30,), (30,))
    assert vein.doses == (3, 0, 0, 312)
    # Through the same set 3 mL more arrive in step 1, and all but 20 mL in the end: 345 mg.
    vein = at_vein(CADONILIMAB, history(CADONILIMAB, [report]), F(20), "diluent", own_sets=False)
    assert vein.lost == (0,)
    assert vein.doses == (3, F("4.5"), 0, F("337.5"))


def test_one_step_back_runs_the_step_before_whole() -> None:
    # 5 mL into the 225 mL of the last step: 25 mL of the first again in 30 min, the observation,
    # and 195 mL at 150 mL/h in 78 min.
    assert rows(CADONILIMAB, Report(F(30), 1, F(0)))[-3:] == [
        (62, 30, 25),
        (92, 30, 0),
        (122, 78, 195),
    ]
    with pytest.raises(Refused, match="before the first step"):
        history(CADONILIMAB, [Report(F(30), 2, F(0))])


def test_each_step_or_only_this_one_runs_at_a_share_of_its_own_rate() -> None:
    # 13 mL at 25 mL/h in 31.2 min; 225 mL at 75 mL/h in 180 min, or as planned in 90 min.
    each, this = (Report(F(12), (whose, F(1, 2)), F(0)) for whose in ("each", "this"))
    assert [minutes for _, minutes, _ in rows(CADONILIMAB, each)][1:] == [F("31.2"), 30, 180]
    assert [minutes for _, minutes, _ in rows(CADONILIMAB, this)][1:] == [F("31.2"), 30, 90]


def test_a_pump_takes_the_next_rate_and_volume_below() -> None:
    # 70% of 50 mL/h are 35 mL/h; in steps of 10 mL/h, 30 mL/h: 13 mL in 26 min.
    pump = Pump(((F(10), None, F(10)),), ((F(10), None, F(10)),))
    made = history(CADONILIMAB, [Report(F(12), F(7, 10), F(0))], pump)
    assert made.steps[1].minutes == 26
    # After 12 mL again, 225 - 12 = 213 mL are left, of which the pump takes 210 mL.
    assert history(CADONILIMAB, [Report(F(12), 0, F(0))], pump).steps[-1].mL == 210
    with pytest.raises(Refused, match="too slow for the pump"):
        history(CADONILIMAB, [Report(F(12), F(1, 10), F(0))], pump)
