"""What must hold for every preparation: the drug and the volumes add up, whatever the order."""

from fractions import Fraction as F

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rechallenge.model.making_up import Technique
from rechallenge.model.preparation import Preparation
from rechallenge.quantities import Quantity, exact_number
from tests.planning.making import planned
from tests.random_examples import tries

TECHNIQUES: tuple[Technique, ...] = ("add to bag", "withdraw first", "final volume")
HUNDREDTHS = st.integers(min_value=1, max_value=50_000).map(lambda n: F(n, 100))


def ml(value: Quantity | None) -> F:
    return F(0) if value is None else F(value.to("mL").magnitude)


def prepared(dose: F, strength: F, technique: Technique, overfill: int, least: F) -> Preparation:
    # A bag that always has room: twice the drug, ten times the smallest draw, and the overfill.
    volume = 2 * dose / strength + 10 * least + overfill + 1
    order = {
        "dose": f"{exact_number(dose)} mg",
        "volume": f"{exact_number(F(int(volume) + 1))} mL",
        "strength": f"{exact_number(strength)} mg/mL",
        "technique": technique,
        "smallest_draw": f"{exact_number(least)} mL",
    }
    if overfill and technique != "final volume":
        order["overfill"] = f"{overfill} mL"
    (made,) = planned({"give": "rest", "over": "1 h"}, order=order).preparation
    return made


@settings(max_examples=tries(50), deadline=None)
@given(
    HUNDREDTHS,
    HUNDREDTHS,
    st.sampled_from(TECHNIQUES),
    st.integers(min_value=0, max_value=50),
    st.sampled_from([F(1, 100), F(1, 10), F(1), F(5)]),
)
def test_drug_and_volumes_add_up(
    dose: F, strength: F, technique: Technique, overfill: int, least: F
) -> None:
    assume(dose / strength * 10**5 >= least)  # five dilutions are enough
    it = prepared(dose, strength, technique, overfill, least)
    held = it.dilutions[-1].concentration if it.dilutions else it.strength
    assert F((it.draw * held).to("mg").magnitude) == dose
    assert F((it.concentration * it.final_volume).to("mg").magnitude) == dose
    begun = ml(it.container) + (ml(it.overfill) if it.container is not None else 0)
    assert begun - ml(it.withdraw) + ml(it.add) + ml(it.draw) == ml(it.final_volume)
    assert ml(it.withdraw) <= begun


@settings(max_examples=tries(60), deadline=None)
@given(HUNDREDTHS, HUNDREDTHS, st.sampled_from([F(1, 10), F(1), F(5)]))
def test_a_dilution_is_never_short_and_never_measured_below_the_limit(
    dose: F, strength: F, least: F
) -> None:
    assume(dose / strength * 1000 >= least)
    it = prepared(dose, strength, "final volume", 0, least)
    assert ml(it.draw) >= least
    concentration = F(it.strength.to("mg/mL").magnitude)
    wanted = [ml(d.take) for d in it.dilutions[1:]] + [ml(it.draw)]
    for dilution, next_taken in zip(it.dilutions, wanted, strict=True) if it.dilutions else ():
        assert ml(dilution.take) >= least
        assert ml(dilution.take) + ml(dilution.diluent) == ml(dilution.make) >= next_taken
        drug = ml(dilution.take) * concentration
        concentration = F(dilution.concentration.to("mg/mL").magnitude)
        assert drug == ml(dilution.make) * concentration
