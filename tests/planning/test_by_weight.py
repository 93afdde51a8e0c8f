"""Amounts that depend on the patient's weight: where it ends, bands, and volumes of diluent."""

from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from rechallenge.files.facts import facts_for
from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.files.reading import read_protocol
from rechallenge.model.bands import ByWeight
from rechallenge.model.finding import Refused
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan
from rechallenge.model.problems import UnusableOrder
from rechallenge.planning import bags
from rechallenge.planning.order import dose_context
from rechallenge.planning.order.body import weight_of
from rechallenge.quantities import parse
from rechallenge.service.making import make_plan
from tests.planning.making import planned, protocol

BY_WEIGHT = {
    "by": "weight",
    "bands": (
        {"to": "20 kg", "value": "3 mL/kg"},
        {"to": "40 kg", "value": "100 mL"},
        {"value": "200 mL"},
    ),
}
GIVE_BAG = {"bag": "A", "give": "bag", "over": "1 h"}


def of_diluent(**order: Any) -> Plan:
    """10 mg/kg added to a volume of diluent by weight, up to 100 kg."""
    return planned(
        GIVE_BAG,
        dosing={"weight_at_most": "100 kg"},
        parameters={"diluent": BY_WEIGHT},
        bags=({"name": "A", "diluent": "$diluent", "holds": "10 mg/kg"},),
        order={"volume": None, "strength": "50 mg/mL", **order},
    )


def volume_and_drug(plan: Plan) -> tuple[str, str]:
    (bag,) = plan.bags
    return f"{bag.volume.magnitude} mL", f"{bag.drug.magnitude} mg"


@pytest.mark.parametrize(
    ("weight", "dose", "volume"),
    [
        # 3 mL/kg and 10 mg/kg / 50 mg/mL = 0.2 mL/kg
        ("10 kg", "100 mg", "32 mL"),
        ("20 kg", "200 mg", "64 mL"),
        ("20.1 kg", "201 mg", "5201/50 mL"),
        ("40 kg", "400 mg", "108 mL"),
        ("41 kg", "410 mg", "1041/5 mL"),
        ("100 kg", "1000 mg", "220 mL"),
        ("150 kg", "1000 mg", "220 mL"),
    ],
)
def test_a_band_holds_up_to_its_end_and_the_drug_comes_on_top_of_the_diluent(
    weight: str, dose: str, volume: str
) -> None:
    assert volume_and_drug(of_diluent(dose=dose, weight=weight)) == (volume, dose)


def test_the_plan_shows_the_value_and_the_band_it_was_taken_from() -> None:
    plan = of_diluent(dose="300 mg", weight="30 kg")
    band = plan.bands["diluent"]
    assert plan.parameters["diluent"] == parse("100 mL")
    assert (band.above, band.up_to) == (parse("20 kg"), parse("40 kg"))


def test_an_order_may_set_what_the_protocol_has_by_weight() -> None:
    plan = of_diluent(dose="300 mg", weight="30 kg", settings={"diluent": "150 mL"})
    assert volume_and_drug(plan) == ("156 mL", "300 mg")
    assert plan.bands == {}


@pytest.mark.parametrize(
    ("order", "place", "says"),
    [
        ({"dose": "300 mg", "weight": None}, "weight", "the protocol has diluent by weight"),
        ({"dose": "300 mg", "weight": "30 kg", "strength": None}, "strength", "as supplied"),
        ({"dose": "300 mg", "weight": "30 kg", "strength": "5 units/mL"}, "strength", "in one"),
    ],
)
def test_what_a_volume_by_weight_needs_is_asked_for(
    order: dict[str, Any], place: str, says: str
) -> None:
    with pytest.raises(UnusableOrder) as refused:
        of_diluent(**order)
    assert [p.path for p in refused.value.problems] == [place]
    assert says in str(refused.value)


def test_an_order_above_the_weight_that_the_protocol_doses_by_is_not_lowered_but_refused() -> None:
    with pytest.raises(Refused) as refused:
        of_diluent(dose="10 mg/kg", weight="150 kg")
    assert "dose-not-delivered" in str(refused.value)
    assert refused.value.findings[0].numbers["weight_at_most"] == parse("100 kg")


def test_a_patient_of_just_the_weight_that_the_protocol_doses_by_is_not_above_it() -> None:
    # 10 mg/kg are 1,000 mg, of which half is given, for whatever reason.
    with pytest.raises(Refused) as refused:
        of_diluent(dose="20 mg/kg", weight="100 kg")
    assert "weight_at_most" not in refused.value.findings[0].numbers


@pytest.mark.parametrize(
    ("written", "start"),
    [
        ({"rate": "0.1 mL/kg/min", "over": "5 min"}, "50 mL"),
        ({"give": "0.5 mL/kg", "over": "5 min"}, "50 mL"),
        ({"rate": "1 mg/kg/h", "over": "30 min"}, "5 mL"),
    ],
)
def test_rates_and_amounts_per_kg_end_at_that_weight_too(
    written: dict[str, str], start: str
) -> None:
    plan = planned(
        written,
        {"give": "rest", "over": "1 h"},
        dosing={"weight_at_most": "100 kg"},
        order={"dose": "1000 mg", "weight": "150 kg"},
    )
    assert plan.steps[0].volume == parse(start)
    (ends, *_) = plan.steps[0].working
    assert ends.gives == "dosing_weight"
    assert (ends.left, ends.result) == (parse("150 kg"), parse("100 kg"))


