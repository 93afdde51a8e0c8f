"""Each shipped protocol gives its published table again, cell by cell, to the decimals printed.

Where print and arithmetic disagree, the slip is known by name, and the protocol file says so.
"""

import re
from fractions import Fraction

import pytest

from rechallenge import read_protocol
from rechallenge.model.finding import Refused
from rechallenge.quantities import parse

from . import antimicrobials
from .orders import NO_FILE, NO_STEP_USES, NOTED, PLANNED
from .slips import SLIPS
from .tables import bag_named, cells, planned, rounded, rows, squeezed, tables

Spot = tuple[str, str, str]


def test_every_published_table_has_a_protocol_or_a_reason_why_not() -> None:
    assert tables().keys() == PLANNED.keys() | NO_FILE.keys()
    assert not PLANNED.keys() & NO_FILE.keys()


def test_the_reasons_for_having_no_file_are_true() -> None:
    assert tables()["rdd-carboplatin-lee2005-krishna"]["steps"] == []
    assert {tables()[table]["complete"] for table in antimicrobials.NO_FILE} == {"false"}


@pytest.mark.parametrize("table", PLANNED)
def test_each_printed_cell_is_the_exact_value_rounded(table: str) -> None:
    wrong = [cell for cell in cells(table) if cell.spot not in SLIPS and not cell.agrees]
    assert not wrong


@pytest.mark.parametrize("spot", SLIPS, ids=lambda spot: "-".join(spot))
def test_a_known_slip_is_still_one(spot: Spot) -> None:
    slip = SLIPS[spot]
    (cell,) = (cell for cell in cells(spot[0]) if cell.spot == spot)
    assert cell.printed == slip.printed
    assert cell.exact == slip.true, slip.why
    assert not cell.agrees, f"no slip any more: {slip.why}"


@pytest.mark.parametrize("spot", SLIPS, ids=lambda spot: "-".join(spot))
def test_the_protocol_file_says_what_is_printed_and_cannot_be_right(spot: Spot) -> None:
    slip = SLIPS[spot]
    (note,) = (note for note in read_protocol(slip.protocol).review.notes if slip.said in note)
    assert "cannot be right" in note
    assert slip.printed in slip.said or slip.printed == "420"


@pytest.mark.parametrize("table", PLANNED)
def test_as_many_cells_are_compared_as_the_table_prints_by_its_own_count(table: str) -> None:
    counted = re.findall(r"(\w+) (\d+)/\d+", tables()[table]["columns_printed"])
    if not counted:
        assert tables()[table]["columns_printed"].startswith("full: ")
        steps = str(len(tables()[table]["steps"]))
        keys = ("rate_ml_h", "minutes", "volume_ml", "dose_mg", "cumulative_mg")
        counted = [(key, steps) for key in keys]
    compared = [cell.key for cell in cells(table) if cell.place.startswith("step ")]
    assert {key: compared.count(key) for key, _ in counted} == {k: int(n) for k, n in counted}


@pytest.mark.parametrize("table", [name for name in PLANNED if len(tables()[name]["bags"]) > 1])
def test_each_step_draws_from_the_bag_that_is_printed(table: str) -> None:
    made = planned(PLANNED[table].protocol, **PLANNED[table].order)
    for raw, step in rows(tables()[table], made):
        assert step.bag is not None
        assert squeezed(raw["bag"]) in squeezed(step.bag)


def test_a_printed_bag_that_is_no_bag_of_the_file_feeds_no_printed_step() -> None:
    for table, bag in NO_STEP_USES:
        assert bag not in [step["bag"] for step in tables()[table]["steps"]]


@pytest.mark.parametrize("table", NOTED)
def test_a_number_compared_from_the_notes_stands_there(table: str) -> None:
    notes = " ".join(tables()[table]["notes"])
    assert [noted.says for noted in NOTED[table] if noted.says not in notes] == []


@pytest.mark.parametrize(
    ("value", "digits", "printed"),
    [
        (Fraction(339375, 1000), 2, "339.38"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(224, 3), 1, "74.7"),
        (Fraction(1, 2), 0, "1"),
        (Fraction(31, 100), 1, "0.3"),
    ],
)
def test_halves_round_away_from_zero(value: Fraction, digits: int, printed: str) -> None:
    assert rounded(value, digits) == Fraction(printed)


def test_the_13_steps_give_the_same_amounts_for_any_dose() -> None:
    order = dict(PLANNED["rdd13-carboplatin-lrdp-burches2019"].order)
    doses = []
    for dose in ("300 mg", "600 mg"):
        made = planned("carboplatin-13-step", **(order | {"dose": dose}))
        doses.append([step.dose for step in made.steps[:12]])
    assert doses[0] == doses[1]


