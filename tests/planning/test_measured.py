"""Worksheets worked by hand: what is drawn with which syringe, and what the bags then really hold.

The shipped syringes hold 1, 3, 5, 10, 20, 30 and 50 mL, with marks every 0.01, 0.1, 0.2, 0.2, 1, 1
and 1 mL. Drug is close enough within 0.5%; diluent where it is exact.
"""

from fractions import Fraction as F
from typing import Any

import pytest

from rechallenge import Order, Plan, plan, read_protocol
from rechallenge.files.facts import facts_for
from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.model.drug import DrugFacts
from rechallenge.model.on_file import OnFile
from rechallenge.model.preparation import Fill, Preparation
from rechallenge.model.problems import UnusableOrder
from rechallenge.quantities import PERCENT, Quantity, parse, quantity
from rechallenge.service.making import make_plan
from tests.planning.making import protocol

ONE_HOUR = {"give": "rest", "over": "1 h"}
MEASURES = facts_for(
    read_protocol("extended"),
    Order(dose="1 mg", technique="final volume"),
    Shelves(shipped_folder()),
).measures
EXAMPLUMAB = {"vials": ({"concentration": "10 mg/mL", "source": "A label"},)}


def shipped(named: str, **order: Any) -> Plan:
    return plan(read_protocol(named), Order.model_validate(order))


def measured(
    drug: dict[str, Any] | None = None, bags: Any = None, asks: str | None = None, **order: Any
) -> Plan:
    """The plan over an hour of a drug with these facts, made with the shipped measures, which ask
    above another share where one is given."""
    assert MEASURES is not None
    measures = MEASURES
    if asks is not None:
        measures = MEASURES.model_copy(update={"asks_above": parse(asks)})
    facts = DrugFacts.model_validate({"name": "examplumab"} | (drug or EXAMPLUMAB))
    stated = {"drug": "examplumab", "technique": "final volume", "volume": "250 mL"} | order
    if bags is None:
        steps, more = [ONE_HOUR], {}
    else:
        del stated["volume"]
        give = ["bag"] * (len(bags) - 1) + ["rest"]
        steps = [
            {"bag": bag["name"], "give": amount, "over": "1 h"}
            for bag, amount in zip(bags, give, strict=True)
        ]
        more = {"bags": bags, "parameters": {}}
    on_file = OnFile(drugs=(facts,), measures=measures)
    return make_plan(protocol(*steps, **more), Order.model_validate(stated), on_file)


def ml(value: Quantity) -> F:
    return F(value.to("mL").magnitude)


def drug(value: Quantity) -> F:
    return F(value.magnitude)


def fills(of: tuple[Fill, ...]) -> list[tuple[object, ...]]:
    """Each syringe, by what it holds, what is drawn into it, and how often if more than once."""
    return [
        (ml(one.syringe), ml(one.volume), *([one.times] if one.times > 1 else [])) for one in of
    ]


def only(of: Plan) -> Preparation:
    (made,) = of.preparation
    return made


def test_oxaliplatin_withdrawn_first() -> None:
    # 157.3 / 5 = 31.46 mL. In 50 mL: 31, off 1.5%. 30 + 1.5, on a mark of 3 mL: off 0.13%
    of = shipped(
        "extended", drug="oxaliplatin", dose="157.3 mg", volume="500 mL", strength="5 mg/mL",
        technique="withdraw first",
    )  # fmt: skip
    made = only(of)
    assert fills(made.draw_with) == [(30, 30), (3, F(3, 2))]
    assert (made.withdraw, made.withdraw_with) == (made.draw, made.draw_with)
    assert (ml(made.container or made.draw), ml(made.final_volume)) == (500, 500)
    # 31.5 x 5 = 157.5 mg, all of it given: 500 mL in 2 h
    assert drug(made.drug) == drug(of.totals.dose) == F(1575, 10)
    assert drug(of.dose.total) == F(1573, 10)
    assert of.steps[-1].cumulative_share.magnitude == 100


def test_paclitaxel_into_an_empty_container() -> None:
    # 175 x 1.73 = 302.75 mg, / 6 = 50.4583... mL: a full 50, and 0.46 in 1 mL would be 302.76 mg,
    # above the 175 mg/m2 that is usual. Rounded down: 0.45 mL
    of = shipped(
        "extended", drug="paclitaxel", dose="175 mg/m2", bsa="1.73 m2", volume="500 mL",
        strength="6 mg/mL", technique="final volume",
    )  # fmt: skip
    made = only(of)
    assert fills(made.draw_with) == [(50, 50), (1, F(45, 100))]
    # 500 - 50.45 = 449.55: eight full 50, 49 in another, 0.55 in 1 mL
    assert fills(made.add_with) == [(50, 50, 8), (50, 49), (1, F(55, 100))]
    assert (ml(made.final_volume), drug(made.drug)) == (500, F(3027, 10))


