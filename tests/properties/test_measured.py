"""What must hold for random bags that hands make: every volume is on a mark, nothing comes from
nowhere, and a second solver written from the documentation gives the same bags and steps."""

from fractions import Fraction as F

from hypothesis import event, given, settings
from hypothesis import strategies as st

from rechallenge.model.drug import DrugFacts
from rechallenge.model.measures import Measures
from rechallenge.model.on_file import OnFile
from rechallenge.model.preparation import Fill
from rechallenge.model.pump import Pump
from rechallenge.quantities import Quantity, exact_number
from tests.independent import pumps, second_solver
from tests.independent.hands import Hands
from tests.independent.random_protocols import any_bags, one_bag
from tests.properties.agreement import Tree, agree_on_bags, agree_on_steps, number, ours, used_only
from tests.random_examples import tries

PUMP: Tree = {
    "name": "drawn", "title": "Drawn", "source": "Drawn", "ends_by": "time",
    "rates": ({"lowest": "0.0005 mL/h", "highest": "90000 mL/h", "step": "0.0005 mL/h"},),
}  # fmt: skip
BY_VOLUME = PUMP | {
    "ends_by": "volume",
    "volumes": ({"lowest": "0.1 mL", "highest": "9999 mL", "step": "0.1 mL"},),
}
SHIPPED = (("1", "0.01"), ("3", "0.1"), ("5", "0.2"), ("10", "0.2"), ("20", "1"), ("30", "1"),
           ("50", "1"))  # fmt: skip
SYRINGES = st.sampled_from(
    [SHIPPED, (("1", "0.01"), ("10", "0.5"), ("50", "1")), (("2", "0.5"), ("20", "2")),
     (("0.5", "0.01"), ("60", "5"), ("6", "0.4"))]
)  # fmt: skip
BAGS = st.sampled_from([{}, {"100": None, "250": None}, {"50": "4", "100": "8.5", "500": None}])
DRAWN = st.fixed_dictionaries(
    {
        "pump": st.sampled_from([PUMP, BY_VOLUME]),
        "strength": st.sampled_from(["0.5", "2", "12.5", "200", "7.3"]),
        "technique": st.sampled_from(["add to bag", "withdraw first", "final volume"]),
        "least": st.sampled_from(["0.01", "0.1", "0.5", "2"]),
        "syringes": SYRINGES,
        "bags": BAGS,
        "asks_above": st.sampled_from(["0.1", "1", "5"]),
        "vial": st.sampled_from([None, "2", "10"]),
        "cap": st.sampled_from([None, "1", "1.001"]),
        "most": st.sampled_from([None, "1.5", "40"]),
    }
)


def stated(pair: tuple[Tree, Tree], drawn: Tree) -> tuple[Tree, Tree, OnFile, Hands] | None:
    """Protocol and order with what bags are made with, for both solvers; None without a dose."""
    protocol, order = used_only(*pair)
    amount, _, unit = str(order.get("dose", "")).partition(" ")
    unit = unit.partition("/")[0]
    if unit not in ("mg", "units") or "drug" in order:
        return None
    per_ml = f"{unit}/mL"
    order = order | {
        "strength": order.get("strength", f"{drawn['strength']} {per_ml}"),
        "technique": drawn["technique"],
        "smallest_draw": f"{drawn['least']} mL",
    }
    strength = second_solver.read(order["strength"])
    if strength.kind != second_solver.read(f"1 {per_ml}").kind:
        return None
    vials: tuple[Tree, ...] = ()
    if drawn["vial"] is not None:
        holds = strength.value * F(drawn["vial"])
        vials = (
            {"concentration": order["strength"], "holds": f"{exact_number(holds)} {unit}",
             "volume": f"{drawn['vial']} mL", "source": "Drawn"},
        )  # fmt: skip
    facts: Tree = {"name": "examplumab", "sedates": {"says": "No", "source": "Drawn"}}
    facts |= {"vials": vials} if vials else {}
    caps: tuple[F, ...] = ()
    if drawn["cap"] is not None and "/" not in order["dose"] and amount:
        highest = F(amount) * F(drawn["cap"])
        limit = {"highest": f"{exact_number(highest)} {unit}", "what": "All", "source": "Drawn"}
        facts["dose_limits"], caps = (limit,), (highest,)
    most = None
    if drawn["most"] is not None:
        facts["concentration"] = {"highest": f"{drawn['most']} {per_ml}", "source": "Drawn"}
        most = F(drawn["most"])
    syringes = tuple({"holds": f"{h} mL", "graduation": f"{g} mL"} for h, g in drawn["syringes"])
    bags = tuple(
        {"holds": f"{size} mL"} | ({"overfill": f"{over} mL"} if over else {})
        for size, over in drawn["bags"].items()
    )
    measures = Measures.model_validate(
        {"name": "drawn", "title": "Drawn", "source": "Drawn", "syringes": syringes, "bags": bags,
         "asks_above": f"{drawn['asks_above']} %"}
    )  # fmt: skip
    on_file = OnFile(
        drugs=(DrugFacts.model_validate(facts),),
        pump=Pump.model_validate(drawn["pump"]),
        measures=measures,
    )
    hands = Hands(
        strength=strength.value,
        technique=drawn["technique"],
        least=F(drawn["least"]),
        syringes=tuple((F(h), F(g)) for h, g in drawn["syringes"]),
        bags={F(size): F(over or 0) for size, over in drawn["bags"].items()},
        asks_above=F(drawn["asks_above"]) / 100,
        vial=None if drawn["vial"] is None else F(drawn["vial"]),
        caps=caps,
        highest_concentration=most,
    )
    return protocol, order | {"drug": "examplumab"}, on_file, hands


