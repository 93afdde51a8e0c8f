"""How each bag is made: three techniques, overfill, vials and serial dilution, worked by hand."""

from fractions import Fraction as F
from typing import Any

import pytest

from rechallenge.model.drug import DrugFacts
from rechallenge.model.making_up import Vial
from rechallenge.model.on_file import OnFile
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan
from rechallenge.model.preparation import Preparation
from rechallenge.model.problems import UnusableOrder
from rechallenge.planning.preparation.bench import vials_for
from rechallenge.quantities import Quantity, parse
from rechallenge.service.making import make_plan
from tests.planning.making import protocol

STRENGTH = "12.5 mg/mL"
VIAL = {"concentration": STRENGTH, "source": "A label"}
ONE_HOUR = {"give": "rest", "over": "1 h"}


def on_file(**facts: Any) -> OnFile:
    """A drug file of these facts for the drug that the orders here name."""
    written = {key: tuple(v) if isinstance(v, list) else v for key, v in facts.items()}
    return OnFile(drugs=(DrugFacts.model_validate({"name": "examplumab"} | written),))


def plan_of(file: OnFile | None = None, bags: Any = None, **order: Any) -> Plan:
    """The plan of 375 mg in 250 mL over an hour, or as the order states."""
    stated = {"dose": "375 mg", "volume": "250 mL", "drug": "examplumab"} | order
    more = {} if bags is None else {"bags": bags, "parameters": {}}
    steps: list[dict[str, str]] = [ONE_HOUR]
    if bags is not None:
        del stated["volume"]
        steps = [{"bag": bag["name"], "give": "bag", "over": "1 h"} for bag in bags]
    made = protocol(*steps, **more)
    return make_plan(made, Order.model_validate(stated), file or OnFile())


def made(file: OnFile | None = None, **order: Any) -> Preparation:
    (preparation,) = plan_of(file, **order).preparation
    return preparation


def ml(value: Quantity | None) -> object:
    """The volume in mL, to be compared with a number."""
    return None if value is None else F(value.to("mL").magnitude)


def per_ml(value: Quantity) -> F:
    return F(value.to("mg/mL").magnitude)


def refused(**order: Any) -> tuple[str, str]:
    with pytest.raises(UnusableOrder) as caught:
        plan_of(**order)
    (problem,) = caught.value.problems
    return problem.path, problem.sentence


def test_a_plan_that_no_strength_is_stated_for_needs_no_vials() -> None:
    assert plan_of().vials == ()