def test_trastuzumab_added_to_a_full_bag() -> None:
    # 6 x 68 = 408 mg, / 21 = 19.43 mL. In 20 mL: 19, off 2.2%. 10 + 9.43, on a mark 9.4: off 0.15%
    of = shipped(
        "extended", drug="trastuzumab", dose="6 mg/kg", weight="68 kg", volume="269.429 mL",
        strength="21 mg/mL", technique="add to bag", container="250 mL",
    )  # fmt: skip
    made = only(of)
    assert fills(made.draw_with) == [(10, 10), (10, F(94, 10))]
    assert (ml(made.final_volume), drug(made.drug)) == (250 + F(194, 10), F(194, 10) * 21)
    assert drug(of.totals.dose) == F(4074, 10)


ASPARAGINASE = {
    "vials": (
        {"concentration": "2000 units/mL", "holds": "10000 units", "volume": "5 mL",
         "source": "A label"},
    ),
}  # fmt: skip
THREE_BAGS = (
    {"name": "A", "volume": "100 mL", "holds": "0.1 %"},
    {"name": "B", "volume": "100 mL", "holds": "1 %"},
    {"name": "C", "volume": "100 mL", "holds": "rest"},
)


def test_asparaginase_from_one_dilution_and_one_vial() -> None:
    # A: 7.6 units / 2,000 = 0.0038 mL: of a hundredth, 0.38 mL. B: 76 units, of a tenth, 0.38 mL.
    # C: 7,600 - 83.6 = 7,516.4 units, 3.7582 mL. In 5 mL: 3.8, off 1.1%. 3 + 0.76: off 0.05%
    of = measured(ASPARAGINASE, THREE_BAGS, dose="7600 units")
    assert [made.tenfolds for made in of.preparation] == [2, 1, 0]
    assert [fills(made.draw_with) for made in of.preparation] == [
        [(1, F(38, 100))], [(1, F(38, 100))], [(3, 3), (1, F(76, 100))],
    ]  # fmt: skip
    # The tenth gives 0.38 to B and 1 to the hundredth; both are 1 mL made up to 10.
    assert [(ml(d.take), ml(d.make), ml(d.drawn), ml(d.discarded)) for d in of.dilutions] == [
        (1, 10, F(138, 100), F(862, 100)), (1, 10, F(38, 100), F(962, 100)),
    ]  # fmt: skip
    # 3.76 + 1 = 4.76 mL: one vial of 5 mL, where 1 + 1 + 3.7582 for each bag alone takes two.
    assert [(vial.count, ml(vial.volume)) for vial in of.vials] == [(1, 5)]
    # 7.6 + 76 + 3.76 x 2,000
    assert drug(of.totals.dose) == F(76036, 10)


def test_what_is_drawn_from_a_dilution_is_rounded_to_the_nearest_mark() -> None:
    # A: 7.72 units / 2,000 = 0.00386 mL: of a hundredth, 0.386 mL. B: of a tenth, 0.386 mL. Marks
    # of 0.01 mL: 0.39 is nearer than 0.38.
    of = measured(ASPARAGINASE, THREE_BAGS, dose="7720 units")
    assert [fills(made.draw_with) for made in of.preparation[:2]] == [[(1, F(39, 100))]] * 2


def test_ceftriaxone_for_14_kg() -> None:
    # 50 x 14 = 700 mg, / 100 = 7 mL, on a mark of 10 mL; 50 - 7 = 43 mL
    made = only(
        measured(EXAMPLUMAB, dose="50 mg/kg", weight="14 kg", volume="50 mL", strength="100 mg/mL")
    )
    assert (fills(made.draw_with), fills(made.add_with)) == ([(10, 7)], [(50, 43)])
    assert drug(made.drug) == 700


