"""Which digits of a table are taken to the last one, and which for rounded."""

from fractions import Fraction as F

from rechallenge.audit.digits import Reading
from rechallenge.audit.roles import Role
from rechallenge.audit.understanding import understand

from .pasted import audited, table


def test_what_a_person_says_of_a_column_goes_before_what_its_digits_look_like() -> None:
    found = understand(table("Step|Volume (mL)|Time (min)\n1|0.5|15\n2|1.25|15"))
    # 0.5 mL may be 0.50 mL without its zero: half of 0.01 mL.
    assert Reading.of(found, by_column=True).halves == {Role.VOLUME: F("0.005")}
    found.digits = {Role.VOLUME: "rounded"}
    assert Reading.of(found, by_column=True).halves == {}


def test_rates_that_are_printed_to_one_digit_throughout_are_rounded() -> None:
    rows = "Step|Rate (mL/h)|Time (min)|Volume (mL)\n1|{}|60|15.00\n2|16.7|60|16.67"
    # 16.7 mL/h stand for 16.65 to 16.75 mL/h beside 15.0 mL/h, and for themselves beside 15 mL/h.
    assert audited(rows.format("15.0")).slips == ()
    (slip,) = audited(rows.format("15")).slips
    assert [claim.code for claim in slip.claims] == ["rate-time"]