class TestTheTechniques:
    """375 mg / 12.5 mg/mL = 30 mL of drug."""

    def test_into_a_full_100_ml_bag_130_ml_come_out_at_2_88_mg_per_ml(self) -> None:
        it = made(volume="130 mL", container="100 mL", strength=STRENGTH, technique="add to bag")
        assert (ml(it.draw), ml(it.withdraw), ml(it.add)) == (30, 0, 0)
        assert (ml(it.container), ml(it.final_volume)) == (100, 130)
        assert per_ml(it.concentration) == F(375, 130)  # 2.88...

    def test_after_withdrawing_first_100_ml_remain_at_3_75_mg_per_ml(self) -> None:
        it = made(volume="100 mL", strength=STRENGTH, technique="withdraw first")
        assert (ml(it.draw), ml(it.withdraw), ml(it.add)) == (30, 30, 0)
        assert (ml(it.container), ml(it.final_volume)) == (100, 100)
        assert per_ml(it.concentration) == F(15, 4)

    def test_an_empty_container_is_filled_up_to_the_final_volume(self) -> None:
        it = made(strength=STRENGTH, technique="final volume")
        # 250 - 30 = 220
        assert (it.container, ml(it.draw), ml(it.withdraw), ml(it.add)) == (None, 30, 0, 220)
        assert per_ml(it.concentration) == F(3, 2)

    def test_a_full_container_is_first_brought_down_to_what_the_final_volume_leaves(self) -> None:
        it = made(strength=STRENGTH, technique="final volume", container="250 mL", overfill="15 mL")
        # 250 + 15 + 30 - 250 = 45
        assert (ml(it.container), ml(it.withdraw), ml(it.add)) == (250, 45, 0)

    def test_nothing_is_withdrawn_where_the_full_container_and_the_drug_end_there(self) -> None:
        # 100 + 30 = 130
        it = made(volume="130 mL", container="100 mL", strength=STRENGTH, technique="final volume")
        assert (ml(it.container), ml(it.withdraw), ml(it.add)) == (100, 0, 0)
        assert ml(it.final_volume) == 130
        assert "withdraw" not in [formula.gives for formula in it.working]

    def test_half_a_ml_of_diluent_is_a_bag_to_add_to(self) -> None:
        it = made(volume="30.5 mL", strength=STRENGTH, technique="add to bag")
        assert ml(it.container) == F(1, 2)  # 30.5 - 30

    def test_overfill_is_withdrawn_too_where_the_nominal_volume_is_to_remain(self) -> None:
        it = made(volume="100 mL", strength=STRENGTH, technique="withdraw first", overfill="7 mL")
        assert ml(it.withdraw) == 37  # 30 + 7
        assert ml(it.final_volume) == 100

    def test_overfill_counts_where_drug_is_added(self) -> None:
        it = made(
            volume="137 mL", container="100 mL", overfill="7 mL", strength=STRENGTH,
            technique="add to bag",
        )  # fmt: skip
        assert ml(it.final_volume) == 137  # 100 + 7 + 30

    def test_the_bag_to_add_to_is_worked_out_where_it_is_not_stated(self) -> None:
        it = made(strength=STRENGTH, technique="add to bag", overfill="7 mL")
        assert ml(it.container) == 213  # 250 - 30 - 7
        assert not it.container_stated

    def test_a_volume_that_never_ends_is_ordered_to_the_thousandth(self) -> None:
        # 375 / 21 = 17.857142...: 267.857142... in all
        order: Any = {"container": "250 mL", "strength": "21 mg/mL", "technique": "add to bag"}
        it = made(volume="267.857 mL", **order)
        assert ml(it.final_volume) == 250 + F(375, 21)
        place, sentence = refused(volume="267.856 mL", **order)
        assert place == "container"
        assert "write a final volume of 267.857 mL" in sentence

    def test_drug_that_fills_the_bag_takes_no_diluent(self) -> None:
        it = made(volume="30 mL", strength=STRENGTH, technique="final volume")
        assert (ml(it.draw), ml(it.add)) == (30, 0)

    def test_units_are_prepared_as_mg_are(self) -> None:
        it = made(dose="5000 units", strength="1000 units/mL", technique="final volume")
        assert (ml(it.draw), ml(it.add)) == (5, 245)
        assert it.concentration == parse("20 units/mL")

    def test_each_number_has_its_sum(self) -> None:
        it = made(volume="137 mL", container="100 mL", overfill="7 mL", strength=STRENGTH,
                  technique="add to bag")  # fmt: skip
        assert [f.gives for f in it.working] == [
            "drug_volume", "full_bag", "final_volume", "concentration",
        ]  # fmt: skip


