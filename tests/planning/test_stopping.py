"""The state of a plan at a moment, and what goes on from there, by hand."""

from fractions import Fraction as F

import pytest

from rechallenge.planning.course import Course, course
from rechallenge.planning.scheduling import scheduled, state_at
from rechallenge.planning.state.line_contents import Plug, volume_of
from rechallenge.quantities import MIN, parse, quantity

from .lines import number, two_bags

FRESH = two_bags(primed="diluent", sets="fresh")
SHARED = two_bags(primed="diluent", sets="shared")


def rest(minute: int) -> Course:
    """What is left of the plan with a set for each bag."""
    return course(
        scheduled(FRESH.protocol, FRESH.order, FRESH.on_file).infusion,
        state_at(FRESH, quantity(minute, MIN)),
    )


def test_in_the_middle_of_a_step_the_rest_of_it_comes_first_at_the_same_rate() -> None:
    # 65 min: 5 of the 15 min of step 5 at 5 mL/h have run, 5/12 mL of its 1.25 mL, 1 mg/mL
    state = state_at(SHARED, quantity(65, MIN))
    assert (state.step, number(state.dose_given)) == (5, F("0.925") + F(5, 12))
    assert number(state.bags["B"].holds) == 100 - F(5, 12)
    first = course(scheduled(SHARED.protocol, SHARED.order, SHARED.on_file).infusion, state).steps[
        0
    ]
    assert (first.number, first.start, first.rate) == (5, parse("65 min"), parse("5 mL/h"))
    assert [number(v) for v in (first.duration, first.volume, first.dose)] == [10, F(5, 6), F(5, 6)]


def test_the_line_holds_what_was_pushed_into_it() -> None:
    # 9.25 mL of A and 5/12 mL of B stand behind what is left of 20 mL of diluent
    line = state_at(SHARED, quantity(65, MIN)).line.sets[None]
    pushed = F("9.25") + F(5, 12)
    assert [(plug.bag, plug.volume) for plug in line] == [
        (None, 20 - pushed), ("A", F("9.25")), ("B", F(5, 12))
    ]  # fmt: skip


def test_a_flush_goes_on_with_the_drug_that_is_left_where_drug_was_lost() -> None:
    # The last 20 mL are 1.25 mL of diluent and 18.75 mL of B; at 40 mL/h 15 min are 10 mL of them
    flush = getattr(rest(135).delivery, "flush", None)
    assert flush is not None
    assert [number(v) for v in (flush.start, flush.volume, flush.duration, flush.dose)] == [
        135, 10, 15, 10
    ]  # fmt: skip


def test_a_flush_that_is_over_does_not_begin_again_for_drug_that_was_lost() -> None:
    delivery = rest(150).delivery
    assert delivery is not None
    assert delivery.flush is None
    assert number(delivery.delivered) == F("18.75")


def test_after_the_flush_only_diluent_is_in_the_line() -> None:
    line = state_at(FRESH, quantity(200, MIN)).line.sets["B"]
    assert {plug.bag for plug in line} == {None}
    assert volume_of(line) == volume_of((Plug(F(20)),))


def test_a_flush_has_begun_from_its_first_moment_on() -> None:
    # The last of 8 steps of 15 min ends at 120 min.
    assert FRESH.delivery is not None
    assert state_at(FRESH, quantity(120, MIN)).flush == FRESH.delivery.flush is not None
    assert state_at(FRESH, quantity(119, MIN)).flush is None


def test_a_time_before_the_start_is_an_error_that_says_so() -> None:
    with pytest.raises(ValueError, match="before the start of step 1"):
        state_at(FRESH, quantity(0, MIN) - quantity(1, MIN))
