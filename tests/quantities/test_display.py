"""Showing quantities by the ISMP list and the NHS medication line, rule by rule."""

import locale
import os
import subprocess
import sys
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rechallenge.quantities import (
    KG,
    MG,
    MIN,
    ML,
    PLAIN,
    UNITS,
    Kind,
    in_shown_units,
    parse,
    quantity,
    unit_of,
)
from rechallenge.quantities.display import display, display_number, exact_number, unit_label
from tests.tiers import slow_but

F = Fraction
NAMES = ("mg", "g", "mcg", "ug", "\u00b5g", "\u03bcg", "ng", "mL", "L", "min", "s", "h", "day",
         "units", "unit", "kg", "m2", "cm", "m", "%", *(k.unit for k in Kind))  # fmt: skip
NUMBERS = st.fractions() | st.fractions(-1, 1) | st.decimals(-(10**9), 10**9, places=5).map(F)
READABLE = st.integers(0, 10**18 - 1).map(lambda n: F(n, 10**9)) | st.builds(
    lambda n, places: F(n, 10**places), st.integers(0, 10**6), st.integers(0, 6)
)


def mg(number: Fraction | int | str) -> str:
    return display(quantity(F(number), MG))


def back(text: str) -> Fraction:
    """The value of a shown number, by Fraction's own reading."""
    return F(text.removeprefix("~").replace(",", ""))


# The rules


def test_medi_015_no_trailing_zero() -> None:
    shown = [mg(number) for number in ("5.0", "2.50", "10", "100", "0")]
    assert shown == ["5 mg", "2.5 mg", "10 mg", "100 mg", "0 mg"]


def test_medi_016_a_leading_zero() -> None:
    assert (mg("1/2"), mg("1/40")) == ("0.5 mg", "0.025 mg")


@pytest.mark.parametrize(
    ("number", "text"),
    [("999", "999 mg"), ("999.5", "999.5 mg"), ("1000", "1,000 mg"), ("1250.25", "1,250.25 mg"),
     ("1000000", "1,000,000 mg"), ("0.0001234", "~0.123 mcg"), ("0.12345", "~0.123 mg")],
)  # fmt: skip
def test_medi_017_a_comma_from_1000_and_none_among_decimals(number: str, text: str) -> None:
    assert mg(number) == text


def test_ismp_micrograms_are_mcg() -> None:
    shown = {display(parse(f"5 {name}")) for name in ("mcg", "ug", "\u00b5g", "\u03bcg")}
    assert shown == {"5 mcg"}


def test_ismp_millilitres_are_written_with_a_capital_l_and_units_in_full() -> None:
    assert display(parse("5 mL")) == "5 mL"
    assert display(parse("5 units/mL")) == "5 units/mL"


@pytest.mark.parametrize("text", ["1 unit", "0 units", "2 units", "0.5 units", "1.5 units"])
def test_one_unit_is_singular_and_any_other_number_plural(text: str) -> None:
    assert display(quantity(F(text.split()[0]), UNITS)) == text


@pytest.mark.parametrize("name", [n for n in NAMES if n != "%"])
def test_medi_041_one_space_before_the_unit(name: str) -> None:
    number, unit = display(parse(f"5{name}")).split(" ")
    assert number == "5"
    assert unit.isascii()


def test_medi_024_no_full_stop_after_the_unit() -> None:
    assert not any(display(parse(f"5 {name}")).endswith(".") for name in NAMES)


def test_a_plain_number_has_no_unit_and_a_share_has_a_percent_sign() -> None:
    assert display(quantity(F(5, 2), PLAIN)) == "2.5"
    assert display(parse("50 %")) == "50%"


