"""What disagrees in a table, and which number explains it; each sum is worked by hand."""

from fractions import Fraction as F

import pytest
from tools.planted import misses
from tools.planted_shown import shown

from rechallenge.audit.agreement import Disagreement
from rechallenge.audit.roles import Role

from .pasted import audited

_CEFTAZIDIME = """
Step|Solution|Rate (mL/h)|Time (min)|Volume (mL)|Dose (mg)|Cumulative dose (mg)
1|A|2|15|0.5|0.04|0.04
2|A|5|15|1.25|0.1|0.14
3|A|10|15|2.5|0.2|0.34
4|A|20|15|5|0.4|0.74
5|B|5|15|1.25|1|1.74
6|B|10|15|2.5|2|3.74
7|B|20|15|5|4|7.74
8|B|40|15|10|8|15.74
9|C|10|15|2.5|19.843|35.583
10|C|20|15|5|39.685|75.268
11|C|40|15|10|79.37|154.638
12|C|80|174.375|232.5|1845.362|2000"""


def changed(before: str, after: str) -> tuple[Disagreement, ...]:
    assert _CEFTAZIDIME.count(before) == 1
    return audited(_CEFTAZIDIME.replace(before, after)).slips


def explained(slip: Disagreement) -> dict[str, tuple[F, F | None]]:
    return {way.number.shown: (way.would_be.low, way.would_be.high) for way in slip.explanations}


def test_a_table_that_is_only_rounded_is_clean() -> None:
    assert audited(_CEFTAZIDIME).disagreements == ()
    # 80 mL/h for 174 min are 232 mL; the last step runs until the bag is empty, 174.375 min.
    assert changed("|174.375|", "|174|") == ()


def test_one_number_that_two_claims_contradict_is_named_alone() -> None:
    # 7.74 mg + 8 mg is 15.74 mg, and 35.583 mg - 19.843 mg is 15.74 mg too.
    (slip,) = changed("|15.74", "|15.47")
    ((low, high),) = explained(slip).values()
    assert list(explained(slip)) == ["15.47 mg"]
    assert high is not None
    assert low <= F("15.74") <= high
    # The sums are printed to 0.001 mg: no more than that is open.
    assert high - low <= F("0.002") + F(1, 10**9)


def test_two_numbers_that_explain_as_well_are_both_named() -> None:
    # 25 mL/h for 15 min is 6.25 mL, and 5 mL with 4 mg is right for the bag: 20 mL/h or 12 min.
    (slip,) = changed("7|B|20|", "7|B|25|")
    assert list(explained(slip)) == ["25 mL/h", "15 min"]
    (rate_low, rate_high), (time_low, time_high) = explained(slip).values()
    assert rate_high is not None
    assert time_high is not None
    assert rate_low <= 20 <= rate_high
    assert time_low <= 12 <= time_high


def test_two_slips_are_each_found() -> None:
    twice = _CEFTAZIDIME.replace("5|B|5|15|1.25|", "5|B|5|15|1.52|").replace("19.843", "18.943")
    first, second = audited(twice).slips
    assert explained(first) == {"1.52 mL": (F("1.25"), F("1.25"))}
    assert list(explained(second)) == ["18.943 mg"]


def test_a_bag_holds_no_more_than_its_volume_at_its_strength() -> None:
    # 7.937 mg/mL x 250 mL is 1984.25 mg, not 2000 mg; the volume would have to be 252 mL.
    bags = "Solution|Volume (mL)|Concentration (mg/mL)|Holds (mg)\nC|250|7.937|2000\n"
    (slip,) = audited(bags + _CEFTAZIDIME.strip()).slips
    assert list(explained(slip)) == ["250 mL", "2000 mg"]


@pytest.mark.parametrize(
    "bag",
    [("Bag|Concentration (mg/mL)\nA|{}\n"
      "Step|Bag|Volume (mL)|Dose (mg)\n1|A|2.50|0.25\n2|A|5.00|0.50"),
     "Step|Volume (mL)|Dose (mg)\nBag A: {} mg/mL||\n1|2.50|0.25\n2|5.00|0.50"],
)  # fmt: skip
def test_the_concentration_that_is_stated_of_a_bag_is_compared_with_its_steps(bag: str) -> None:
    done = audited(bag.format("0.1"))
    assert (done.disagreements, done.compared["bag-strength"]) == ((), 1)
    # 0.25 mg in 2.5 mL and 0.5 mg in 5 mL are 0.1 mg/mL.
    (slip,) = audited(bag.format("1")).slips
    assert list(explained(slip)) == ["1 mg/mL"]


