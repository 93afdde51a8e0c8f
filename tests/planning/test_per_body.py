"""Amounts and rates per kg and per m2: each is the product with this patient's weight or surface,
wherever it is written."""

from fractions import Fraction
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from rechallenge.model.bag import WrittenBag
from rechallenge.model.finding import Refused
from rechallenge.model.infusion import Infuse, Ramp
from rechallenge.model.on_file import OnFile
from rechallenge.model.order import Order
from rechallenge.model.plan import Plan
from rechallenge.model.problems import UnusableOrder
from rechallenge.model.reading import DOSE_KINDS, RATE_KINDS, VOLUME_KINDS, Reads
from rechallenge.planning.order.strength import highest_rates
from rechallenge.planning.timeline import premedication
from rechallenge.quantities import Kind, Quantity, display, parse, quantity, unit_of
from rechallenge.service.making import make_plan
from rechallenge.sheet.plan_json import plan_json
from tests.checks.on_file import drug
from tests.planning.making import planned, protocol
from tests.random_examples import tries

REST = {"give": "rest", "over": "1 h"}
RAMP = {"rate": "{r}", "increase": "{r}", "every": "10 min", "up_to": "{R}", "give": "rest"}
BAG = {"name": "A", "volume": "100 mL"}
PLACES: dict[str, dict[str, Any]] = {
    "give": {"infusion": ({"give": "{a}", "over": "1 h"}, REST)},
    "give as volume": {"infusion": ({"give": "{v}", "over": "1 h"}, REST)},
    "rate": {"infusion": ({"rate": "{r}", "over": "30 min"}, REST)},
    "rate of volume": {"infusion": ({"rate": "{w}", "over": "30 min"}, REST)},
    "ladder": {"infusion": ({"rates": ("{r}", "{R}"), "every": "10 min"}, REST)},
    "ramp": {"infusion": (RAMP,)},
    "full rate": {
        "infusion": ({"rate": "1/4", "over": "30 min"}, {"rate": "25 %", "give": "rest"}),
        "parameters": {"volume": "required", "full_rate": "{r}"},
    },
    "band": {
        "infusion": ({"rate": "$first", "over": "30 min"}, REST),
        "parameters": {
            "volume": "required",
            "first": {
                "by": "weight",
                "bands": ({"to": "9 kg", "value": "{R}"}, {"value": "{r}"}),
            },
        },
    },
    "holds": {"bags": (BAG | {"holds": "{A}"},), "parameters": {}},
    "bag's volume": {"bags": (BAG | {"volume": "{v}"},), "parameters": {}},
    "diluent": {"bags": ({"name": "A", "diluent": "{v}"},), "parameters": {}},
    "volume": {"parameters": {"volume": "{v}"}},
    "dilution": {
        "parameters": {"volume": "{v}"},
        "bags": ({"name": "A", "volume": "150 mL", "dilution": "1/1"},),
    },
    "premedication": {
        "premedication": ({"drug": "x", "dose": "{a}", "route": "IV", "before": "1 h"},)
    },
}
"""A place for an amount `{a}` or `{A}`, a volume `{v}`, a rate of drug `{r}` or `{R}`, or one of
volume `{w}`."""
NO_VOLUME = ("holds", "bag's volume", "diluent", "volume", "dilution")


def filled(tree: Any, values: dict[str, str]) -> Any:
    if isinstance(tree, dict):
        return {key: filled(value, values) for key, value in tree.items()}
    if isinstance(tree, tuple):
        return tuple(filled(value, values) for value in tree)
    return tree.format(**values)


def made_with(place: str, values: dict[str, str], unit: str = "mg", **order: str) -> Plan:
    """The plan of the place with these values in it, for 100 mg or units."""
    written = {"infusion": (REST,)} | filled(PLACES[place], values)
    stated: dict[str, Any] = {"dose": f"100 {unit}", "strength": f"20 {unit}/mL"} | order
    if place in NO_VOLUME:
        stated["volume"] = None
    return planned(*written.pop("infusion"), order=stated, **written)


def values(per: str, size: Fraction = Fraction(1), unit: str = "mg") -> dict[str, str]:
    """What stands in a place: `per` kg or m2, or multiplied out with `size` where that is empty."""
    numbers = {"a": (2, unit, ""), "A": (60, unit, ""), "v": (20, "mL", ""), "r": (4, unit, "/h"),
               "R": (9, unit, "/h"), "w": (5, "mL", "/h")}  # fmt: skip
    return {
        name: f"{display(quantity(number * size, unit_of({})), 9, grouped=False)} {top}{per}{time}"
        for name, (number, top, time) in numbers.items()
    }


def numbers_of(plan: Plan) -> list[Any]:
    """What is set, given and prepared, without how it was reached."""
    steps = [(s.rate, s.dose_rate, s.duration, s.volume, s.dose) for s in plan.steps]
    bags = [(b.volume, b.drug, b.concentration, b.used, b.discarded) for b in plan.bags]
    return [steps, bags, [(dose.drug, dose.dose) for dose in plan.premedication]]


