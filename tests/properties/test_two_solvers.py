"""Two solvers, written apart by different methods, agree on random protocols and orders.

`tests/independent` was written from the design alone: it solves lines in time and volume by
Cramer's rule, in plain fractions, and has its own reading of quantities.
"""

from hypothesis import event, given, settings

from tests.independent import second_solver
from tests.independent.random_protocols import any_bags, one_bag
from tests.properties.agreement import Tree, agree_on_bags, agree_on_steps, ours, used_only
from tests.random_examples import tries


def theirs(protocol: Tree, order: Tree) -> second_solver.Schedule | None:
    """The other solver's schedule, or None where it refuses."""
    try:
        return second_solver.solve(protocol, order)
    except second_solver.Refused:
        return None


def compare(pair: tuple[Tree, Tree]) -> None:
    """Both refuse, or both give the same schedule to the last fraction."""
    pair = used_only(*pair)
    plan, schedule = ours(*pair), theirs(*pair)
    event("delivered" if schedule else "refused")
    assert (plan is None) == (schedule is None)
    if plan is None or schedule is None:
        return
    agree_on_steps(plan, schedule.steps)
    agree_on_bags(plan, schedule.bags)


@settings(max_examples=tries(50), deadline=None)
@given(one_bag())
def test_both_solvers_agree_on_random_protocols_of_one_bag(
    pair: tuple[Tree, Tree],
) -> None:
    compare(pair)


@settings(max_examples=tries(60), deadline=None)
@given(any_bags(at_once=True))
def test_both_solvers_agree_on_random_protocols_of_bags_ladders_ramps_and_doses_at_once(
    pair: tuple[Tree, Tree],
) -> None:
    compare(pair)
