"""The second solver of stops alone, against numbers worked by hand."""

from dataclasses import replace
from fractions import Fraction as F

import pytest

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
    made = rows(CADONILIMAB, Report(F(12), "repeat", F(0)))
    assert made == [
        (0, F("14.4"), 12),
        (F("14.4"), 30, 25),
        (F("44.4"), 30, 0),
        (F("74.4"), F("85.2"), 213),
    ]
    # Stopped each time after 24 mL of it: the last step has 225 - 9 * 24 = 9 mL, and then none.
    often = [Report(F(24 * n), "repeat", F(0)) for n in range(1, 11)]
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