def test_more_is_not_taken_from_a_bag_than_it_has() -> None:
    bags = "Solution|Volume (mL)\nC|240\n"
    # 2.5 + 5 + 10 + 232.5 mL are 250 mL.
    slips = audited(bags + _CEFTAZIDIME.strip()).slips
    assert [claim.code for slip in slips for claim in slip.claims] == ["overdrawn"]


def test_a_digit_is_rounded_up_or_to_the_even_one() -> None:
    def total(printed: str) -> int:
        text = f"Step|Rate (mL/h)|Time (min)\n1|80|0.25\n2|80|0.125\nTotal||{printed}"
        return len(audited(text).slips)

    # 0.375 is rounded to 0.38; nobody rounds it to 0.37.
    assert (total("0.38"), total("0.37")) == (0, 1)


@pytest.mark.parametrize("text", ["a|b\nc|d", "Step|Rate (mL/h)|Time (min)"])
def test_a_table_without_numbers_has_nothing_to_disagree(text: str) -> None:
    done = audited(text)
    assert not done.disagreements
    assert not done.compared


@pytest.mark.slow
def test_random_tables_are_clean_and_a_slip_in_each_is_named() -> None:
    # Each seed is a table of its own; `python -m tools.planted 5000` takes as many as one likes.
    assert misses(range(30)) == []


def test_a_concentration_that_is_stated_once_is_not_said_to_be_compared() -> None:
    rows = "Step|Bag|Volume (mL)|Dose (mg)\n1|A|5|1\n2|B|5|10\n3|B|10|20"
    # Bag A has one step and no concentration of its own: nothing says what 5 mL of it hold.
    assert audited(rows).compared == {"volume-strength": 2}


def test_what_is_in_mg_is_not_compared_with_what_is_in_units() -> None:
    done = audited("Step|Dose (mg)|Cumulative dose (units)\n1|1|100\n2|2|300")
    assert [one.why for one in done.found.unread] == ["other-unit", "other-unit"]
    assert not done.compared
    assert not done.disagreements


def test_of_two_concentrations_that_suit_a_bag_as_well_both_are_named() -> None:
    rows = "Step|Bag|Concentration (mg/mL)|Volume (mL)|Dose (mg)\n"
    (slip,) = audited(rows + "1|A|15.028|0.208|3.131\n2|A|15.026|2.500|37.570").slips
    # 3.131 mg in 0.208 mL are 15.01 to 15.09 mg/mL, 37.57 mg in 2.5 mL 15.024 to 15.032 mg/mL.
    assert list(explained(slip)) == ["15.028 mg/mL", "15.026 mg/mL"]


def test_a_dose_of_nothing_at_a_dose_rate_is_only_rounded() -> None:
    rows = "Bag|Rate (mL/h)|Time (min)|Volume (mL)|Dose (mg)|Dose rate (mg/h)\n"
    rows += "A|5|10|0.83|0.01|0.06\nA|12.5|15|3.13|0.04|0.14\nA|2.5|10|0.42|0.00|{}"
    # 0.14 mg/h at 12.5 mL/h are 0.0108 to 0.0116 mg/mL: 0.03 mg/h at 2.5 mL/h, 0.005 mg in 10 min.
    assert audited(rows.format("0.03")).slips == ()
    (slip,) = audited(rows.format("0.003")).slips
    assert "0.003 mg/h" in explained(slip)


def test_a_slip_with_more_decimals_than_its_column_is_found() -> None:
    rows = "Bag|Rate (mL/h)|Time (min)|Volume (mL)|Cumulative volume (mL)\n"
    rows += "A|25|30|12.5|12.5\nA|1.25|30|0.63|{}\nA|10|20|3.33|16.46\nA|7.5|15|1.88|18.33"
    assert audited(rows.format("13.13")).slips == ()
    # 16.46 mL - 3.33 mL is 13.12 to 13.14 mL, however 12.5 mL is rounded; 13.113 mL is less.
    (slip,) = audited(rows.format("13.113")).slips
    assert "13.113 mL" in explained(slip)