@settings(max_examples=tries(32), deadline=None)
@given(st.one_of(one_bag(), any_bags(at_once=True)), DRAWN)
def test_both_solvers_agree_on_bags_that_hands_make(pair: tuple[Tree, Tree], drawn: Tree) -> None:
    made = stated(pair, drawn)
    if made is None:
        return
    protocol, order, on_file, hands = made
    plan = ours(protocol, order, on_file)
    plain = {k: v for k, v in order.items() if k not in ("technique", "smallest_draw", "drug")}
    try:
        schedule = second_solver.solve(protocol, plain, pumps.pump(drawn["pump"]), hands=hands)
    except second_solver.Refused:
        schedule = None
    event("refused" if schedule is None else "made")
    assert (plan is None) == (schedule is None)
    if plan is None or schedule is None:
        return
    agree_on_bags(plan, schedule.bags)
    agree_on_steps(plan, schedule.steps)


def ml(value: Quantity) -> F:
    return number(value, "mL")


def on_marks(volume: Quantity, fills: tuple[Fill, ...], hands: Hands) -> None:
    marks = dict(hands.syringes)
    for fill in fills:
        assert ml(fill.volume) % marks[ml(fill.syringe)] == 0
        assert 0 < ml(fill.volume) <= ml(fill.syringe)
    assert sum(ml(fill.volume) * fill.times for fill in fills) == ml(volume)


@settings(max_examples=tries(32), deadline=None)
@given(st.one_of(one_bag(), any_bags(at_once=True)), DRAWN)
def test_every_volume_is_on_a_mark_and_everything_taken_is_somewhere(
    pair: tuple[Tree, Tree], drawn: Tree
) -> None:
    made = stated(pair, drawn)
    plan = None if made is None else ours(*made[:3])
    if made is None or plan is None:
        return
    hands, unit = made[3], str(plan.dose.total.units)
    for one in plan.preparation:
        on_marks(one.draw, one.draw_with, hands)
        on_marks(one.withdraw, one.withdraw_with, hands)
        on_marks(one.add, one.add_with, hands)
        assert ml(one.draw) > 0
        assert one.container is None or ml(one.container) in hands.bags
    for dilution in plan.dilutions:
        on_marks(dilution.take, dilution.take_with, hands)
        on_marks(dilution.diluent, dilution.diluent_with, hands)
        assert ml(dilution.make) == ml(dilution.drawn) + ml(dilution.discarded)
        assert ml(dilution.discarded) * 10 >= ml(dilution.drawn)  # the allowance of 10%
    # Drug taken from vials is in the bags or in what is left of the dilutions.
    taken = sum((ml(one.from_vials) for one in plan.preparation), start=F(0))
    taken += sum((ml(one.take) for one in plan.dilutions[:1]), start=F(0))
    in_bags = sum((number(one.drug, unit) for one in plan.preparation), start=F(0))
    left = sum(
        (ml(one.discarded) * number(one.concentration, f"{unit}/mL") for one in plan.dilutions),
        start=F(0),
    )
    assert taken * hands.strength == in_bags + left
    assert sum(ml(vial.volume) * vial.count for vial in plan.vials) >= taken or not plan.vials
    # What is in the bags is given or discarded, and the steps add up to the total.
    for bag in plan.bags:
        assert ml(bag.used) + ml(bag.discarded) == ml(bag.volume)
    assert sum((number(s.dose, unit) for s in plan.steps), start=F(0)) == number(
        plan.totals.dose, unit
    )
    assert plan.steps[-1].cumulative_share.magnitude == 100
