"""What must hold for every line: nothing is made or lost between the bags and the vein."""

from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rechallenge.model.finding import Refused
from rechallenge.model.plan import Plan
from rechallenge.model.problems import UnusableOrder
from rechallenge.quantities import exact_number
from tests.planning.lines import delivery, with_line
from tests.properties.agreement import total
from tests.random_examples import tries

# Strengths are not in order, so that a line is also filled from a stronger bag than the last.
STRENGTHS = {"A": Fraction(1, 10), "B": Fraction(2), "C": Fraction(1)}
ROOM = Fraction(5000)
RUN = st.tuples(st.sampled_from("ABC"), st.integers(1, 90), st.sampled_from((15, 20, 30)))
LINES = st.integers(4, 160).map(lambda quarters: Fraction(quarters, 4))
USE = st.fixed_dictionaries(
    {"sets": st.sampled_from(("shared", "fresh"))},
    optional={"clear_line": st.sampled_from(("30 mL/h", "77 mL/h"))},
)
ANY_USE = USE.flatmap(
    lambda use: (
        st.just(use | {"primed": "diluent"})
        if "clear_line" in use
        else st.sampled_from([use | {"primed": of} for of in ("drug", "diluent")])
    )
)


def made(runs: list[tuple[str, int, int]], line: Fraction, scant: bool, use: Any) -> Plan:
    """A plan of these runs (bag, mL/h, min) from three bags; a scant last bag holds just what its
    steps give."""
    volumes = [Fraction(rate * time, 60) for _, rate, time in runs]
    dose = sum(v * STRENGTHS[bag] for (bag, _, _), v in zip(runs, volumes, strict=True))
    last = runs[-1][0]
    from_last = [v for (bag, _, _), v in zip(runs, volumes, strict=True) if bag == last]
    given = sum(from_last, start=Fraction(0))
    bags = tuple(
        {
            "name": bag,
            "volume": f"{exact_number(given if scant and bag == last else ROOM)} mL",
            "concentration": f"{exact_number(strength)} mg/mL",
        }
        for bag, strength in STRENGTHS.items()
    )
    steps = [{"bag": bag, "rate": f"{r} mL/h", "over": f"{t} min"} for bag, r, t in runs]
    text = f"{exact_number(line)} mL"
    return with_line(*steps, dose=f"{exact_number(Fraction(dose))} mg", bags=bags, line=text, **use)


# Rates that are whole sixths of 10 keep every volume a decimal that an order can state.
RUNS = st.lists(RUN.map(lambda r: (r[0], r[1] * 6, r[2])), min_size=1, max_size=7)


def plan_or_none(runs: Any, line: Fraction, scant: bool, use: Any) -> Plan | None:
    try:
        return made(runs, line, scant, use)
    except (Refused, UnusableOrder):
        # Too little in a scant bag for the line and the steps; the tests of lines are about that.
        return None


@settings(max_examples=tries(32), deadline=None)
@given(RUNS, LINES, st.booleans(), ANY_USE)
def test_what_left_the_bags_is_at_the_vein_in_the_line_or_thrown_away(
    runs: Any, line: Fraction, scant: bool, use: Any
) -> None:
    plan = plan_or_none(runs, line, scant, use)
    assume(plan is not None)
    assert plan is not None
    found = delivery(plan)
    drawn = total([bag.used * bag.concentration for bag in plan.bags], "mg")
    away = total([lost.dose for lost in found.lost], "mg")
    at_vein, left = total([found.delivered], "mg"), total([found.left_in_line.dose], "mg")
    assert at_vein + away + left == drawn
    assert total([step.dose for step in found.steps], "mg") == at_vein


@settings(max_examples=tries(32), deadline=None)
@given(RUNS, LINES, st.booleans(), ANY_USE)
def test_with_its_flush_the_ordered_dose_is_in_less_what_is_lost_and_never_more(
    runs: Any, line: Fraction, scant: bool, use: Any
) -> None:
    plan = plan_or_none(runs, line, scant, use)
    assume(plan is not None)
    assert plan is not None
    found, ordered = delivery(plan), total([plan.dose.total], "mg")
    at_vein = total([found.delivered], "mg")
    flushed = Fraction(0) if found.flush is None else total([found.flush.dose], "mg")
    filled = use["primed"] == "drug" or "clear_line" in use
    away = total([lost.dose for lost in found.lost], "mg")
    if at_vein > ordered:
        # Only a shared line, filled from one bag and left full of a weaker one.
        assert use["sets"] == "shared"
        assert filled
        assert found.flush is None
    else:
        assert at_vein + flushed == ordered - (0 if filled else away)


@settings(max_examples=tries(24), deadline=None)
@given(RUNS, LINES, ANY_USE)
def test_as_much_leaves_the_line_as_each_step_pushes_in_at_once_and_without_a_gap(
    runs: Any, line: Fraction, use: Any
) -> None:
    plan = made(runs, line, False, use)
    for step in plan.steps:
        of_it = [a for a in delivery(plan).arrivals if a.step == step.number]
        assert total([a.volume for a in of_it], "mL") == step.volume.to("mL").magnitude
        assert (of_it[0].start, of_it[-1].end) == (step.start, step.end)
        assert all(a.end == b.start and a.bag != b.bag for a, b in pairwise(of_it))
        for a in of_it:
            assert a.dose_rate * (a.end - a.start) == a.dose


@settings(max_examples=tries(24), deadline=None)
@given(RUNS, LINES, st.sampled_from(("drug", "diluent")))
def test_a_shared_line_only_shifts_the_volume_that_passes_by_its_own(
    runs: Any, line: Fraction, primed: str
) -> None:
    # No plugs here: what enters while a to b mL have passed leaves from a + L to b + L.
    plan = made(runs, line, False, {"primed": primed, "sets": "shared"})
    entering = [(Fraction(0), line, STRENGTHS[runs[0][0]] if primed == "drug" else Fraction(0))]
    passed = line
    spans = []
    for bag, rate, time in runs:
        volume = Fraction(rate * time, 60)
        spans.append((passed - line, passed - line + volume))
        entering.append((passed, passed + volume, STRENGTHS[bag]))
        passed += volume
    for (start, end), step in zip(spans, delivery(plan).steps, strict=True):
        expected = sum(
            max(Fraction(0), min(end, b) - max(start, a)) * strength for a, b, strength in entering
        )
        assert step.dose.to("mg").magnitude == expected


@settings(max_examples=tries(24), deadline=None)
@given(RUNS, LINES, st.booleans())
def test_a_fresh_set_that_is_filled_first_gives_every_step_its_own_dose(
    runs: Any, line: Fraction, clear: bool
) -> None:
    how = {"primed": "diluent", "clear_line": "30 mL/h"} if clear else {"primed": "drug"}
    plan = made(runs, line, False, how | {"sets": "fresh"})
    assert [s.dose for s in delivery(plan).steps] == [s.dose for s in plan.steps]
    assert delivery(plan).flush is None