@pytest.mark.parametrize("unit", ["mg", "units"])
@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=tries(5), deadline=None)
@given(tenths=st.integers(20, 40), per=st.sampled_from(["/kg", "/m2"]))
def test_a_value_per_kg_or_m2_makes_the_plan_of_its_product(
    place: str, unit: str, per: str, tenths: int
) -> None:
    if place == "band" and per == "/kg":
        tenths *= 5  # the band ends at 9 kg
    size = display(quantity(Fraction(tenths, 10), unit_of({})))
    order = {"weight": f"{size} kg", "bsa": "2 m2"}
    if per == "/m2":
        order = {"weight": "10 kg", "bsa": f"{size} m2"}
    stated = made_with(place, values(per, unit=unit), unit, **order)
    product = made_with(place, values("", Fraction(tenths, 10), unit), unit, **order)
    assert numbers_of(stated) == numbers_of(product)


@pytest.mark.parametrize("place", PLACES)
def test_a_value_per_m2_is_that_of_the_surface_from_height_and_weight(place: str) -> None:
    # 180 cm and 80 kg: square root of 180 x 80 / 3600 = 4, so 2 m2.
    by_height = made_with(place, values("/m2"), height="180 cm", weight="80 kg")
    stated = made_with(place, values("/m2"), bsa="2 m2", weight="80 kg")
    assert numbers_of(by_height) == numbers_of(stated)
    surface = by_height.dose.body_surface
    assert surface is not None
    assert surface.area == parse("2 m2")


@pytest.mark.parametrize(
    ("place", "key"),
    # Twice the surface: twice the amount in the first step, or in the bag, or before step 1.
    [("give", "dose"), ("give as volume", "dose"), ("rate", "dose"), ("rate of volume", "dose")],
)
def test_twice_the_surface_doubles_the_amount(place: str, key: str) -> None:
    once, twice = (made_with(place, values("/m2"), bsa=f"{area} m2") for area in ("1.1", "2.2"))
    assert getattr(twice.steps[0], key) == 2 * getattr(once.steps[0], key)


def test_twice_the_surface_doubles_a_bag_and_a_premedication() -> None:
    for place, number in (("holds", 1), ("bag's volume", 0), ("premedication", 1)):
        once, twice = (made_with(place, values("/m2"), bsa=f"{m2} m2") for m2 in ("1.7", "3.4"))
        part = 2 if place == "premedication" else 1
        was, now = (numbers_of(plan)[part][0][number] for plan in (once, twice))
        assert now == 2 * was


def test_a_premedication_per_m2_ends_where_the_protocol_says() -> None:
    # 100 mg/m2 x 2 m2 = 200 mg, at most 150 mg
    dose = {"drug": "x", "dose": "100 mg/m2", "at_most": "150 mg", "route": "IV", "before": "1 h"}
    plan = planned(REST, premedication=(dose,), order={"bsa": "2 m2"})
    assert plan.premedication[0].dose == parse("150 mg")
    ordered = planned(REST, order={"bsa": "2 m2", "premed": "x 100 mg/m2 IV 1 h before"})
    assert ordered.premedication[0].dose == parse("200 mg")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("per", "field"), [("/kg", "weight"), ("/m2", "bsa")])
def test_an_order_without_what_a_value_needs_is_asked_for_it(
    place: str, per: str, field: str
) -> None:
    with pytest.raises(UnusableOrder) as refused:
        made_with(place, values(per), **({"weight": "50 kg"} if per == "/m2" else {}))
    assert [p.path for p in refused.value.problems] == [field]
    assert "is needed" in str(refused.value)


def test_a_height_without_a_weight_asks_for_the_weight() -> None:
    with pytest.raises(UnusableOrder) as refused:
        made_with("rate", values("/m2"), height="170 cm")
    assert [p.path for p in refused.value.problems] == ["weight"]


def test_a_height_too_small_for_a_surface_is_asked_about() -> None:
    # 1 cm and 0.05 kg: square root of 0.05 / 3600 = 0.0037, which is 0 to 2 decimals.
    with pytest.raises(UnusableOrder) as refused:
        planned(REST, order={"height": "1 cm", "weight": "50 g"})
    assert "gives no body surface" in str(refused.value)


def test_the_weight_that_a_protocol_doses_by_leaves_the_surface_alone() -> None:
    # 180 cm and 80 kg are 2 m2; 10 mg/m2/h for 30 min is 10 mg, 1 mg/kg/h by 50 kg 25 mg.
    steps = ({"rate": "10 mg/m2/h", "over": "30 min"}, {"rate": "1 mg/kg/h", "over": "30 min"})
    plan = planned(
        *steps,
        REST,
        dosing={"weight_at_most": "50 kg"},
        order={"height": "180 cm", "weight": "80 kg"},
    )
    assert [display(step.dose) for step in plan.steps[:2]] == ["10 mg", "25 mg"]