class TestWhatDoesNotComeOut:
    @pytest.mark.parametrize("technique", ["final volume", "withdraw first", "add to bag"])
    def test_more_drug_solution_than_the_bag_holds(self, technique: str) -> None:
        place, sentence = refused(volume="20 mL", strength=STRENGTH, technique=technique)
        assert place == "volume"
        assert "needs 30 mL of drug solution, more than its final volume, 20 mL" in sentence

    def test_a_full_bag_that_holds_another_volume_then(self) -> None:
        place, sentence = refused(container="100 mL", strength=STRENGTH, technique="add to bag")
        assert place == "container"
        assert sentence == (
            "a full 100 mL bag with 30 mL added holds 130 mL, not the 250 mL of Bag 1: write "
            "a final volume of 130 mL, or a final volume of 100 mL with the technique "
            '"withdraw first"'
        )

    def test_a_bag_of_the_protocol_is_not_taken_for_the_ordered_one_because_of_its_name(
        self,
    ) -> None:
        bags = ({"name": "Bag 1", "volume": "250 mL", "holds": "dose"},)
        place, sentence = refused(
            bags=bags, container="100 mL", strength=STRENGTH, technique="add to bag"
        )
        assert place == "container"
        assert "write a volume of 130 mL for Bag 1, or a volume of 100 mL for Bag 1" in sentence
        assert "final volume" not in sentence

    def test_a_container_smaller_than_what_is_withdrawn(self) -> None:
        place, sentence = refused(container="25 mL", strength=STRENGTH, technique="withdraw first")
        assert place == "container"
        assert "30 mL cannot be withdrawn from a bag of 25 mL" in sentence

    def test_withdrawing_first_from_a_bag_of_another_volume(self) -> None:
        place, sentence = refused(container="100 mL", strength=STRENGTH, technique="withdraw first")
        assert place == "container"
        assert "a bag of 100 mL ends at 100 mL" in sentence
        assert "a final volume of 100 mL, or a container of 250 mL" in sentence

    def test_a_container_too_small_for_the_final_volume(self) -> None:
        place, sentence = refused(container="100 mL", strength=STRENGTH, technique="final volume")
        assert place == "container"
        assert "holds 130 mL, not the 250 mL" in sentence

    def test_overfill_of_an_empty_container(self) -> None:
        place, sentence = refused(overfill="7 mL", strength=STRENGTH, technique="final volume")
        assert place == "overfill"
        assert "state that container too" in sentence

    def test_overfill_that_leaves_no_bag_to_add_to(self) -> None:
        place, _ = refused(overfill="220 mL", strength=STRENGTH, technique="add to bag")
        assert place == "overfill"

    def test_a_strength_of_another_kind_than_the_dose(self) -> None:
        place, sentence = refused(strength="10 units/mL", technique="final volume")
        assert place == "strength"
        assert "does not go with a dose in mg" in sentence

    @pytest.mark.parametrize("field", ["container", "overfill", "smallest_draw", "strength"])
    def test_zero(self, field: str) -> None:
        unit = "mg/mL" if field == "strength" else "mL"
        with pytest.raises(ValueError, match="this is zero"):
            Order.model_validate({"dose": "375 mg", field: f"0 {unit}"})


class TestWhatIsOnFile:
    def test_strength_and_technique_come_from_the_drug_file_with_their_sources(self) -> None:
        file = on_file(vials=[VIAL], preparing={"technique": "final volume", "source": "The label"})
        it = made(file)
        assert (it.strength, it.strength_source) == (parse(STRENGTH), "A label")
        assert (it.technique, it.technique_source) == ("final volume", "The label")

    def test_what_the_order_states_stands_before_the_file(self) -> None:
        file = on_file(vials=[VIAL], preparing={"technique": "final volume", "source": "The label"})
        plan = plan_of(file, strength="25 mg/mL", technique="withdraw first")
        (it,) = plan.preparation
        assert (ml(it.draw), it.strength_source) == (15, None)
        codes = [finding.code for finding in plan.findings]
        assert "strength-differs" in codes
        assert "technique-differs" in codes

    def test_agreement_with_the_file_is_no_finding(self) -> None:
        file = on_file(vials=[VIAL], preparing={"technique": "final volume", "source": "The label"})
        plan = plan_of(file, strength=STRENGTH, technique="final volume")
        codes = {finding.code for finding in plan.findings}
        assert not codes & {"strength-differs", "technique-differs", "no-preparation"}

    def test_a_label_that_leaves_the_technique_open_is_never_contradicted(self) -> None:
        file = on_file(preparing={"technique": "to concentration", "source": "The label"})
        plan = plan_of(file, strength=STRENGTH, technique="add to bag")
        assert "technique-differs" not in {finding.code for finding in plan.findings}

    @pytest.mark.parametrize(
        ("vials", "technique", "order", "missing"),
        [
            ([], None, {}, "strength technique"),
            ([STRENGTH], None, {}, "technique"),
            ([STRENGTH], "to concentration", {}, "technique-left-open"),
            ([STRENGTH, "25 mg/mL"], "add to bag", {}, "one-strength"),
            ([STRENGTH], "add to bag", {"dose": "375 units"}, "strength"),
            ([], None, {"technique": "add to bag"}, "strength"),
        ],
    )
    def test_what_is_missing_is_said_and_nothing_is_guessed(
        self, vials: list[str], technique: str | None, order: dict[str, str], missing: str
    ) -> None:
        facts: dict[str, Any] = {
            "vials": [VIAL | {"concentration": strength} for strength in vials],
            "line": [{"says": "A filter", "source": "The label"}],
        }
        if technique:
            facts["preparing"] = {"technique": technique, "source": "The label"}
        plan = plan_of(on_file(**facts), **order)
        assert plan.preparation == ()
        (finding,) = [f for f in plan.findings if f.code == "no-preparation"]
        assert finding.numbers["missing"] == tuple(missing.split())