@pytest.mark.parametrize(
    ("rate", "total", "is_shown"),
    [
        ("7.5", "5.9", False),
        # 7.55 mL/h for 20 min are 2.517 mL: 2.5 mL too. 7.7 mL/h make 2.567 mL, 2.6 mL.
        ("7.55", "5.9", False),
        ("7.7", "5.9", True),
        # 3.3 mL and 2.5 mL stand for 3.25 to 3.35 mL and 2.45 to 2.55 mL: 5.70 to 5.90 mL.
        ("7.5", "5.90", False),
        ("7.5", "5.91", True),
    ],
)
def test_a_planted_slip_is_shown_where_no_numbers_round_to_what_is_printed(
    rate: str, total: str, is_shown: bool
) -> None:
    rows = "Bag|Rate (mL/h)|Time (min)|Volume (mL)|Dose (mg)|Cumulative volume (mL)\n"
    rows += f"A|10|20|3.3|3.3|3.3\nA|{rate}|20|2.5|2.5|{total}"
    assert shown([row.split("|") for row in rows.splitlines()]) is is_shown


def test_no_number_is_said_to_be_nothing_in_place_of_what_is_printed() -> None:
    rows = "Step|Rate (mL/h)|Time (min)|Volume (mL)\n1|10|30|0"
    # 10 mL/h for 30 min are 5 mL. 0 mL/h, or 0 min, would make 0 mL too.
    (slip,) = audited(rows, digits={Role.VOLUME: "exact"}).slips
    assert explained(slip) == {"0 mL": (F(5), F(5))}


def test_a_running_sum_is_compared_with_the_one_before_it() -> None:
    rows = "Step|Volume (mL)|Cumulative volume (mL)\n1|2.0|2.0\n2|2.0|4.0\n3|2.0|7.0"
    (slip,) = audited(rows).slips
    # 4.0 mL + 2.0 mL are 6.0 mL.
    (claim,) = slip.claims
    assert [number.cell.where for number in claim.numbers] == ["3,3", "4,2", "4,3"]


@pytest.mark.parametrize(
    "header", ["Elapsed time (min)", "Time from start (min)", "From (min)", "Time (min)"]
)
def test_running_sums_that_begin_with_0_are_those_before_each_step(header: str) -> None:
    rows = f"{header}|Rate (mL/h)|Volume (mL)\n0|10|2.5\n15|20|5\n30|40|10\n45|80|40"
    assert audited(rows).disagreements == ()
    # 40 mL/h for 15 min are 10 mL, from 30 min to 45 min.
    (slip,) = audited(rows.replace("\n45|", "\n54|")).slips
    (left,) = [way.would_be for way in slip.explanations if way.number.cell.where == "5,1"]
    assert left.high is not None
    assert left.low <= 45 <= left.high


def test_a_running_sum_of_0_that_is_a_slip_is_named() -> None:
    # 2.5 mL are in after the first step, and 7.5 mL after the second.
    rows = "Step|Volume (mL)|Cumulative volume (mL)\n1|2.5|0\n2|5.0|7.5\n3|10.0|17.5"
    (slip,) = audited(rows).slips
    assert [way.number.cell.where for way in slip.explanations] == ["2,3"]


def test_what_only_a_whole_long_table_shows_is_no_agreement() -> None:
    # Each sum alone may be rounded: 1.5 to 2.5 mL more than the one before. Together they are not:
    # four steps of 2.5 mL at most are 10 mL, and 11 mL stand for 10.5 mL or more.
    sums = [2, 5, 8, 11, *range(13, 55, 2)]
    rows = [f"{step}|2|{so_far}" for step, so_far in enumerate(sums, 1)]
    assert len(rows) == 25
    (slip,) = audited("\n".join(["Step|Volume (mL)|Cumulative volume (mL)", *rows])).slips
    assert (slip.claims, slip.explanations) == ((), ())


