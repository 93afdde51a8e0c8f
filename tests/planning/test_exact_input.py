"""Nothing inexact enters an order: floats, other registries, shares above the whole."""

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pint
import pytest
from pydantic import ValidationError

from rechallenge import Order, plan, read_protocol
from rechallenge.model.finding import Refused
from rechallenge.quantities import MG, quantity

from .making import planned, protocol


@pytest.mark.parametrize("factor", [0.3, float("nan"), float("inf")])
def test_a_quantity_that_met_a_float_is_refused(factor: float) -> None:
    with pytest.raises(ValidationError, match="it is not exact"):
        Order(dose=quantity(375, MG) * factor, volume="250 mL")


def test_a_quantity_of_another_registry_is_refused() -> None:
    foreign: Any = pint.UnitRegistry().Quantity(30, "min")
    with pytest.raises(ValidationError, match="it is not exact"):
        Order(dose="375 mg", premed_lead=foreign)


def test_a_quantity_times_a_fraction_is_taken() -> None:
    made = plan(
        read_protocol("cadonilimab-stepwise"),
        Order(dose=quantity(375, MG) * Fraction(1, 3), volume="250 mL"),
    )
    assert made.totals.dose.magnitude == 125


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 21, 9, 0, tzinfo=UTC),
        datetime(2026, 11, 21, 9, 0, 30),
        "2026-11-21 09:00:30",
    ],
)
def test_a_start_is_a_local_time_to_the_minute(moment: datetime | str) -> None:
    with pytest.raises(ValidationError, match="start"):
        Order(dose="375 mg", start=moment)


@pytest.mark.parametrize("written", ["40/1", "3/2"])
def test_a_share_of_more_than_the_whole_is_refused(written: str) -> None:
    parameters = {"volume": "required", "full_rate": "10 mL/h"}
    with pytest.raises(ValidationError, match="more than the whole"):
        protocol({"rate": written, "give": "rest"}, parameters=parameters)
    bag = {"name": "A", "volume": "50 mL", "dilution": written}
    with pytest.raises(ValidationError, match="more than the whole"):
        protocol({"give": "rest", "over": "1 h"}, bags=(bag,))


def test_every_step_of_a_bag_counts_when_it_is_overdrawn() -> None:
    bags = ({"name": "A", "volume": "50 mL", "concentration": "1 mg/mL"},)
    steps = ({"give": "60 mL", "over": "1 h"}, {"give": "40 mL", "over": "1 h"})
    with pytest.raises(Refused, match="bag-overdrawn") as refused:
        planned(*steps, bags=bags, parameters={}, order={"volume": None})
    (finding,) = refused.value.findings
    assert finding.where == "infusion[0]"
    assert str(finding.numbers["drawn"]) == "100 mL"