def size(volume: str, holds: str | None = None) -> Vial:
    """A vial of 10 mg/mL of this volume."""
    mg = parse(volume).magnitude * 10
    return Vial.model_validate(
        {"concentration": "10 mg/mL", "volume": volume, "holds": holds or f"{mg} mg", "source": "A"}
    )


class TestVials:
    @pytest.mark.parametrize(
        ("drawn", "sizes", "opened"),
        [
            ("30 mL", ["10 mL"], {"10 mL": 3}),
            ("30.1 mL", ["10 mL"], {"10 mL": 4}),  # rounded up
            # 50 + 3 x 10 = 80 leaves 8.75; 2 x 50 = 100 would leave 28.75
            ("71.25 mL", ["10 mL", "50 mL"], {"50 mL": 1, "10 mL": 3}),
            # 60 and 6 x 10 both leave none: the fewest
            ("60 mL", ["10 mL", "60 mL"], {"60 mL": 1}),
            # 60 + 15 = 75 and 45 + 15 + 15 = 75 leave 4: two vials
            ("71 mL", ["5 mL", "15 mL", "45 mL", "60 mL"], {"60 mL": 1, "15 mL": 1}),
            ("0.1 mL", ["10 mL", "50 mL"], {"10 mL": 1}),
            # 3 x 6 = 18 leaves 0; 20 or 12 + 6 or 10 + 10 leave more or are the same sum
            ("18 mL", ["6 mL", "10 mL"], {"6 mL": 3}),
            ("24 mL", ["6 mL", "10 mL"], {"6 mL": 4}),  # none over; with a 10 mL vial 26 or 28
            # 3 + 3 and 4 + 1 + 1 are both 6: the fewest, though the largest is not among them
            ("6 mL", ["1 mL", "3 mL", "4 mL"], {"3 mL": 2}),
            ("9000 mL", ["2.5 mL", "4 mL"], {"4 mL": 2250}),
            ("5 mL", [], {}),
        ],
    )
    def test_those_that_leave_the_least_over_and_of_these_the_fewest(
        self, drawn: str, sizes: list[str], opened: dict[str, int]
    ) -> None:
        found = vials_for(parse(drawn), tuple(map(size, sizes)))
        assert {(v.volume, v.count) for v in found} == {
            (parse(volume), count) for volume, count in opened.items()
        }

    def test_no_other_mix_of_vials_leaves_less_or_is_fewer(self) -> None:
        small, large = 4, 10
        for drawn in range(1, 60):
            mixes = [
                (a * small + b * large, a + b)
                for a in range(16)
                for b in range(7)
                if a * small + b * large >= drawn
            ]
            found = vials_for(parse(f"{drawn} mL"), (size("4 mL"), size("10 mL")))
            total = sum(v.count * v.volume.to("mL").magnitude for v in found)
            assert (total, sum(v.count for v in found)) == min(mixes), drawn

    def test_a_size_of_another_strength_is_not_opened(self) -> None:
        file = on_file(vials=[{"concentration": STRENGTH, "holds": "125 mg", "volume": "10 mL",
                               "source": "A label"}])  # fmt: skip
        assert made(file, technique="final volume").vials[0].count == 3
        assert made(file, technique="final volume", strength="25 mg/mL").vials == ()


BAGS = (
    {"name": "A", "volume": "100 mL", "concentration": "0.001 mg/mL"},
    {"name": "B", "volume": "100 mL", "concentration": "0.1 mg/mL"},
    {"name": "C", "volume": "100 mL", "holds": "rest"},
)