@pytest.mark.parametrize(
    ("number", "text"),
    # More than three decimals of mg: mcg. More than three of mcg: ng.
    [("0.0001", "0.1 mcg"), ("0.0075", "7.5 mcg"), ("0.01875", "18.75 mcg"), ("0.075", "0.075 mg"),
     ("0.0005", "0.5 mcg"), ("0.001", "0.001 mg"), ("0.00000075", "0.75 ng"),
     ("0.0000005", "0.5 ng"), ("0.00001", "0.01 mcg"), ("1/30", "~33.333 mcg"),
     ("-0.0075", "-7.5 mcg"), ("1.23456", "~1.235 mg"), ("100.0001", "~100 mg")],
)  # fmt: skip
def test_medi_014_a_smaller_unit_where_mg_would_need_four_decimals(number: str, text: str) -> None:
    assert mg(number) == text
    for unit in ("mg/mL", "mg/h", "mg/kg/min", "mg/m2"):
        shown = display(F(number) * parse(f"1 {unit}"))
        assert shown == text + unit.removeprefix("mg")


@given(NUMBERS, st.integers(0, 9))
def test_no_amount_of_drug_has_four_decimals_in_mg_or_mcg(number: Fraction, places: int) -> None:
    value, unit = mg(number).split(" ")
    assert unit == "ng" or len(value.partition(".")[2]) <= 3


def test_volumes_times_and_units_keep_their_unit() -> None:
    small = [display(quantity(F(1, 10**4), unit)) for unit in (ML, MIN, UNITS, KG)]
    assert small == ["0.0001 mL", "0.0001 min", "0.0001 units", "0.0001 kg"]


def test_of_amounts_under_each_other_none_in_mg_is_smaller_than_one_in_mcg() -> None:
    doses = [quantity(F(n), MG) for n in ("0.0375", "0.075", "0.15", "0.1", "0")]
    assert [*map(display, in_shown_units(doses))] == ["37.5 mcg", "75 mcg", "0.15 mg", "0.1 mg",
                                                      "0 mg"]  # fmt: skip
    in_mg = [quantity(F(n), MG) for n in ("0.01", "0.03", "0.05", "0.1")]
    assert [*map(display, in_shown_units(in_mg))] == ["0.01 mg", "0.03 mg", "0.05 mg", "0.1 mg"]


@given(st.lists(st.fractions(0, 2) | st.fractions(0, F(1, 1000)), min_size=1, max_size=6))
def test_a_column_of_amounts_that_rises_never_steps_back_to_a_smaller_unit(
    numbers: list[Fraction],
) -> None:
    column = in_shown_units(quantity(n, MG) for n in sorted(numbers) if n)
    units = [("ng", "mcg", "mg").index(display(one).split(" ")[1]) for one in column]
    assert units == sorted(units)
    assert column == [quantity(n, MG) for n in sorted(numbers) if n]


@pytest.mark.parametrize("number", [F(1, 10**12), F(1, 3 * 10**12), F(10**30), F(-1, 10**12)])
def test_ismp_never_an_exponent_and_never_0_for_an_amount_that_is_not(number: Fraction) -> None:
    for text in (mg(number), display(quantity(number, ML))):
        shown = text.split(" ")[0]
        assert "e" not in shown.lower()
        assert back(shown) != 0


def test_a_very_small_amount_keeps_three_digits() -> None:
    assert (mg("1/3000000"), mg("2/30000")) == ("~0.333 ng", "~66.667 ng")
    volumes = [display(quantity(F(number), ML)) for number in ("1/3000000", "2/30000")]
    assert volumes == ["~0.000000333 mL", "~0.0000667 mL"]


@pytest.mark.parametrize(
    ("number", "text"),
    [("1.2345", "~1.235"), ("-1.2345", "~-1.235"), ("1000.0005", "~1,000.001"), ("1.9996", "~2"),
     ("1.2344", "~1.234"), ("125/48", "~2.604"), ("-0.0004", "-0.0004"), ("999.9996", "~1,000")],
)  # fmt: skip
def test_a_value_is_rounded_half_away_from_zero_and_marked(number: str, text: str) -> None:
    assert display_number(F(number)) == text


