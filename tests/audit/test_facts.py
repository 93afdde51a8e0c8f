"""What is stated beside a table is read where it can mean one thing, and listed where it cannot."""

from fractions import Fraction as F

import pytest

from rechallenge.audit.facts import FACTS, NotAFact
from rechallenge.audit.roles import Role

from .pasted import audited

_TABLE = "Step|Rate (mL/h)|Time (min)\n1|100|60\n2|200|"
_DOSES = "Step|Volume (mL)|Dose (mg)\n1|10|20\n2|40|80"


def facts(*beside: str) -> list[tuple[Role, F, str]]:
    done = audited("\n".join([*beside, _TABLE]))
    return [(number.role, number.value, bound) for number, bound in done.found.facts]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Total time: 4.3 h", [(Role.TOTAL_TIME, F(258), "")]),
        ("Second infusion (4.3 hours)", [(Role.TOTAL_TIME, F(258), "")]),
        ("Infusion time 2 h 15 min", [(Role.TOTAL_TIME, F(135), "")]),
        ("Duration = 3 to 4 h", [(Role.TOTAL_TIME, F(180), "least"),
                                 (Role.TOTAL_TIME, F(240), "most")]),
        ("over 4 h or longer", [(Role.TOTAL_TIME, F(240), "least")]),
        ("输注时间：90分钟", [(Role.TOTAL_TIME, F(90), "")]),
        ("Dose 100 mg", [(Role.ORDERED, F(100), "")]),
        ("Dose: 5 mg/kg", [(Role.ORDERED, F(5), "")]),
        ("Total dose 1.2 g", [(Role.TOTAL_DOSE, F(1200), "")]),
        ("in 250 mL", [(Role.STATED_VOLUME, F(250), "")]),
        ("750 mg in 560 mL", [(Role.STATED_HOLDS, F(750), ""), (Role.STATED_VOLUME, F(560), "")]),
        ("Stock: 200 mg in 20 mL", [(Role.UNDILUTED, F(10), "")]),
        ("patient of 70 kg", [(Role.WEIGHT, F(70), "")]),
        ("体重 70 kg", [(Role.WEIGHT, F(70), "")]),
        ("BSA 1.8 m2", [(Role.SURFACE, F("1.8"), "")]),
    ],
)  # fmt: skip
def test_a_line_that_states_one_thing_is_a_fact(text: str, read: list[object]) -> None:
    assert facts(text) == read
    assert facts() == []


@pytest.mark.parametrize(
    "text",
    ["Flush with 20 mL", "Premedication: dexamethasone 10 mg", "every 15 min",
     "Dose 100 mg or 200 mg", "Dose 100", "Total time 4 mL", "weight at least 30 kg",
     "Table 3 (n = 12)"],
)  # fmt: skip
def test_what_could_mean_something_else_is_listed_and_not_read(text: str) -> None:
    done = audited(f"{text}\n{_TABLE}")
    assert done.found.facts == []
    assert [one.cell.text for one in done.found.unread_beside] == [text]


def test_text_without_a_number_is_neither_read_nor_listed() -> None:
    done = audited(f"Given on the ward\n{_TABLE}")
    assert (done.found.facts, done.found.unread_beside) == ([], [])


@pytest.mark.parametrize("name", FACTS)
def test_each_name_that_a_person_is_told_is_read(name: str) -> None:
    values = {"weight": "70 kg", "surface": "1.8 m2", "volume": "500 mL", "total time": "3 h",
              "concentration": "2 mg/mL", "undiluted": "2 mg/mL", "full rate": "210 mL/h",
              "bag": "1 g in 500 mL"}  # fmt: skip
    assert audited(_TABLE, f"{name}={values.get(name, '100 mg')}").found.facts


@pytest.mark.parametrize("stated", ["total time", "tea=4 h", "dose=four mg", "dose=5 mL",
                                    "bag=100 mg", "weight=at least 70 kg"])  # fmt: skip
def test_what_a_person_states_is_read_or_refused(stated: str) -> None:
    with pytest.raises(NotAFact):
        audited(_TABLE, stated)


def test_a_stated_dose_in_units_is_not_compared_with_mg() -> None:
    with pytest.raises(NotAFact, match="other-unit"):
        audited(_DOSES, "dose=100 units")


def test_a_stated_number_may_be_the_wrong_one() -> None:
    # 100 mL in 1 h and 400 mL at 200 mL/h in 2 h: 3 h for 500 mL, as stated; 3.5 h is too long.
    assert audited(_TABLE, "volume=500 mL", "total time=3 h").disagreements == ()
    (slip,) = audited(_TABLE, "volume=500 mL", "total time=3.5 h").slips
    wrong = {way.number.cell.where: way.would_be.low for way in slip.explanations}
    assert wrong["stated: total time"] == 180


def test_a_dose_is_ordered_to_its_last_digit_and_a_limit_is_sharp() -> None:
    # 20 + 80 mg are 100 mg. What is ordered as 100 mg is 99.5 to 100.5 mg when it is added up.
    assert audited(_DOSES, "dose=100 mg").slips == ()
    assert audited(_DOSES, "dose=102 mg").slips
    # 180 min is 3 h, and not more than 181 min.
    assert audited(_TABLE, "volume=500 mL", "total time=at least 180 min").slips == ()
    assert audited(_TABLE, "volume=500 mL", "total time=at least 181 min").slips


def test_the_dose_of_the_last_step_is_not_taken_for_that_of_all() -> None:
    assert audited(_DOSES, "dose=80 mg").slips == ()
    assert audited(_DOSES, "total dose=80 mg").slips


