"""From what was ordered to the dose to give."""

from fractions import Fraction as F

import pytest

from rechallenge.model.order import Order
from rechallenge.model.problems import UnusableOrder
from rechallenge.planning.order.body import mosteller
from rechallenge.planning.order.dosing import ordered_dose
from rechallenge.quantities import CM, KG, quantity


def dose(**stated: str) -> F:
    return F(ordered_dose(Order.model_validate(stated)).total.to("mg").magnitude)


def test_a_dose_per_kg_is_multiplied_by_the_weight() -> None:
    assert dose(dose="10 mg/kg", weight="48 kg") == 480
    assert dose(dose="10 mg/kg", weight="48000 g") == 480


def test_a_dose_per_m2_is_multiplied_by_the_surface() -> None:
    assert dose(dose="200 mg/m2", bsa="1.85 m2") == 370


def test_a_dose_in_g_or_mcg_is_the_same_dose() -> None:
    assert dose(dose="0.375 g") == dose(dose="375000 mcg") == dose(dose="375 mg") == 375


@pytest.mark.parametrize(
    ("cm", "kg", "m2"),
    [
        (180, 80, F(2)),  # square root of 4
        (160, 40, F(133, 100)),  # square root of 16/9 = 1.3333
        (170, 70, F(182, 100)),  # square root of 3.30556 = 1.81812
        (150, 50, F(144, 100)),  # square root of 2.08333 = 1.44338
        (175, 70, F(184, 100)),  # square root of 3.40278 = 1.84466
    ],
)
def test_the_surface_by_mosteller_is_rounded_to_2_decimals(cm: int, kg: int, m2: F) -> None:
    assert mosteller(quantity(cm, CM), quantity(kg, KG)).magnitude == m2


def test_a_surface_half_way_between_two_hundredths_is_rounded_up() -> None:
    # 1.005 squared x 3600 = 3636.09 = 363.609 cm x 10 kg, so the square root is 1.005 exactly
    assert mosteller(quantity(F(363609, 1000), CM), quantity(10, KG)).magnitude == F(101, 100)


def test_the_surface_names_its_formula_and_source() -> None:
    order = Order(dose="300 mg/m2", height="180 cm", weight="80 kg")
    surface = ordered_dose(order).body_surface
    assert surface is not None
    assert "Mosteller" in surface.formula
    assert "N Engl J Med 1987;317:1098" in surface.source
    assert dose(dose="300 mg/m2", height="180 cm", weight="80 kg") == 600


@pytest.mark.parametrize(
    ("stated", "field"),
    [
        ({"dose": "10 mg/kg"}, "weight"),
        ({"dose": "10 mg/m2"}, "bsa"),
        ({"dose": "10 mg/m2", "height": "170 cm"}, "weight"),
        ({"dose": "10 mg/m2", "bsa": "1.8 m2", "height": "170 cm"}, "height"),
        ({"dose": "375 mg", "weight": "4800 kg"}, "weight"),
        ({"dose": "375 mg", "weight": "636 kg"}, "weight"),
        ({"dose": "375 mg", "height": "17 m"}, "height"),
        ({"dose": "375 mg", "bsa": "18 m2"}, "bsa"),
    ],
)
def test_what_the_dose_needs_and_no_person_has_is_an_error_at_its_field(
    stated: dict[str, str], field: str
) -> None:
    with pytest.raises(UnusableOrder) as error:
        ordered_dose(Order.model_validate(stated))
    assert [p.path for p in error.value.problems] == [field]


def test_the_heaviest_person_on_record_is_still_a_person() -> None:
    assert dose(dose="1 mg/kg", weight="635 kg") == 635
