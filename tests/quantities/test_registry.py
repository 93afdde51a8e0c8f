"""Our own units over exact fractions, the kinds they make, and who may use pint."""

import ast
import operator
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rechallenge
from rechallenge.quantities import Kind, QuantityError, display, kind_of, parse, symbols_of
from rechallenge.quantities.registry import KG, MG, MIN, ML, PERCENT, PLAIN, H, quantity, unit_of

F = Fraction
SOURCE = Path(rechallenge.__file__).parent
G = unit_of({"g": 1})


# The traps of pint's own registry


@pytest.mark.parametrize(
    "symbol", ["Mg", "MG", "bag", "ml", "ML", "cc", "U", "IU", "M", "mEq", "drop", "gtt", "lb",
               "meter", "gram", "kmg", "K", "degC"]
)  # fmt: skip
def test_a_unit_that_is_not_ours_is_unknown_to_the_registry(symbol: str) -> None:
    with pytest.raises(pint.UndefinedUnitError):
        kind_of(unit_of({symbol: 1}))


def test_units_measure_drug_activity_and_nothing_else() -> None:
    assert kind_of(parse("5 units")) is Kind.ACTIVITY
    with pytest.raises(pint.DimensionalityError):
        parse("5 units").to(MG)


def test_a_dose_for_each_kilogram_is_not_a_plain_number() -> None:
    assert not parse("5 mg/kg").dimensionless
    with pytest.raises(pint.DimensionalityError):
        parse("5 mg/kg") + 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("5 mg", "5 mg/kg"), ("5 mg", "5 units"), ("5 mg", "5 kg"), ("5 mg", "5 mL"), ("5 kg", "5 m2"),
     ("5 mL", "5 mL/h"), ("5 mg", "5 mg/mL"), ("5 h", "5 mL/h"), ("5 mg/kg", "5 mg/m2")],
)  # fmt: skip
@pytest.mark.parametrize("act", [operator.add, operator.sub, operator.lt])
def test_amounts_of_different_kinds_do_not_mix(
    act: Callable[[Any, Any], object], one: str, other: str
) -> None:
    with pytest.raises(pint.DimensionalityError):
        act(parse(one), parse(other))


# Body weight and drug


def test_a_dose_for_each_kilogram_times_a_weight_is_an_amount_of_drug() -> None:
    dose = parse("2 mg/kg") * parse("70 kg", Kind.BODY_MASS)
    assert kind_of(dose) is Kind.MASS
    assert dose.to(MG).magnitude == 140


def test_950_g_is_a_weight_where_only_a_weight_may_stand_and_drug_elsewhere() -> None:
    assert parse("950 g", Kind.BODY_MASS).to(KG).magnitude == F(19, 20)
    for kinds in ((), (Kind.MASS,), (Kind.MASS, Kind.BODY_MASS)):
        assert kind_of(parse("950 g", *kinds)) is Kind.MASS


def test_a_weight_in_grams_is_dosed_as_one_in_kilograms() -> None:
    weight = parse("950 g", Kind.BODY_MASS)
    assert (parse("2 mg/kg") * weight).to(MG).magnitude == F(19, 10)


def test_grams_of_drug_are_never_a_body_weight() -> None:
    assert kind_of(parse("2 mg/kg") * parse("950 g")) is None
    with pytest.raises(pint.DimensionalityError):
        parse("950 g").to(KG)


# Kinds


@pytest.mark.parametrize("kind", Kind)
def test_the_usual_unit_of_a_kind_is_of_that_kind(kind: Kind) -> None:
    assert kind_of(unit_of(symbols_of(kind.unit))) is kind
    assert kind_of(parse(f"5 {kind.unit}", kind)) is kind


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("5 mL", Kind.MASS), ("5 mg", Kind.VOLUME), ("5 h", Kind.VOLUME_RATE), ("5 mL/h", Kind.TIME),
     ("5 mg/kg", Kind.MASS), ("5 kg", Kind.MASS), ("170 cm", Kind.BODY_AREA), ("5 %", Kind.VOLUME),
     ("5 mL", Kind.BODY_MASS), ("5 mg", Kind.BODY_MASS)],
)  # fmt: skip
def test_another_kind_is_refused_by_both_names_and_a_unit_of_the_right_one(
    text: str, wanted: Kind
) -> None:
    actual = kind_of(parse(text))
    assert actual is not None
    with pytest.raises(QuantityError) as caught:
        parse(text, wanted)
    assert caught.value.wrong == f"this is {actual.label}, and {wanted.label} is needed"
    assert wanted.unit in caught.value.write