@pytest.mark.parametrize(
    ("number", "places", "text"),
    [("100.5", 0, "~101"), ("-100.5", 0, "~-101"), ("2.25", 0, "2.25"), ("2/3", 0, "~0.667"),
     ("12.25", 1, "~12.3"), ("99.4", 0, "99.4"), ("1234.5678", 2, "~1,234.57")],
)  # fmt: skip
def test_fewer_places_still_keep_three_digits(number: str, places: int, text: str) -> None:
    assert display_number(F(number), places) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(F(125, 48), "125/48"), (F(1, 8), "0.125"), (F(1, 1024), "0.0009765625"), (F(1000), "1000"),
     (F(1, 3), "1/3"), (F(-5, 2), "-2.5"), (F(12345678), "12345678"), (F(0), "0")],
)  # fmt: skip
def test_an_exact_number_is_written_in_full(number: Fraction, text: str) -> None:
    assert exact_number(number) == text


@pytest.mark.parametrize("written", ["mg/kg/h", "mg/kg/min", "units/kg/day", "mL/kg/h", "mg/m2"])
def test_a_unit_is_shown_in_the_order_it_is_spoken(written: str) -> None:
    above, *below = written.split("/")
    backwards = "/".join([above, *reversed(below)])
    assert unit_label(parse(f"5 {backwards}")) == written


# For every number


@given(NUMBERS, st.integers(0, 9))
def test_shown_is_within_half_a_unit_of_the_last_place(number: Fraction, places: int) -> None:
    assert abs(back(display_number(number, places)) - number) <= F(1, 2 * 10**places)


@given(NUMBERS, st.integers(0, 9))
def test_the_first_three_digits_are_never_lost(number: Fraction, places: int) -> None:
    assert 200 * abs(back(display_number(number, places)) - number) <= abs(number)


@given(NUMBERS, st.integers(0, 9))
def test_rounded_values_are_marked_and_unrounded_never(number: Fraction, places: int) -> None:
    text = display_number(number, places)
    assert text.startswith("~") == (back(text) != number)


@given(NUMBERS, st.integers(0, 9))
def test_every_number_has_the_form_of_the_rules(number: Fraction, places: int) -> None:
    digits = display_number(number, places).removeprefix("~").removeprefix("-")
    whole, _, part = digits.partition(".")
    assert whole == f"{int(whole.replace(',', '')):,}"
    assert digits.isascii()
    assert "." not in digits or (part.isdigit() and part[-1] != "0")


@given(READABLE, st.sampled_from(NAMES), st.integers(0, 9))
def test_what_is_shown_unrounded_is_read_back(number: Fraction, name: str, places: int) -> None:
    amount = number * parse(f"1 {name}")
    text = display(amount, places, grouped=False)
    if not text.startswith("~"):
        assert parse(text) == amount
        assert parse(display(amount, places), commas=True) == amount
    assert parse(display(amount, 9, grouped=False)) == amount


def test_body_grams_are_shown_as_g_and_read_back_as_a_weight() -> None:
    assert display(quantity(950, unit_of({"body_g": 1}))) == "950 g"
    assert display(parse("950 g", Kind.BODY_MASS)) == "950 g"


# The locale


def test_a_locale_with_decimal_commas_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    german = {**locale.localeconv(), "decimal_point": ",", "thousands_sep": ".", "grouping": [3, 0]}
    monkeypatch.setattr(locale, "localeconv", lambda: german)
    assert mg("1250.5") == "1,250.5 mg"
    assert parse("1250.5 mg").magnitude == F(2501, 2)


@pytest.mark.parametrize(
    "name", slow_but(["de_DE.UTF-8"], ["C", "C.UTF-8", "de_DE.UTF-8", "ar_EG.UTF-8"])
)
def test_the_environment_changes_nothing(name: str) -> None:
    code = """if True:
        import contextlib, locale
        from rechallenge.quantities import display, parse
        with contextlib.suppress(locale.Error):
            locale.setlocale(locale.LC_ALL, "")
        print(display(parse("1250.5 mg/h")), display(parse("5 \\u00b5g")))"""
    environment = {**os.environ, "LC_ALL": name, "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "1,250.5 mg/h 5 mcg\n"
