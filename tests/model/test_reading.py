"""What a field takes: kinds, names of parameters, commas, and times near the infusion."""

import pytest

from rechallenge.model.reading import Parameter, Reads, near_the_infusion, typed
from rechallenge.quantities import QuantityError, parse
from rechallenge.quantities.kinds import Kind


def test_a_person_types_an_amount_with_its_comma_and_no_name_of_a_parameter() -> None:
    assert typed(Kind.MASS).read("1,125 mg") == parse("1125 mg")
    with pytest.raises(QuantityError):
        typed(Kind.MASS).read("$first")


def test_a_file_names_parameters_and_has_no_commas() -> None:
    assert Reads((Kind.MASS,)).read("$first") == Parameter("first")
    with pytest.raises(QuantityError, match="comma"):
        Reads((Kind.MASS,)).read("1,125 mg")


def test_a_share_is_read_where_it_is_allowed_alone() -> None:
    with pytest.raises(QuantityError):
        Reads((Kind.MASS,)).read("1/40")


def test_a_lead_of_a_week_is_read_and_a_minute_more_is_not() -> None:
    # 7 x 24 x 60 = 10,080
    week = parse("10080 min")
    assert near_the_infusion(week) == week
    with pytest.raises(ValueError, match="more than a week"):
        near_the_infusion(parse("10081 min"))