def test_any_of_several_kinds_is_read() -> None:
    for text, kind in (("5 mg", Kind.MASS), ("5 units", Kind.ACTIVITY)):
        assert kind_of(parse(text, Kind.MASS, Kind.ACTIVITY)) is kind


def test_a_product_that_measures_nothing_of_ours_has_no_kind() -> None:
    assert kind_of(parse("5 mg") * parse("5 mg")) is None


# Exactness


@pytest.mark.parametrize("number", [0.1, 5.0, float("nan"), float("inf")])
def test_a_float_is_refused(number: Any) -> None:
    with pytest.raises(TypeError, match="is a float; give a Fraction"):
        quantity(number, MG)


@given(st.fractions(), st.fractions().filter(bool), st.integers(1, 9))
def test_every_magnitude_is_a_fraction_after_every_operation(
    one: Fraction, other: Fraction, times: int
) -> None:
    a, b = quantity(one, MG), quantity(other, G)
    results: list[Any] = [
        a, a + b, b - a, a * b, a / b, a % b, a**2, -a, abs(a), times * a, a / times, one * a,
        a / other, a.to(G), b.to_base_units(), sum([a, b]), max(a, b), quantity(times, H).to(MIN),
        quantity(one, PERCENT).to(PLAIN),
    ]  # fmt: skip
    assert all(isinstance(r.magnitude, Fraction) for r in results)


def test_thirds_and_rates_stay_exact() -> None:
    assert (quantity(1, ML) / quantity(1, H)).to(unit_of({"mL": 1, "min": -1})).magnitude == F(
        1, 60
    )
    assert (parse("1 mg") / 3 * 3).magnitude == 1
    assert (parse("0.1 mg") + parse("0.2 mg")).magnitude == F(3, 10)
    assert (parse("12.5 mL/h") * parse("7 min")).to(ML).magnitude == F(35, 24)
    assert (parse("1 mg/kg") / 3 * parse("3 kg")).to(MG).magnitude == 1


# Who uses pint, and how


def imported(file: Path) -> set[str]:
    nodes = [*ast.walk(ast.parse(file.read_text("utf-8")))]
    names = [alias.name for n in nodes if isinstance(n, ast.Import) for alias in n.names]
    names += [n.module or "" for n in nodes if isinstance(n, ast.ImportFrom) and not n.level]
    return {name.split(".")[0] for name in names}


@pytest.mark.slow
def test_only_the_registry_of_this_room_imports_pint() -> None:
    users = {
        f.relative_to(SOURCE).as_posix() for f in SOURCE.rglob("*.py") if "pint" in imported(f)
    }
    assert users == {"quantities/exact_quantity.py", "quantities/registry.py"}


def test_pint_never_reads_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object, **__: object) -> NoReturn:
        raise AssertionError("pint was given text")

    for name in ("parse_expression", "parse_units", "parse_units_as_container", "__call__"):
        monkeypatch.setattr(pint.UnitRegistry, name, read)
    assert display(parse("5 ng/kg/s")) == "5 ng/kg/s"
    with pytest.raises(QuantityError):
        parse("3 7 mg")


WATCH = """if True:
    import sys
    opened = []
    sys.addaudithook(lambda event, args: event == "open" and opened.append(str(args[0])))
    {code}
    print(any("default_en" in name for name in opened))"""
OURS = "from rechallenge.quantities import *; display(parse('5 mg/kg') * parse('70 kg'))"


@pytest.mark.parametrize(
    ("code", "seen"), [(OURS, "False\n"), ("import pint; pint.Unit('m')", "True\n")]
)
def test_the_default_definitions_of_pint_are_never_opened(code: str, seen: str) -> None:
    run = [sys.executable, "-c", WATCH.format(code=code)]
    assert subprocess.check_output(run, text=True) == seen