def test_amiodarone_from_a_hundredth_of_a_mg() -> None:
    order = {"dose": "149.49 mg", "settings": {"over_each": "30 min"}, "technique": "final volume"}
    of = shipped("amiodarone-11-step", **order)
    # Bag 3: 0.01 x 100 = 1 mg, / 50 = 0.02 mL: 0.2 mL of 5 mg/mL; 99.8 mL = 50 + 49 + 0.8
    third, second, again = of.preparation
    assert (third.tenfolds, fills(third.draw_with)) == (1, [(1, F(2, 10))])
    assert fills(third.add_with) == [(50, 50), (50, 49), (1, F(8, 10))]
    # The others: 100 mg / 50 = 2 mL; 98 mL = 50 + 48
    for made in (second, again):
        assert (fills(made.draw_with), fills(made.add_with)) == ([(3, 2)], [(50, 50), (50, 48)])
    # 1 mL for the dilution and 2 + 2: 5 mL, two vials of 3 mL. Nothing differs from the order.
    assert [(vial.count, ml(vial.volume)) for vial in of.vials] == [(2, 3)]
    assert of.totals.dose == of.dose.total
    assert of.steps[0].dose.magnitude == F(1, 100)


def test_acetylcysteine_by_weight_bands() -> None:
    # 14 kg: 2,100 / 200 = 10.5 = 10 + 0.5; 700: 3.5 = 3 + 0.5; 1,400: 7, on a mark of 10 mL
    light = shipped("acetylcysteine-3-bag", dose="300 mg/kg", weight="14 kg").preparation
    assert [fills(made.draw_with) for made in light] == [
        [(10, 10), (1, F(1, 2))], [(3, 3), (1, F(1, 2))], [(10, 7)],
    ]  # fmt: skip
    # 3, 7 and 14 mL/kg of diluent: no full bag holds 42, 98 or 196 mL
    assert [made.container for made in light] == [None] * 3
    assert [fills(made.add_with) for made in light] == [
        [(50, 42)], [(50, 50), (50, 48)], [(50, 50, 3), (50, 46)],
    ]  # fmt: skip
    # 33 kg: 24.75: 20 + 4.8 (24.8); 8.25: 8 + 0.25; 16.5: 16 + 0.5; into bags of 100, 250, 500 mL
    heavier = shipped("acetylcysteine-3-bag", dose="300 mg/kg", weight="33 kg")
    assert [fills(made.draw_with) for made in heavier.preparation] == [
        [(20, 20), (5, F(48, 10))], [(10, 8), (1, F(1, 4))], [(20, 16), (1, F(1, 2))],
    ]  # fmt: skip
    assert [made.container and ml(made.container) for made in heavier.preparation] == [
        100,
        250,
        500,
    ]
    # 24.8 x 200 + 1,650 + 3,300 = 9,910 mg of 9,900
    assert drug(heavier.totals.dose) == 9910


CADONILIMAB = {"dose": "10 mg/kg", "weight": "47.3 kg", "strength": "12.5 mg/mL"}
# 473 mg / 12.5 = 37.84 mL. In 50 mL it would be 38 mL, 475 mg, above the limit of 10 mg/kg: rounded
# down, 30 + 7.8 = 37.8 mL, 472.5 mg.
DRAWN = [(30, 30), (10, F(78, 10))]


def test_cadonilimab_to_a_final_volume_stays_below_its_limit() -> None:
    # 250 - 37.8 = 212.2 mL: four full 50, 10 and 2.2
    made = only(
        shipped("cadonilimab-extended", **CADONILIMAB, volume="250 mL", technique="final volume")
    )
    assert fills(made.draw_with) == DRAWN
    assert fills(made.add_with) == [(50, 50, 4), (10, 10), (3, F(22, 10))]
    assert (drug(made.drug), ml(made.final_volume)) == (F(4725, 10), 250)


def test_cadonilimab_withdrawn_first_stays_below_its_limit() -> None:
    made = only(
        shipped("cadonilimab-extended", **CADONILIMAB, volume="250 mL", technique="withdraw first")
    )
    assert fills(made.draw_with) == fills(made.withdraw_with) == DRAWN
    assert (drug(made.drug), ml(made.final_volume)) == (F(4725, 10), 250)


def test_cadonilimab_added_to_a_bag_stays_below_its_limit() -> None:
    order = CADONILIMAB | {"technique": "add to bag", "container": "250 mL", "volume": "287.84 mL"}
    made = only(shipped("cadonilimab-extended", **order))
    assert fills(made.draw_with) == DRAWN
    assert (drug(made.drug), ml(made.final_volume)) == (F(4725, 10), F(2878, 10))


