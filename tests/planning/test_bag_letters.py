"""Bags are A, B, C in the order in which the steps use them."""

import pytest

from rechallenge.model.finding import Refused
from rechallenge.planning.bags import letter_of
from rechallenge.proof import proof_of

from .making import planned

BAGS = (
    {"name": "Late", "volume": "100 mL", "concentration": "1 mg/mL"},
    {"name": "Never", "volume": "50 mL", "concentration": "1 mg/mL"},
    {"name": "Early", "volume": "100 mL", "concentration": "0.1 mg/mL"},
)
STEPS = (
    {"bag": "Early", "rate": "10 mL/h", "over": "60 min"},
    {"bag": "Late", "give": "rest", "over": "60 min"},
)


def test_bags_have_letters_in_the_order_of_use_and_one_that_is_not_used_comes_last() -> None:
    of = planned(*STEPS, bags=BAGS, order={"dose": "50 mg", "volume": None}, parameters={})
    assert [(bag.name, bag.letter) for bag in of.bags] == [
        ("Late", "B"), ("Never", "C"), ("Early", "A"),
    ]  # fmt: skip


def test_the_proof_refuses_letters_in_another_order() -> None:
    of = planned(*STEPS, bags=BAGS, order={"dose": "50 mg", "volume": None}, parameters={})
    letters = {"Late": "A", "Never": "C", "Early": "B"}
    bags = tuple(bag.model_copy(update={"letter": letters[bag.name]}) for bag in of.bags)
    with pytest.raises(Refused) as refused:
        proof_of(of.model_copy(update={"bags": bags}))
    assert {finding.where for finding in refused.value.findings} == {
        "bags[0].place", "bags[2].place",
    }  # fmt: skip


def test_after_z_comes_aa() -> None:
    assert [letter_of(place) for place in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip


def test_the_proof_counts_bags_beyond_z() -> None:
    # 1 mg in 1 mL of each.
    bags = tuple(
        {"name": f"Bag {number}", "volume": "1 mL", "concentration": "1 mg/mL"}
        for number in range(1, 29)
    )
    steps = ({"bag": bag["name"], "rate": "10 mL/h", "over": "6 min"} for bag in bags)
    of = planned(*steps, bags=bags, order={"dose": "28 mg", "volume": None}, parameters={})
    assert [bag.letter for bag in of.bags][25:] == ["Z", "AA", "AB"]
    assert of.proof is not None
