"""Several products of one drug, what can be drawn from a vial, how long each keeps, and what the
label of a bag says of giving it."""

from typing import Any

import pytest

from rechallenge.model.finding import Severity
from rechallenge.model.plan import Plan
from rechallenge.model.problems import UnusableOrder
from rechallenge.quantities import parse
from rechallenge.sheet.text.plan import Setting, section_lines
from rechallenge.sheet.view import SectionCode, view_of
from tests.planning.test_preparing import ml, on_file, plan_of

ALPHA = {"product": "Alpha", "concentration": "2 mg/mL", "holds": "100 mg", "volume": "50 mL",
         "source": "Alpha label"}  # fmt: skip
BETA = {"product": "Beta", "concentration": "5 mg/mL", "holds": "100 mg", "volume": "20 mL",
        "source": "Beta label"}  # fmt: skip
GAMMA = BETA | {"product": "Gamma", "source": "Gamma label"}
MADE = {"technique": "final volume", "source": "The label"}


def plan_with(vials: list[dict[str, str]], facts: Any = None, **order: Any) -> Plan:
    return plan_of(on_file(vials=vials, preparing=MADE, **(facts or {})), **order)


def codes(plan: Plan) -> set[str]:
    return {finding.code for finding in plan.findings}


def worksheet(plan: Plan) -> str:
    section = view_of(plan)[SectionCode.PREPARATION]
    return " ".join(" ".join(section_lines(section, Setting())).split())


def refusal(**order: str) -> str:
    with pytest.raises(UnusableOrder) as caught:
        plan_with([ALPHA, BETA], **order)
    return str(caught.value)


class TestWhichProduct:
    def test_an_order_that_names_none_of_several_is_asked_about_it(self) -> None:
        plan = plan_with([ALPHA, BETA])
        (asked,) = [f for f in plan.findings if f.code == "product-not-named"]
        assert asked.severity is Severity.CONFIRM
        assert asked.numbers["products"] == ("Alpha", "Beta")
        assert (plan.preparation, "no-preparation" in codes(plan)) == ((), False)

    @pytest.mark.parametrize("names", [{"product": "Beta"}, {"product": "bETA"},
                                       {"strength": "5 mg/mL"}])  # fmt: skip
    def test_a_product_or_a_strength_that_one_has_is_enough(self, names: dict[str, str]) -> None:
        plan = plan_with([ALPHA, BETA], **names)
        (made,) = plan.preparation
        # 375 mg / 5 mg/mL = 75 mL, from 4 vials of 20 mL
        assert (ml(made.draw), made.product, made.vials[0].count) == (75, "Beta", 4)
        assert "product-not-named" not in codes(plan)
        assert "Product Beta" in worksheet(plan)

    def test_products_of_one_strength_are_asked_about_and_their_vials_not_mixed(self) -> None:
        plan = plan_with([BETA, GAMMA])
        (made,) = plan.preparation
        assert (ml(made.draw), made.product, made.vials, plan.vials) == (75, None, (), ())
        assert "product-not-named" in codes(plan)

    def test_an_unknown_product_names_the_nearest(self) -> None:
        assert refusal(product="Beto") == "product: unknown product Beto; did you mean Beta?"

    def test_a_strength_that_is_not_the_products_is_refused(self) -> None:
        said = refusal(product="Beta", strength="2 mg/mL")
        assert "2 mg/mL is not the strength of Beta, 5 mg/mL" in said


@pytest.mark.parametrize(("product", "allowed"), [("Alpha", ()), ("Beta", ("5% dextrose",))])
def test_each_product_has_its_own_diluents(product: str, allowed: tuple[str, ...]) -> None:
    diluents = [{"name": "5% dextrose", "product": "Beta", "source": "A label"}]
    (made,) = plan_with([ALPHA, BETA], {"diluents": diluents}, product=product).preparation
    assert tuple(diluent.name for diluent in made.diluents) == allowed