def test_the_working_shows_the_product() -> None:
    plan = made_with("rate", values("/m2"), bsa="2 m2")
    first = plan.steps[0].working[0]
    assert (first.left, first.right, first.result) == (
        parse("4 mg/m2/h"),
        parse("2 m2"),
        parse("8 mg/h"),
    )


@pytest.mark.parametrize(("written", "says"), [("101 %", "more than the whole"), ("0 %", "zero")])
def test_a_rate_is_no_more_than_the_full_rate_and_more_than_nothing(
    written: str, says: str
) -> None:
    with pytest.raises(ValidationError, match=says):
        protocol(
            {"rate": written, "over": "1 h"}, parameters={"volume": "1 mL", "full_rate": "1 mL/h"}
        )


def test_a_rate_in_percent_asks_for_the_full_rate_and_uses_it() -> None:
    with pytest.raises(ValidationError, match=r"is a share of \$full_rate"):
        protocol({"rate": "25 %", "over": "1 h"})
    parameters = {"volume": "required", "full_rate": "40 mL/h", "first": "25 %"}
    plan = planned({"rate": "$first", "over": "1 h"}, REST, parameters=parameters,
                   order={"settings": {"full_rate": "80 mL/h"}})  # fmt: skip
    assert plan.steps[0].rate == parse("20 mL/h")


@pytest.mark.parametrize("written", ["mg/m2/h", "mcg/m2/min", "units/m2/h", "mL/m2/h", "mL/m2"])
def test_a_unit_per_m2_is_in_the_saved_plan_as_it_is_written(written: str) -> None:
    top, _, per_time = written.partition("/m2")
    unit = "units" if top == "units" else "mg"
    step = {"rate" if per_time else "give": f"2 {written}", "over": "1 h"}
    plan = planned(step, REST, order={"dose": f"100 {unit}", "bsa": "1.5 m2"})
    assert f'"unit": "{written}"' in plan_json(plan)


def test_a_premedication_without_its_surface_is_refused_by_the_proof(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(premedication, "_for_patient", lambda *_: parse("80 mg"))
    with pytest.raises(Refused) as refused:
        made_with("premedication", values("/m2"), bsa="2 m2")
    assert [f.where for f in refused.value.findings] == ["premedication[0].dose"]


def test_every_kind_of_amount_and_rate_is_known_per_kg_and_per_m2() -> None:
    known = {kind.unit for kind in Kind}
    plain = [kind for kind in (*DOSE_KINDS, *VOLUME_KINDS, *RATE_KINDS)
             if kind.per_body is None]  # fmt: skip
    for kind in plain:
        top, slash, time = kind.unit.partition("/")
        assert {f"{top}/kg{slash}{time}", f"{top}/m2{slash}{time}"} <= known


def test_a_kind_per_kg_or_m2_stands_where_an_amount_of_it_may_stand() -> None:
    steps = {kind for model in (Infuse, Ramp, WrittenBag) for kind in kinds_in(model)}
    for kind in Kind:
        if kind.per_body is not None:
            assert kind in steps, kind


def kinds_in(model: Any) -> set[Kind]:
    found: set[Kind] = set()
    for field in model.model_fields.values():
        for part in (*field.metadata, *inner(field.annotation)):
            found |= set(part.kinds) if isinstance(part, Reads) else set()
    return found


def inner(annotation: object) -> list[object]:
    parts = [*get_args(annotation), *getattr(annotation, "__metadata__", ())]
    return parts + [deeper for part in parts for deeper in inner(part)]


def test_a_highest_rate_on_file_per_m2_is_that_of_the_patient() -> None:
    facts = drug(highest_rates=({"rate": "50 mg/m2/h", "source": "Label"},))
    rates: list[Quantity] = list(highest_rates(Order(dose="1 mg", bsa="1.8 m2"), facts))
    assert [rate.to(parse("1 mg/h").units).magnitude for rate in rates] == [90]
    assert list(highest_rates(Order(dose="1 mg"), facts)) == []


def test_a_rate_above_a_highest_rate_per_m2_is_asked_about() -> None:
    facts = drug(highest_rates=({"rate": "50 mg/m2/h", "source": "Label"},))
    # 100 mg in 1 h; 50 mg/m2/h x 1.9 m2 = 95 mg/h, x 2 m2 = 100 mg/h
    codes = []
    for area in ("1.9 m2", "2 m2"):
        order = Order(dose="100 mg", volume="100 mL", bsa=area, drug="testmab")
        plan = make_plan(protocol(REST), order, OnFile(drugs=(facts,)))
        codes.append("rate-above-usual-highest" in [f.code for f in plan.findings])
    assert codes == [True, False]