class TestWhatDiffers:
    def test_a_draw_that_no_syringe_measures_closely_asks(self) -> None:
        # 1.35 mg / 10 = 0.135 mL, on a mark of 1 mL 0.14: 1.4 mg, 3.7% more
        of = measured(dose="1.35 mg")
        (finding,) = [f for f in of.findings if f.code == "measured-differs"]
        assert finding.severity.value == "confirm"
        assert finding.where == "preparation[0]"
        numbers = finding.numbers
        assert (numbers["measured"], numbers["ordered"]) == (parse("1.4 mg"), parse("1.35 mg"))
        assert numbers["share"] == quantity(F(500, 135), PERCENT)
        assert drug(of.totals.dose) == F(14, 10)

    def test_a_larger_least_draw_has_it_diluted(self) -> None:
        # 1.35 mL of 1 mg/mL: 1 + 0.35
        of = measured(dose="1.35 mg", smallest_draw="0.2 mL")
        assert fills(only(of).draw_with) == [(1, 1), (1, F(35, 100))]
        assert "measured-differs" not in {f.code for f in of.findings}

    def test_a_site_states_from_where_on_it_asks(self) -> None:
        of = measured(dose="1.35 mg", asks="4 %")
        assert "measured-differs" not in {f.code for f in of.findings}


class TestCaps:
    """A site that asks above 5% takes one syringe within 2.5%, above 10% within 5%."""

    def test_no_vial_is_opened_for_the_rounding(self) -> None:
        # 49.2 / 10 = 4.92 mL. In 5 mL: 5.0, off 1.6%, and a vial holds 4.93. Down: 4.8, off 2.4%
        vial = {"concentration": "10 mg/mL", "holds": "49.3 mg", "volume": "4.93 mL"}
        facts = {"vials": (vial | {"source": "A label"},)}
        of = measured(facts, dose="49.2 mg", asks="5 %")
        assert fills(only(of).draw_with) == [(5, F(48, 10))]
        assert [one.count for one in of.vials] == [1]

    def test_the_highest_concentration_is_kept(self) -> None:
        # 106 / 10 = 10.6 mL into 106 mL is 1 mg/mL. In 20 mL: 11, off 3.8%, would be 1.04 mg/mL.
        # Down: 10 is off 5.7%; 10 + 0.6
        facts = EXAMPLUMAB | {"concentration": {"highest": "1 mg/mL", "source": "A label"}}
        made = only(measured(facts, dose="106 mg", volume="106 mL", asks="10 %"))
        assert fills(made.draw_with) == [(10, 10), (1, F(6, 10))]
        assert made.concentration == parse("1 mg/mL")


class TestWhatIsRefused:
    def refused(self, **order: Any) -> tuple[str, str]:
        with pytest.raises(UnusableOrder) as caught:
            measured(**order)
        (problem,) = caught.value.problems
        return problem.path, problem.sentence

    def test_a_container_that_is_not_on_file(self) -> None:
        place, sentence = self.refused(dose="375 mg", container="213 mL")
        assert place == "container"
        assert "(there: 50 mL, 100 mL, 250 mL, 500 mL, 1,000 mL); write one of these" in sentence

    def test_more_than_five_dilutions(self) -> None:
        # 0.005 mcg / 10 mg/mL = 0.0000005 mL; a 100,000th of the strength would take 0.05 mL
        place, sentence = self.refused(dose="0.005 mcg")
        assert place == "strength"
        assert "Write the strength of a weaker solution that you start from" in sentence


class TestBagsThatExist:
    def test_a_full_bag_that_is_not_on_file_is_filled_and_another_is_named(self) -> None:
        # 375 / 10 = 37.5 mL: 30 + 7.6. 250 - 37.5 = 212.5 mL is no bag: 212.4 = 4 x 50 + 10 + 2.4
        made = only(measured(dose="375 mg", technique="add to bag"))
        assert (made.container, made.no_bag and ml(made.no_bag)) == (None, F(2125, 10))
        assert fills(made.add_with) == [(50, 50, 4), (10, 10), (3, F(12, 5))]
        # A full bag of 250 mL would make 287.6 mL, nearer to 250 than 137.6 mL with one of 100.
        assert made.instead is not None
        assert (ml(made.instead.container), ml(made.instead.final_volume)) == (250, F(2876, 10))

    def test_the_bag_named_keeps_to_the_concentrations_on_file(self) -> None:
        # 375 / 287.5 = 1.3 mg/mL is below 2; 375 / 137.5 = 2.7 mg/mL
        facts = EXAMPLUMAB | {"concentration": {"lowest": "2 mg/mL", "source": "A label"}}
        made = only(measured(facts, dose="375 mg", technique="add to bag"))
        assert made.instead is not None
        assert ml(made.instead.container) == 100

    def test_a_full_bag_on_file_is_taken(self) -> None:
        # 250 + 37.5
        made = only(measured(dose="375 mg", technique="add to bag", volume="287.5 mL"))
        assert (made.container and ml(made.container), made.no_bag) == (250, None)