class TestSerialDilution:
    def three(self, **order: Any) -> Plan:
        file = on_file(vials=[{"concentration": "10 mg/mL", "holds": "50 mg", "volume": "5 mL",
                               "source": "A label"}])  # fmt: skip
        return plan_of(file, BAGS, dose="100 mg", technique="final volume", **order)

    def test_is_made_where_the_drug_as_supplied_is_less_than_can_be_measured(self) -> None:
        # A: 0.001 mg/mL x 100 mL = 0.1 mg, / 10 mg/mL = 0.01 mL, below 0.1 mL:
        # 1 mL of 10 mg/mL made up to 10 mL of 1 mg/mL; 0.1 mg are 0.1 mL
        first, second, third = self.three().preparation
        (dilution,) = first.dilutions
        assert [ml(v) for v in (dilution.take, dilution.diluent, dilution.make)] == [1, 9, 10]
        assert per_ml(dilution.concentration) == 1
        assert (ml(first.drug_volume), ml(first.draw)) == (F(1, 100), F(1, 10))
        assert ml(first.add) == 100 - F(1, 10)
        assert (second.dilutions, ml(second.draw)) == ((), 1)  # 10 mg / 10 mg/mL
        assert (third.dilutions, ml(third.draw)) == ((), F(899, 100))  # 89.9 mg

    def test_goes_on_until_the_draw_is_large_enough(self) -> None:
        # at least 5 mL: 0.01 -> 0.1 -> 1 -> 10 mL. The last makes 50 mL for these 10 mL, and takes
        # 5 mL of the second, which makes 50 mL too; B draws 10 mL of the first, the second takes 5.
        first, second, _ = self.three(smallest_draw="5 mL").preparation
        assert [ml(d.take) for d in first.dilutions] == [5, 5, 5]
        assert [ml(d.drawn) for d in first.dilutions] == [15, 5, 10]
        assert [ml(d.discarded) for d in first.dilutions] == [35, 45, 40]
        assert [per_ml(d.concentration) for d in first.dilutions] == [1, F(1, 10), F(1, 100)]
        assert ml(first.draw) == 10
        assert ml(first.add) == 90
        assert (len(second.dilutions), ml(second.draw)) == (1, 10)

    def test_exactly_the_limit_is_drawn_as_it_is(self) -> None:
        assert self.three(smallest_draw="0.01 mL").preparation[0].dilutions == ()

    def test_puts_the_exact_drug_into_the_bag(self) -> None:
        for limit in ("0.3 mL", "1 mL", "7 mL"):
            for it in self.three(smallest_draw=limit).preparation:
                held = it.dilutions[-1].concentration if it.dilutions else it.strength
                assert it.draw * held == it.drug
                assert it.draw >= parse(limit)

    def test_is_said_with_the_limit_and_its_source(self) -> None:
        (finding,) = [f for f in self.three().findings if f.code == "draw-too-small"]
        assert finding.where == "preparation[0].draw"
        assert finding.numbers["volume"] == parse("0.01 mL")
        assert finding.numbers["limit"] == parse("0.1 mL")
        assert "CMAJ 2011" in (finding.source or "")

    def test_by_a_limit_of_the_order_has_no_source_but_the_order(self) -> None:
        found = [f for f in self.three(smallest_draw="5 mL").findings if f.code == "draw-too-small"]
        assert [(f.where, f.source) for f in found] == [
            ("preparation[0].draw", None), ("preparation[1].draw", None),
        ]  # fmt: skip

    def test_vials_are_counted_by_what_is_drawn_from_them(self) -> None:
        plan = self.three()
        # 1 + 8.99 mL go into bags; 1 mL into the dilution: 10.99 mL, 3 vials of 5 mL for all
        assert [sum(v.count for v in it.vials) for it in plan.preparation] == [0, 1, 2]
        assert [v.count for v in plan.vials] == [3]

    def test_a_bag_is_prepared_whole_whatever_is_given_of_it(self) -> None:
        bags = ({"name": "A", "volume": "100 mL", "concentration": "10 mg/mL"},)
        written = protocol({"bag": "A", "give": "rest", "over": "1 h"}, bags=bags, parameters={})
        order = Order(dose="375 mg", strength="50 mg/mL", technique="final volume")
        plan = make_plan(written, order)
        assert plan.bags[0].discarded == parse("62.5 mL")
        assert plan.preparation[0].drug == parse("1000 mg")
        assert ml(plan.preparation[0].draw) == 20  # 1,000 mg / 50 mg/mL
