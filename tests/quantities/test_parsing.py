"""Reading quantities: `NUMBER UNIT[/UNIT...]` and nothing else (DESIGN section 4)."""

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rechallenge.quantities import Kind, QuantityError, parse, parse_fraction

UNIT_NAMES = ["mg", "g", "mcg", "ug", "ng", "mL", "L", "min", "s", "h", "day", "units", "kg",
              "unit", "m2", "cm", "m", "%", "mg/kg", "mg/m2", "mL/h", "mg/kg/h"]  # fmt: skip


def refusal(text: str, *kinds: Kind) -> QuantityError:
    with pytest.raises(QuantityError) as caught:
        parse(text, *kinds)
    return caught.value


def same(one: str, other: str) -> bool:
    a, b = parse(one), parse(other)
    return a.magnitude == b.magnitude and str(a.units) == str(b.units)


# What is read


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5 mg", Fraction(5)), ("0 mg", Fraction(0)), ("0.1 mg", Fraction(1, 10)),
        ("2.5 mg", Fraction(5, 2)), ("10.125 mg", Fraction(81, 8)),
        ("999999999 mg", Fraction(999_999_999)), ("0.000000001 mg", Fraction(1, 10**9)),
    ],
)  # fmt: skip
def test_a_decimal_is_read_exactly(text: str, number: Fraction) -> None:
    magnitude = parse(text).magnitude
    assert magnitude == number
    assert isinstance(magnitude, Fraction)


@pytest.mark.parametrize("text", ["5mg", " 5 mg ", "5\u00a0mg", "5\u202fmg", "\u00a05 mg\u00a0"])
def test_one_space_none_or_a_no_break_space_stand_between_number_and_unit(text: str) -> None:
    assert same(text, "5 mg")


@pytest.mark.parametrize("written", ["ug", "\u00b5g", "\u03bcg"])
def test_ug_and_both_micro_signs_are_read_as_mcg(written: str) -> None:
    assert same(f"5 {written}", "5 mcg")
    assert same(f"5 {written}/kg", "5 mcg/kg")


@pytest.mark.parametrize(
    ("one", "other"),
    [("1 g", "1000 mg"), ("1 mg", "1000 mcg"), ("1 mcg", "1000 ng"), ("1 L", "1000 mL"),
     ("1 h", "60 min"), ("1 min", "60 s"), ("1 day", "24 h"), ("1 m", "100 cm"),
     ("1 unit", "1 units"), ("1 mg/mL", "1 g/L"), ("1 mL/min", "60 mL/h"),
     ("1 mg/kg/min", "60 mg/kg/h"), ("1 mg/h/kg", "1 mg/kg/h")],
)  # fmt: skip
def test_equal_amounts_in_different_units_are_equal(one: str, other: str) -> None:
    assert parse(one) == parse(other)


# What is refused, and what to write instead: every trap of DESIGN section 4

