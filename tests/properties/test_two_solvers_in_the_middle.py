"""Two solvers agree on what remains of a dose: by the documentation (decision 032) a protocol runs
it as if what remains were the dose, from bags of its own or from the one bag that hangs.

Another protocol after a stop is such an order too.
"""

from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, Phase, assume, event, given, settings
from hypothesis import strategies as st

from rechallenge.model.on_file import OnFile
from rechallenge.model.pump import Pump
from tests.independent import pumps, second_solver
from tests.independent.random_protocols import any_bags, one_bag
from tests.properties.agreement import (
    agree_on_bags,
    agree_on_steps,
    made,
    number,
    read,
    used_only,
)
from tests.properties.test_two_solvers_on_pumps import PROFILES
from tests.random_examples import tries


def decimal(amount: Fraction) -> str:
    """The amount in full; no example where it has no last decimal."""
    text = format(Decimal(amount.numerator) / Decimal(amount.denominator), "f")
    assume(Fraction(text) == amount)
    return text


@settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    max_examples=tries(50),
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much],
)
@given(st.data())
def test_both_solvers_agree_on_what_remains_of_a_dose(data: st.DataObject) -> None:
    hangs = data.draw(st.booleans())
    protocol, order = used_only(*data.draw(one_bag() if hangs else any_bags()))
    # Such a protocol is refused for what remains.
    assume("in_all" not in protocol.get("dosing", {}))
    profile = data.draw(st.one_of(st.none(), PROFILES))
    pump = None if profile is None else pumps.pump(profile)
    try:
        whole = second_solver.solve(protocol, order)
    except second_solver.Refused:
        assume(False)
        raise
    unit = "units" if "units" in order["dose"] else "mg"
    dose = sum((step.dose for step in whole.steps), start=Fraction(0))
    before = dose * data.draw(st.sampled_from([Fraction(1, 100), Fraction(1, 2), Fraction(9, 10)]))
    begun = {"dose": f"{decimal(dose)} {unit}", "given": f"{decimal(before)} {unit}"}
    remains = {**order, "dose": f"{decimal(dose - before)} {unit}"}
    asked = {**order, **begun}
    if hangs:
        assume("volume" in order)
        asked["left"] = asked.pop("volume")
    try:
        schedule = second_solver.solve(protocol, remains, pump)
    except second_solver.Refused:
        schedule = None
    on_file = OnFile(pump=None if profile is None else Pump.model_validate(profile))
    plan = made(*read(protocol, asked), on_file)
    event(f"{'hangs' if hangs else 'new bags'}, {'delivered' if plan else 'refused'}")
    assert (plan is None) == (schedule is None)
    if plan is None or schedule is None:
        return
    agree_on_steps(plan, schedule.steps)
    given_by_steps = sum((step.dose for step in schedule.steps), start=Fraction(0))
    assert number(plan.steps[-1].cumulative_dose, unit) == before + given_by_steps
    agree_on_bags(plan, schedule.bags)