def test_50_mg_of_an_antihistamine_is_doubted_and_not_listed_as_treatment() -> None:
    protocol = read_protocol("carboplatin-13-step")
    listed = [treatment.drug for treatment in protocol.if_reaction]
    assert listed == ["methylprednisolone", "epinephrine"]
    doubt = protocol.source.doubts[0]
    assert (doubt.about, doubt.may_mean) == ("source", "5 mg")
    assert "50 mg of parenteral dexchlorpheniramine" in doubt.printed


def test_150_mg_of_amiodarone_need_a_last_bag_larger_than_the_printed_one() -> None:
    settings = {"over_each": "30 min"}
    with pytest.raises(Refused, match="dose-not-delivered"):
        planned("amiodarone-11-step", dose="150 mg", settings=settings)
    settings["last_volume"] = "100.51 mL"
    made = planned("amiodarone-11-step", dose="150 mg", settings=settings)
    assert bag_named(made, "Bag 2, second").discarded.magnitude == 0


def test_the_two_preparations_that_cannot_be_right_are_doubted() -> None:
    because = " ".join(d.because for d in read_protocol("amiodarone-11-step").source.doubts)
    assert "0.015 mg/mL" in because
    assert "overfill" in because
    assert "51 mL are left" in because


@pytest.mark.parametrize(
    ("weight", "first", "second", "third"),
    [
        # Dose in mg and diluent in mL, as the label prints them: 5 and 10 kg in its table, above
        # 20 kg one volume for all, above 100 kg one dose.
        ("5 kg", (750, 15), (250, 35), (500, 70)),
        ("10 kg", (1500, 30), (500, 70), (1000, 140)),
        ("21 kg", (3150, 100), (1050, 250), (2100, 500)),
        ("40 kg", (6000, 100), (2000, 250), (4000, 500)),
        ("41 kg", (6150, 200), (2050, 500), (4100, 1000)),
        ("100 kg", (15000, 200), (5000, 500), (10000, 1000)),
        ("150 kg", (15000, 200), (5000, 500), (10000, 1000)),
    ],
)
def test_acetylcysteine_is_diluted_by_weight_as_the_label_prints_it(
    weight: str, first: tuple[int, int], second: tuple[int, int], third: tuple[int, int]
) -> None:
    total = first[0] + second[0] + third[0]
    order = {"dose": f"{total} mg", "weight": weight, "strength": "200 mg/mL"}
    made = planned("acetylcysteine-3-bag", **order)
    strength = parse("200 mg/mL")
    bags = [(b.drug.magnitude, (b.volume - b.drug / strength).magnitude) for b in made.bags]
    assert bags == [first, second, third]


_WEIGHTS = range(40, 131, 5)
_GAMUNEX = {
    "0.01": "24 27 30 33 36 39 42 45 48 51 54 57 60 63 66 69 72 75 78",
    "0.02": "48 54 60 66 72 78 84 90 96 102 108 114 120 126 132 138 144 150 156",
    "0.04": "96 108 120 132 144 156 168 180 192 204 216 228 240 252 264 276 288 300 312",
    "0.06": "144 162 180 198 216 234 252 270 288 306 324 342 360 378 396 414 432 450 468",
    "0.08": "192 216 240 264 288 312 336 360 384 408 432 456 480 504 528 552 576 600 624",
    "0.12": "288 324 360 396 432 468 504 540 576 612 648 684 720 756 792 828 864 900 936",
    "0.14": "336 378 420 462 504 546 588 630 672 714 756 798 840 882 924 966 1008 1050 1092",
}
"""Rates in mL/h for each of those weights, as NL-IVIG002 prints them beside mL/kg/min."""


def test_each_rate_of_the_immunoglobulin_table_by_weight_is_the_printed_one() -> None:
    printed = {rate: row.split() for rate, row in _GAMUNEX.items()}
    rates: dict[str, list[str]] = {rate: [] for rate in printed}
    for weight in _WEIGHTS:
        order = {"dose": "100000 mg", "weight": f"{weight} kg", "volume": "1000 mL"}
        for last in ("0.08", "0.12", "0.14"):
            settings = {"every": "15 min", "highest_rate": f"{last} mL/kg/min"}
            made = planned("immunoglobulin-gamunex", **order, settings=settings)
            steps = [str(step.rate.magnitude) for step in made.steps if step.rate is not None]
            first = zip(("0.01", "0.02", "0.04", "0.06"), steps[:4], strict=True)
            for rate, planned_rate in (*(first if last == "0.08" else ()), (last, steps[4])):
                rates[rate].append(planned_rate)
    assert rates == printed
