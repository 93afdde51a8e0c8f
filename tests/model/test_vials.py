"""A vial's volume is what it holds divided by its concentration, to the printed decimals."""

import pytest
from pydantic import ValidationError

from rechallenge.model.making_up import Vial


def vial(holds: str, volume: str) -> Vial:
    """A vial of 10 mg/mL."""
    return Vial.model_validate(
        {"holds": holds, "volume": volume, "concentration": "10 mg/mL", "source": "A label"}
    )


@pytest.mark.parametrize(
    ("holds", "volume"),
    # 8.46 mL, and 8.45 and 8.55 mL, are 8.5 mL to one decimal; 0.444 mL is 0.44 mL to two.
    [("84.6 mg", "8.5 mL"), ("84.5 mg", "8.5 mL"), ("85.5 mg", "8.5 mL"), ("4.44 mg", "0.44 mL"),
     ("80 mg", "8 mL")],
)  # fmt: skip
def test_a_volume_may_be_rounded_to_its_own_decimals(holds: str, volume: str) -> None:
    assert vial(holds, volume).volume is not None


@pytest.mark.parametrize(
    ("holds", "volume"),
    [("84.4 mg", "8.5 mL"), ("85.6 mg", "8.5 mL"), ("4.46 mg", "0.44 mL"), ("80.1 mg", "8 mL")],
)
def test_a_volume_beyond_its_rounding_is_refused(holds: str, volume: str) -> None:
    with pytest.raises(ValidationError, match="is not that concentration"):
        vial(holds, volume)