def test_the_rest_of_the_dose_comes_on_top_of_its_diluent_too() -> None:
    plan = planned(
        {"bag": "A", "give": "bag", "over": "1 h"},
        {"bag": "B", "give": "bag", "over": "1 h"},
        parameters={},
        bags=(
            {"name": "A", "diluent": "50 mL", "holds": "10 mg"},
            {"name": "B", "diluent": "100 mL", "holds": "rest"},
        ),
        order={"volume": None, "strength": "10 mg/mL"},
    )
    assert [bag.volume.magnitude for bag in plan.bags] == [51, 109]
    assert [step.dose.magnitude for step in plan.steps] == [10, 90]


def acetylcysteine(dose: str, weight: str, **order: str) -> Plan:
    read = read_protocol("acetylcysteine-3-bag")
    stated = Order.model_validate({"dose": dose, "weight": weight, **order})
    return make_plan(read, stated, facts_for(read, stated, Shelves(shipped_folder())))


def test_the_strength_of_the_drug_file_is_taken_where_the_order_states_none() -> None:
    # 15,000 mg / 200 mg/mL = 75 mL; / 100 mg/mL = 150 mL
    assert acetylcysteine("300 mg/kg", "100 kg").bags[0].volume == parse("275 mL")
    ordered = acetylcysteine("300 mg/kg", "100 kg", strength="100 mg/mL")
    assert ordered.bags[0].volume == parse("350 mL")


def test_each_bag_of_diluent_is_made_from_a_bag_of_that_volume() -> None:
    made = acetylcysteine("300 mg/kg", "30 kg").preparation
    containers = [one.container for one in made]
    assert containers == [parse("100 mL"), parse("250 mL"), parse("500 mL")]


# The proof does not take these from the plan


def refused_by_proof() -> set[str]:
    with pytest.raises(Refused) as refused:
        of_diluent(dose="1500 mg", weight="150 kg")
    assert {f.code for f in refused.value.findings} == {"proof-mismatch"}
    return {f.where for f in refused.value.findings}


def test_a_weight_that_does_not_end_is_refused_by_the_proof(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    by_weight = weight_of
    monkeypatch.setattr(
        dose_context, "_dosing_weight", lambda context, *_: by_weight(context.order, "")
    )
    assert "bags[0].drug" in refused_by_proof()


def test_a_drug_that_takes_no_room_is_refused_by_the_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    def diluent_alone(written: Any, place: Any, drug: Any, context: Any, log: Any) -> Any:
        return parse("200 mL")

    monkeypatch.setattr(bags, "_volume", diluent_alone)
    with pytest.raises(Refused) as refused:
        of_diluent(dose="1000 mg", weight="100 kg")
    assert "bags[0].volume" in {f.where for f in refused.value.findings}


def test_the_value_of_another_band_is_refused_by_the_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    lightest = ByWeight.at
    monkeypatch.setattr(ByWeight, "at", lambda self, _: lightest(self, parse("1 kg")))
    with pytest.raises(Refused) as refused:
        of_diluent(dose="300 mg", weight="30 kg")
    assert "parameters.diluent" in {f.where for f in refused.value.findings}


# What is wrong in a file


@pytest.mark.parametrize(
    ("bands", "says"),
    [
        ([("20 kg", "1 mL"), ("40 kg", "2 mL")], "must have no end"),
        ([("40 kg", "1 mL"), ("20 kg", "2 mL"), (None, "3 mL")], "is not above 40 kg"),
        ([("20 kg", "1 mL"), (None, "2 mL"), (None, "3 mL")], "only the last band may have no end"),
        ([(None, "3 mL")], "two bands or more"),
        ([("20 mL", "1 mL"), (None, "3 mL")], "a body weight is needed"),
    ],
)
def test_bands_that_leave_a_weight_open_are_refused(
    bands: list[tuple[str | None, str]], says: str
) -> None:
    entries = tuple({"value": v} | ({"to": to} if to else {}) for to, v in bands)
    written = {"by": "weight", "bands": entries}
    with pytest.raises(ValidationError, match=says):
        protocol(GIVE_BAG, parameters={"diluent": written})


@pytest.mark.parametrize(
    ("bag", "says"),
    [
        ({"name": "A"}, "or the diluent"),
        ({"name": "A", "volume": "50 mL", "diluent": "50 mL"}, "keep one of them"),
        ({"name": "A", "diluent": "50 mL", "concentration": "1 mg/mL"}, "write holds"),
        ({"name": "A", "diluent": "50 mL", "dilution": "1/10"}, "write holds"),
    ],
)
def test_a_bag_states_its_volume_once(bag: dict[str, str], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        protocol(GIVE_BAG, bags=(bag,))


@pytest.mark.parametrize(
    ("dosing", "says"),
    [
        ({}, "is empty"),
        ({"source": "A label"}, "is empty"),
        ({"weights": {}}, "states no weight"),
        ({"weights": {"from": "50 kg", "to": "40 kg"}}, "is below from, 50 kg"),
        ({"weights": {"form": "50 kg"}}, "did you mean from"),
        ({"weight_at_most": "100"}, "no unit"),
        ({"dose": "5 mg/h"}, "also per kg or per m2"),
    ],
)
def test_a_dosing_that_says_nothing_or_the_impossible_is_refused(
    dosing: dict[str, Any], says: str
) -> None:
    with pytest.raises(ValidationError, match=says):
        protocol({"give": "rest", "over": "1 h"}, dosing=dosing)


def test_a_share_of_the_full_rate_may_be_by_weight() -> None:
    bands = ({"to": "40 kg", "value": "1/20"}, {"value": "1/10"})
    first = {"by": "weight", "bands": bands}
    plan = planned(
        {"rate": "$first", "over": "30 min"},
        {"give": "rest", "over": "1 h"},
        parameters={"volume": "required", "full_rate": "100 mL/h", "first": first},
        order={"weight": "40 kg"},
    )
    assert plan.parameters["first"] == Fraction(1, 20)
    assert plan.steps[0].rate == parse("5 mL/h")