TRAPS = [
    ("1,000 mg", "thousands", '"1000 mg"'), ("1,250,000 mg", "thousands", '"1250000 mg"'),
    ("1,5 mg", "comma", '"1.5 mg"'), ("0,25 mL/h", "comma", '"0.25 mL/h"'),
    ("1.000,5 mg", "comma", "a point for decimals"),
    (".5 mg", "point", '"0.5 mg"'), (".5mg", "point", '"0.5 mg"'),
    ("5. mg", "point", '"5 mg"'), ("5.mg", "point", '"5 mg"'), ("1.2.3 mg", "point", "one point"),
    ("-5 mg", "sign", '"5 mg"'), ("+5 mg", "sign", '"5 mg"'), ("-0 mg", "sign", '"0 mg"'),
    ("\u22125 mg", "sign", '"5 mg"'), ("\u20135 mg", "sign", '"5 mg"'),
    ("1e3 mg", "powers of ten", "all digits"), ("2.5E-3 mg", "powers of ten", "all digits"),
    ("5**5**5**5 mg", "powers of ten", "all digits"),
    ("\uff15 mg", "digits other than 0 to 9", '"5 mg"'),
    ("\uff11\uff10 mg", "digits other than 0 to 9", '"10 mg"'),
    ("\u0665 mg", "digits other than 0 to 9", "the digits 0 to 9"),
    ("1\u0665 mg", "digits other than 0 to 9", "the digits 0 to 9"),
    ("\u00bd mg", "digits other than 0 to 9", "the digits 0 to 9"),
    ("5 ml", "ml", '"5 mL"'), ("5 ML", "ML", '"5 mL"'), ("5 cc", "cc", '"5 mL"'),
    ("5 ml/h", "ml", '"5 mL/h"'), ("5 mg/ml", "ml", '"5 mg/mL"'),
    ("5 U", "U", '"5 units"'), ("5 IU", "IU", '"5 units"'), ("5 U/kg", "U", '"5 units/kg"'),
    ("5 Mg", "1,000,000 g", '"5 mg"'), ("5 MG", "MG", '"5 mg"'), ("5 Mg/kg", "Mg", '"5 mg/kg"'),
    ("5", "no unit", '"5 mg"'), ("0.5", "no unit", '"0.5 mg"'), ("1,000", "thousands", '"1000 mg"'),
    ("3 7 mg", "more than one number", "one number"), ("5 5 mg", "more than one", "one number"),
    ("5 mg 3", "more than one number", "one number"), ("10 mL/2 h", "more than", "one number"),
    ("1\u00a0000 mg", "more than one number", "one number"),
    ("5 unts", "unts", '"5 units"'), ("5 mgg", "mgg", '"5 mg"'), ("5 KG", "KG", '"5 kg"'),
    ("5 bag", "bag is not a unit known here", "mg, g, mcg"), ("5 drop", "drop", "5 drops"),
    ("5 mg.", "full stop", '"5 mg"'), ("0400 mg", "begin with 0", '"400 mg"'),
    ("00.5 mg", "begin with 0", '"0.5 mg"'), ("5 mg per kg", "slash", '"5 mg/kg"'),
    ("5 mg / kg", "space", '"5 mg/kg"'), ("5\u2009mg", "not a unit", '"5 mg"'),
    ("mg 5", "before the number", "the number, then the unit"), ("", "nothing", "5 mg"),
    ("nan mg", "not a number", "5 mg"), ("inf mg", "not a number", "5 mg"),
    ("mg", "not a number", "5 mg"), ("5 mg\n", "space", '"5 mg"'),
    ("1234567890 mg", "too long", "9 digits"), ("5 kg/kg", "twice", "mg"),
    ("5 mg/units", "not a unit used here", "mg"), ("5 mg/%", "not a unit used here", "mg"),
    ("5 mL/h/%", "not a unit used here", "mg"), ("5 mg/g", "not a unit used here", "mg"),
    ("5 h/min", "not a unit used here", "mg"), ("1e3mg", "powers of ten", "all digits"),
    ("1e3", "powers of ten", "all digits"), ("5\u00b2 mg", "digits other", "the digits 0 to 9"),
    ("5 Lb", "Lb is not a unit", "one of mg"), ("5 M", "M is not a unit", "one of mg"),
    ("10/40", "bare fraction", "its unit"), ("5 mg/2h", "more than one number", "one number"),
    ("-.5 mg", "sign", "without a sign"), (",5 mg", "comma", '"0.5 mg"'),
    ("1,500 mg", "thousands or decimals", '"1500 mg" or "1.5 mg"'),
    ("1,000 \x1b[2Jmg", "comma", "digits"), ("05 \x1b[31mmg", "begin with 0", "first zeros"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wrong", "write"), TRAPS)
def test_a_refusal_says_what_was_read_what_is_wrong_and_what_to_write(
    text: str, wrong: str, write: str
) -> None:
    error = refusal(text)
    assert wrong in error.wrong
    assert write in error.write
    assert all(part in str(error) for part in (error.read, error.wrong, error.write))


@pytest.mark.parametrize("text", [t for t, _, write in TRAPS if write.startswith('"')])
def test_what_is_offered_in_quotes_can_itself_be_read(text: str) -> None:
    parse(refusal(text).write.split('"')[1])


def test_a_comma_before_three_digits_is_refused_and_both_meanings_are_named() -> None:
    error = refusal("1,500 mg")
    assert "thousands" in error.wrong
    assert "decimals" in error.wrong
    assert error.read == "1,500 mg"


@pytest.mark.parametrize(
    ("kind", "offered"), [(Kind.VOLUME_RATE, "5 mL/h"), (Kind.TIME, "5 min"), (Kind.SHARE, "5 %")]
)
def test_a_bare_number_is_offered_the_unit_that_is_wanted(kind: Kind, offered: str) -> None:
    assert f'"{offered}"' in refusal("5", kind).write


@pytest.mark.parametrize(
    "text", ["5", "mg", "1e3", "1e3mg", "0x10 mg", "1_000 mg", "1_000mg", "1'000 mg", "5+5 mg",
             "5 mg + 5 mg", "5 mg*2", "5 mg^2", "5 mg**2", "5 mg/2h", "(5) mg", "5 mg kg", "5 * mg",
             "5**5**5**5", "5\tmg", "5  mg", "5 mg/", "/kg", "5 mg//kg", "True mg", "1/40", "~5 mg"]
)  # fmt: skip
def test_nothing_else_that_pint_or_python_would_evaluate_is_read(text: str) -> None:
    assert refusal(text).write


@pytest.mark.parametrize("text", ["5**5**5**5 mg", "9**9**9**9", "1e999999999 mg"])
def test_an_endless_power_is_refused_without_working_it_out(text: str) -> None:
    assert "powers of ten" in refusal(text).wrong


@pytest.mark.parametrize(
    "piece", ["1", "1,", "1.", ",", ".", "/", " 1", "1 ", "m", "mg/", "5 mg ", "ml", "-", "**", "0",
              "\u0665", "5 ", "1,000", "\x1b["]
)  # fmt: skip
@pytest.mark.parametrize("start", ["", "5 ", "5 mg/", "5 ml/"])
def test_ten_thousand_characters_are_refused_in_a_short_message(start: str, piece: str) -> None:
    assert len(str(refusal((start + piece * 10_000)[:10_000]))) < 400


@pytest.mark.parametrize("text", ["5 mg\x1b[2J", "5 \x1b[31mmg", "\x1b]0;x\x07 5 mg", "\x1b[2J"])
def test_a_terminal_escape_in_a_quantity_is_shown_escaped(text: str) -> None:
    message = str(refusal(text))
    assert "\x1b" not in message
    assert "\\x1b" in message


@given(st.text() | st.text("0159.,/ -+eE*%mgLhkcuUI\u00b5\u00a0\uff15\u0665\x1b\ud800"))
@example("")
@example("\ud800")
@example("5 \u0000")
@example("\u1680")
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    try:
        amount = parse(text)
    except QuantityError as refused:
        amount = None
        # A space of another script shows itself as a space, and is left alone.
        message = "".join(str(refused).split())
    assert isinstance(amount.magnitude, Fraction) if amount is not None else message.isprintable()


@given(st.integers(0, 999_999_999), st.text("0123456789", max_size=9), st.sampled_from(UNIT_NAMES))
def test_every_number_and_unit_is_read_exactly(whole: int, part: str, unit: str) -> None:
    part = part.rstrip("0")
    amount = parse(f"{whole}.{part} {unit}" if part else f"{whole} {unit}")
    assert amount.magnitude == whole + Fraction(int(part or "0"), 10 ** len(part))


# A fraction


def test_a_bare_fraction_is_read_exactly() -> None:
    assert parse_fraction("1/40") == Fraction(1, 40)


@pytest.mark.parametrize(
    "text", ["", "1", "0/4", "1/0", "-1/4", "1 / 40", "1/2/3", "1.5/2", "01/4", "\u0661/\u0664",
             "1/40 mg", "1/4\n", "1e1/4", "1234567/2"]
)  # fmt: skip
def test_anything_else_is_not_a_fraction(text: str) -> None:
    assert parse_fraction(text) is None


def test_per_gram_is_per_gram_of_drug_and_never_of_body() -> None:
    with pytest.raises(QuantityError):
        parse("5 mg/g", Kind.MASS_PER_WEIGHT)
    assert parse("500 g", Kind.BODY_MASS) == parse("0.5 kg")


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        # Three decimals may be thousands, as half of Europe writes them.
        ("1.500 mg", '"1.5 mg" or "1500 mg", which'),
        ("250.000 mg", '"250 mg" or "250000 mg", which'),
        ("1.50 mg", '"1.5 mg" if'), ("0.500 mg", '"0.5 mg" if'), ("1250.500 mg", '"1250.5 mg" if'),
    ],
)  # fmt: skip
def test_a_zero_at_the_end_of_decimals_is_offered_without_it(text: str, offered: str) -> None:
    assert offered in refusal(text).write


def test_another_unit_of_what_is_wanted_is_named_with_the_one_needed() -> None:
    assert refusal("5 units", Kind.MASS).wrong == "this is in units, and mg is needed"


def test_an_unknown_name_gets_each_unit_once() -> None:
    units = "mg, g, mcg, ng, units, drops, kg, m2, cm, m, mL, L, min, s, h, day, %"
    assert refusal("5 zork").write == f"one of {units}"


def test_a_name_of_two_letters_has_a_nearest_unit_and_a_single_letter_has_none() -> None:
    assert "the nearest is min" in refusal("5 mn").wrong
    assert "nearest" not in refusal("5 k").wrong