def test_where_nearly_all_disagrees_the_claims_are_listed_and_no_number_is_named() -> None:
    head = "Step|Rate (mL/h)|Time (min)|Volume (mL)|Dose rate (mg/h)|Dose (mg)|Volume so far (mL)"
    # 30 min at 10 mL/h and 10 mg/h are 5 mL and 5 mg, and 7 mL are not 9 mL more.
    rows = [f"{step}|10|30|7.0|10|7.0|{9 * step}.0" for step in range(1, 25)]
    (slip,) = audited("\n".join([head, *rows])).slips
    # Three claims of each of 24 steps.
    assert len(slip.claims) == 72
    assert slip.explanations == ()


def test_shares_of_one_step_are_not_all_of_the_dose() -> None:
    rows = "Step|Share of the dose (%)|Volume (mL)|Dose (mg)\n1|50|5|5"
    assert "shares" not in audited(rows).compared
    # 50 % + 40 % are not 100 %.
    two = audited(f"{rows}\n2|40|5|4").slips
    assert [claim.code for slip in two for claim in slip.claims] == ["shares"]


def test_shares_that_are_the_same_in_each_step_of_a_bag_are_those_of_the_bags() -> None:
    rows = "Step|Bag|Share of the dose (%)|Dose (mg)\n1|A|1|0.4\n2|A|1|0.6\n3|B|99|39\n4|B|{}|60"
    assert audited(rows.format(99)).compared == {}
    # 1 % + 1 % + 99 % + 98 % are not all of the dose, and bag B has no share of its own.
    assert "shares" in audited(rows.format(98)).compared


def test_of_two_slips_in_a_line_each_is_named() -> None:
    rows = "Bag|Rate (mL/h)|Time (min)|Volume (mL)|Dose (mg)|Dose rate (mg/h)\n"
    rows += "A|75|20|25.0|12.6|37.9\nA|20|1.5|50.0|2.52|10.1"
    time, volume = audited(rows).slips
    # 2.52 mg at 10.1 mg/h take 15 min, not 1.5 min; 20 mL/h for 15 min are 5 mL, not 50 mL.
    assert [list(explained(one)) for one in (time, volume)] == [
        ["1.5 min", "2.52 mg"],
        ["50.0 mL", "2.52 mg"],
    ]
    low, high = explained(time)["1.5 min"]
    assert high is not None
    assert low <= 15 <= high


def test_slips_are_named_from_the_top_of_the_table() -> None:
    rows = "Bag|Rate (mL/h)|Time (min)|Volume (mL)|Dose (mg)\n"
    rows += "A|50|15|12.5|0.605\nA|50|15|12.5|0.605\nA|7.5|155|1.88|0.0908\n"
    rows += "B|2.5|30|1.25|0.605\nB|7.5|15|1.88|0.908\nB|1.25|20|41.7|0.02"
    # 7.5 mL/h for 155 min are 19.4 mL; 41.7 mL of 0.484 mg/mL hold 20.2 mg, and 1.25 mL/h for 20
    # min are 0.417 mL.
    first, *others = audited(rows).slips
    assert list(explained(first)) == ["7.5 mL/h", "155 min"]
    assert [claim.code for slip in others for claim in slip.claims] == [
        "volume-strength",
        "rate-time",
    ]


def test_a_slip_that_claims_of_two_kinds_show_is_named_beside_another_slip() -> None:
    rows = "Step|Bag|Concentration (mg/mL)|Rate (mL/h)|Time (min)|Volume (mL)|Dose (mg)"
    rows += "|Volume so far (mL)\n"
    rows += "1|A|2.0|20|15|5.0|9.8|5.0\n2|A|22.0|100|20|333|66|38"
    volume, strength = audited(rows).slips
    # 100 mL/h for 20 min are 33.3 mL, and 38 mL - 5.0 mL about 33 mL; 9.8 mg in 5.0 mL are 1.96
    # mg/mL, not 22.0 mg/mL.
    assert [list(explained(one)) for one in (volume, strength)] == [["333 mL"], ["22.0 mg/mL"]]
    assert [claim.code for claim in volume.claims] == ["rate-time", "running-sum"]