def test_a_weight_makes_numbers_per_weight_comparable() -> None:
    # 0.5 mg/kg of 70 kg are 35 mg.
    rows = "Step|Dose (mg/kg)|Dose (mg)\n1|0.50|35.0\n2|1.00|{}"
    assert audited(rows.format("70.0"), "weight=70 kg").slips == ()
    (slip,) = audited(rows.format("75.0"), "weight=70 kg").slips
    named = {way.number.shown for way in slip.explanations}
    assert named == {"1.00 mg/kg", "75.0 mg"}
    assert [claim.code for claim in slip.claims] == ["per-body"]
    # Without a weight, three lines that agree say what it is, and one that does not is named.
    three = f"{rows}\n3|2.00|140.0"
    (slip,) = audited(three.format("75.0")).slips
    assert {way.number.shown for way in slip.explanations} == {"1.00 mg/kg", "75.0 mg"}


def test_a_weight_in_a_column_is_that_of_its_line() -> None:
    rows = "Weight (kg)|Dose (mg/kg)|Dose (mg)\n10|2.0|20.0\n20|2.0|{}"
    assert audited(rows.format("40.0")).slips == ()
    assert audited(rows.format("44.0")).slips


def test_shares_are_those_of_the_stated_dose() -> None:
    rows = "Step|Share of the dose (%)|Dose (mg)\n1|1.0|5.00\n2|9.0|{}\n3|90.0|450.00"
    assert audited(rows.format("45.00"), "dose=500 mg").disagreements == ()
    (slip,) = audited(rows.format("54.00"), "dose=500 mg").slips
    # 9 % of 500 mg are 45 mg; 54 mg would be 10.8 %, with which the shares are more than 100 %.
    assert {way.number.shown for way in slip.explanations} == {"54.00 mg"}


def test_shares_of_bags_with_one_that_holds_all_do_not_add_up() -> None:
    rows = "Bag|Share of the dose (%)\nA|1\nB|10\nC|{}\nStep|Bag|Time (min)\n1|A|15"
    assert audited(rows.format("100")).compared == {}
    assert audited(rows.format("89")).compared == {"shares": 1}


def test_a_number_that_is_compared_with_nothing_is_said_so() -> None:
    done = audited(_TABLE, "weight=70 kg")
    assert {number.shown for number in done.alone} == {
        "100 mL/h", "60 min", "200 mL/h", "70 kg",
    }  # fmt: skip
    assert not done.compared
    compared = audited(_TABLE, "volume=500 mL", "total time=3 h")
    assert compared.compared == {"stated-time": 1}
    assert compared.alone == ()


@pytest.mark.slow
def test_a_large_table_names_more_wrong_numbers_than_a_small_one() -> None:
    # 10 mL/h for 15 min are 2.5 mL; every twentieth line prints 2.9 mL for it, fifteen in all.
    lines = [f"{n}|A|10|15|{'2.9' if n % 20 == 0 else '2.5'}|0.25" for n in range(1, 301)]
    head = "Step|Bag|Rate (mL/h)|Time (min)|Volume (mL)|Dose (mg)"
    slips = audited("\n".join([head, *lines])).slips
    named = [[way.number.shown for way in slip.explanations] for slip in slips]
    assert named == [["2.9 mL"]] * 15


def test_a_dilution_is_compared_with_what_is_undiluted() -> None:
    # 20 mg in 5 mL of 1:10 are 40 mg/mL undiluted, and 2 mg in 5 mL of 1:100 are too.
    rows = "Step|Dilution|Volume (mL)|Dose (mg)\n1|1:100|5|2.00\n2|1:10|5|20.00"
    assert audited(rows, "undiluted=200 mg in 5 mL").disagreements == ()
    done = audited(rows, "undiluted=200 mg in 20 mL")
    (slip,) = done.slips
    assert done.compared == {"ratio": 2}
    assert [claim.code for claim in slip.claims] == ["ratio", "ratio"]
    assert [way.number.cell.where for way in slip.explanations] == ["stated: undiluted"]
    # A bag that is not diluted says what it is as well: a tenth of 40 mg/mL is 4 mg/mL.
    assert audited(f"{rows}\n3|undiluted|5|200.00").compared == {"ratio": 3}
    assert audited(f"{rows}\n3|undiluted|5|100.00").slips


def test_a_bag_that_gives_more_than_it_has_says_how_much_a_step_may_give() -> None:
    # 250 mg/h for 30 min leave 875 mg of 1 g, at 600 mg/h 87.5 min, as far as rounding goes.
    rows = "Step|Dose rate (mg/h)|Time (min)\n1|250|30\n2|600|90"
    (slip,) = audited(rows, "bag=1 g in 250 mL").slips
    (high,) = [way.would_be.high for way in slip.explanations if way.number.digits == "90"]
    assert high is not None
    assert F("87.4") < high < F("87.7")


def test_nothing_is_more_than_all_of_it() -> None:
    # Half of 100 mL/h is 50 mL/h; 205 mL/h would be more than the full rate.
    rows = "Step|Rate (share of the full rate)|Rate (mL/h)\n1|0.25|25\n2|0.50|205"
    (slip,) = audited(rows, "full rate=100 mL/h").slips
    assert {way.number.shown for way in slip.explanations} == {"205 mL/h"}


def test_a_concentration_without_a_second_one_stands_alone() -> None:
    done = audited("Step|Bag|Concentration (mg/mL)|Time (min)\n1|A|2|15\n2|B|4|15")
    assert done.compared == {}
    assert [number.digits for number in done.alone] == ["2", "15", "4", "15"]
