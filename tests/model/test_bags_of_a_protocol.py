"""The bags of a protocol have names of their own, and the one that holds the rest is used."""

import pytest
from pydantic import ValidationError

from tests.planning.making import protocol

A = {"name": "A", "volume": "100 mL", "concentration": "1 mg/mL"}


def test_two_bags_of_one_name_are_refused_at_the_second() -> None:
    with pytest.raises(ValidationError, match="A is the name of an earlier bag"):
        protocol({"bag": "A", "give": "bag", "over": "1 h"}, bags=(A, A), parameters={})


def test_a_second_bag_that_holds_the_rest_and_that_no_step_uses_is_refused() -> None:
    rest = {"name": "B", "volume": "100 mL", "holds": "rest"}
    with pytest.raises(ValidationError, match="is rest, but no step uses B"):
        protocol({"bag": "A", "give": "bag", "over": "1 h"}, bags=(A, rest), parameters={})


def test_the_only_bag_is_used_without_being_named() -> None:
    rest = {"name": "A", "volume": "100 mL", "holds": "rest"}
    made = protocol({"give": "rest", "over": "1 h"}, bags=(rest,), parameters={})
    assert len(made.bags) == 1