def test_a_bag_of_the_drug_alone_is_labelled_as_undiluted() -> None:
    # 375 mg of 5 mg/mL are 75 mL
    facts = {"diluents": [{"name": "5% dextrose", "source": "A label"}]}
    alone = worksheet(plan_with([BETA], facts, volume="75 mL"))
    assert alone.count("Diluent none, undiluted") == 2
    assert "5% dextrose" not in alone
    assert "none, undiluted" not in worksheet(plan_with([BETA], facts, volume="80 mL"))


def test_a_vial_is_counted_by_what_it_holds_and_not_by_its_rounded_volume() -> None:
    # 440 mg / 21 mg/mL = 20.952... mL: two hold 880 mg; of 20.95 mL it would take three
    vial = {"concentration": "21 mg/mL", "holds": "440 mg", "volume": "20.95 mL", "source": "A b"}
    (vials,) = plan_with([vial], dose="880 mg").vials
    assert vials.count == 2


class TestHowLongItKeeps:
    @staticmethod
    def keeps(*entries: dict[str, str], **order: Any) -> Plan:
        stability = [{"at": "25 C", "source": "A label"} | entry for entry in entries]
        return plan_with([ALPHA, BETA], {"stability": stability}, **order)

    def test_only_that_of_the_product_is_on_the_label_and_compared(self) -> None:
        two = ({"time": "30 min", "product": "Alpha", "highest": "4 mg/mL"},
               {"time": "5 h", "product": "Beta", "highest": "4 mg/mL"})  # fmt: skip
        beta, alpha = (self.keeps(*two, product=name) for name in ("Beta", "Alpha"))
        assert "5 h after it is made, at 25 C, Beta" in worksheet(beta)
        assert "30 min" not in worksheet(beta)
        # The plan takes 1 h.
        assert "stability-exceeded" not in codes(beta)
        assert "stability-exceeded" in codes(alpha)

    @pytest.mark.parametrize(("volume", "says"), [("375 mL", "48 h after"), ("250 mL", "not on"),
                                                  ("200 mL", "30 min after")])  # fmt: skip
    def test_each_time_holds_for_its_own_concentrations(self, volume: str, says: str) -> None:
        # 375 mg in 375, 250 and 200 mL: 1, 1.5 and 1.875 mg/mL
        plan = self.keeps({"time": "48 h", "highest": "1 mg/mL"},
                          {"time": "30 min", "lowest": "1.6 mg/mL", "highest": "2 mg/mL"},
                          product="Beta", volume=volume)  # fmt: skip
        assert f"Expires {says}" in worksheet(plan)
        assert ("stability-exceeded" in codes(plan)) is (volume == "200 mL")


def test_filter_light_set_and_line_are_on_the_worksheet_and_on_the_label() -> None:
    said = {key: [{"says": f"About the {key}", "source": "The label"}]
            for key in ("filter", "light", "set", "line")}  # fmt: skip
    text = worksheet(plan_with([BETA], said))
    for row in ("Filter About the filter", "Light About the light", "Set About the set"):
        assert text.count(row) == 2, row
        assert f"{row} (The label)" in text


class TestStartingAgain:
    """The earlier reaction came at 300 mg/h; the plan begins at 375 mg/h."""

    BY_GRADE = ({"grades": ("2",), "advises": "interrupt or slow", "restart": "50 %",
                 "source": "A label"},)  # fmt: skip

    @pytest.mark.parametrize(("grade", "most"), [("2", "150 mg/h"), ("1", "240 mg/h")])
    def test_the_advice_for_the_grade_comes_before_that_for_any(
        self, grade: str, most: str
    ) -> None:
        restart = {"at_most": "80 %", "source": "A label"}
        plan = plan_with([BETA], {"reactions": self.BY_GRADE, "restart": restart},
                         reaction_grade=grade, reaction_rate="300 mg/h")  # fmt: skip
        (asked,) = [f for f in plan.findings if f.code == "restart-above-advice"]
        assert asked.numbers["most"] == parse(most)

    def test_the_sheet_has_it_beside_the_grade(self) -> None:
        plan = plan_with([BETA], {"reactions": self.BY_GRADE})
        lines = section_lines(view_of(plan)[SectionCode.REACTION], Setting())
        text = " ".join(" ".join(lines).split())
        assert "Start again at no more than 50% of the earlier rate." in text
        assert "by grade, as stated above" in text
