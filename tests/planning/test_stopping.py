"""The state of an infusion in the middle of a step, and what goes on from there, by hand."""

from fractions import Fraction as F

from rechallenge.planning.running import run
from rechallenge.planning.scheduling import scheduled
from rechallenge.quantities import parse

from .lines import number, two_bags

SHARED = two_bags(primed="diluent", sets="shared")
MADE = scheduled(SHARED.protocol, SHARED.order, SHARED.on_file)
# 65 min: 5 of the 15 min of step 5 at 5 mL/h have run, 5/12 mL of its 1.25 mL, 1 mg/mL
STATE = list(run(MADE.infusion, MADE.programmed.begin, until=parse("65 min")))[-1].state


def test_in_the_middle_of_a_step_the_rest_of_it_comes_first_at_the_same_rate() -> None:
    assert (STATE.step, number(STATE.dose_given)) == (5, F("0.925") + F(5, 12))
    assert number(STATE.bags["B"].holds) == 100 - F(5, 12)
    first = next(run(MADE.infusion, STATE)).step
    assert (first.number, first.start, first.rate) == (5, parse("65 min"), parse("5 mL/h"))
    assert [number(v) for v in (first.duration, first.volume, first.dose)] == [10, F(5, 6), F(5, 6)]


def test_the_line_holds_what_was_pushed_into_it() -> None:
    # 9.25 mL of A and 5/12 mL of B stand behind what is left of 20 mL of diluent
    pushed = F("9.25") + F(5, 12)
    assert [(plug.bag, plug.volume) for plug in STATE.line.sets[None]] == [
        (None, 20 - pushed), ("A", F("9.25")), ("B", F(5, 12))
    ]  # fmt: skip
