"""A table becomes a protocol file that is checked with each number that the table prints."""

from pathlib import Path

import pytest

from rechallenge.audit.agreement import audit
from rechallenge.audit.understanding import understand
from rechallenge.files.reading import read_protocol
from rechallenge.service.checking import check_file
from rechallenge.service.table_amounts import NoProtocol
from rechallenge.service.table_protocol import protocol_text
from tests.audit.pasted import audited, published, table
from tests.published.tables import tables
from tests.tiers import slow_but

_PERSON = """\
title: A table
drug: {drug}
strategy: desensitization
scope: Those whom the table is for
"""
_SOURCE = "  citation: The table\n  where: The whole of it\n"
_MONITORING = """\
monitoring: {source: The ward, vitals: [baseline, end], observe_after: 30 min}
"""
MADE = (
    "rdd12-rituximab-hindawi4231561", "cf-ceftazidime-log10-parmar2005",
    "cf-tobramycin-doubling-parmar2005", "cf-ceftazidime-leeds", "cf-ceftazidime-pencf2011",
    "ceftazidime-2day-ghosal-taylor", "iron-sucrose-test-portion",
    "iron-sucrose-injection-leaflet", "rdd12-ceftazidime-2000-uptodate52381",
    "label-iron-dextran-infed",
)  # fmt: skip


def completed(text: str, drug: str) -> str:
    """A written file, with what only a person knows."""
    *before, rest = text.partition("version: 1\nsource:\n")
    lines = [one for one in before[0].splitlines() if not one.startswith("#")]
    after = rest.partition("\n")[2]
    head = "\n".join([*lines, _PERSON.format(drug=f'"{drug}"')])
    return f"{head}version: 1\nsource:\n{_SOURCE}{after}{_MONITORING}"


AT_ONCE = (
    "penicillin-v-oral-units-cdc1998", "marquette-penicillin-vk", "marquette-ampicillin-iv",
    "page-schroeder-aspirin", "rossini-aspirin", "degregorio-aspirin", "oral-betalactam-mksap11",
    "penicillinallergy-ca-challenge", "dallas-amoxicillin-challenge",
)  # fmt: skip
_NOTHING = "no step of the table states what it gives"
NOT_AT_ONCE = {
    "tmp-smx-oral-gluckstein-ruskin": "the table does not say what undiluted holds",
    "tmp-smx-oral-eviq3039": "step 5 states neither what it gives nor a time",
    "allergyvic-amoxicillin-challenge": _NOTHING,
    "nebraska-beta-lactam-challenge": _NOTHING,
    "mill-amoxicillin-challenge": _NOTHING,
    "siaip-antibiotic-challenge": _NOTHING,
    "siaip-beta-lactam-challenge": _NOTHING,
}
"""Without the dose of a step, or with doses per kg of body weight or shares of a dose alone."""


@pytest.mark.parametrize("named", AT_ONCE)
def test_a_published_table_of_doses_at_once_comes_out_of_its_own_file(
    named: str, tmp_path: Path
) -> None:
    raw = tables()[named]
    written = protocol_text(audited(published(raw)[0]), "our-table")
    assert "\nroute: unstated\n" in written
    path = tmp_path / "our-table.yaml"
    path.write_text(completed(written, raw["drug"]))
    # Given by which route is not in the table, and it is not guessed.
    (problem,) = check_file(path).problems
    assert '"unstated" is not one of IV, IV push, by mouth, under the skin' in str(problem)
    path.write_text(path.read_text().replace("route: unstated", "route: by mouth"))
    assert check_file(path).problems == ()


@pytest.mark.parametrize("named", NOT_AT_ONCE)
def test_a_published_table_by_mouth_that_lacks_a_dose_says_so(named: str) -> None:
    with pytest.raises(NoProtocol, match=NOT_AT_ONCE[named]):
        protocol_text(audited(published(tables()[named])[0]), "our-table")


def test_every_published_table_by_mouth_is_made_or_says_why() -> None:
    kinds = ("oral", "challenge")
    by_mouth = {n for n, raw in tables().items() if any(k in raw["kind"] for k in kinds)}
    infused = {n for n in by_mouth if any("rate_ml_h" in step and step["rate_ml_h"] != "null"
                                          for step in tables()[n]["steps"])}  # fmt: skip
    assert by_mouth - infused <= {*AT_ONCE, *NOT_AT_ONCE}


@pytest.mark.parametrize("named", slow_but(list(MADE)[:2], MADE))
def test_a_published_table_comes_out_of_its_own_file(named: str, tmp_path: Path) -> None:
    raw = tables()[named]
    text, _cells = published(raw)
    path = tmp_path / "our-table.yaml"
    path.write_text(completed(protocol_text(audited(text), "our-table"), raw["drug"]))
    assert check_file(path).problems == ()


def test_slips_are_doubts_and_no_part_of_the_example(tmp_path: Path) -> None:
    text, _cells = published(tables()["rdd12-ceftazidime-2000-uptodate52381"])
    path = tmp_path / "our-table.yaml"
    path.write_text(completed(protocol_text(audited(text), "our-table"), "ceftazidime"))
    read = read_protocol(path)
    assert [one.printed for one in read.source.doubts] == ["2000 mg (4,4)", "339.37 min (18,4)"]
    assert "250 mL of 7.937 mg/mL is 1,984.25 mg" in read.source.doubts[0].because
    # The third bag holds what the first two have not given, 2000 mg - 15.74 mg, in 250 mL.
    assert read.bags[2].holds == "rest"


def test_a_number_that_explains_a_slip_alone_is_taken_as_the_others_have_it() -> None:
    rows = "Step|Bag|Rate (mL/h)|Time (min)|Volume (mL)|Dose (mg)\n1|A|{}|15|2.50|0.50\n"
    rows += "2|A|20|15|5.00|1.00\n3|A|40|15|10.00|2.00"
    # 10 mL/h for 15 min is 2.5 mL with 0.5 mg, as the bag's 0.2 mg/mL has it; 10.4 is not.
    found = understand(table(rows.format("10.4").replace("|15|2.50", "||2.50")))
    assert audit(found).slips == ()
    text = protocol_text(audit(understand(table(rows.format("10").replace("5.00", "5.10")))), "x")
    assert 'printed: "5.10 mL (3,5)"\n      may_mean: 5 mL' in text


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("Step|Rate (mL/h)|Time (min)\n1|2|15", "does not say what the bag holds"),
        ("Step|Bag|Rate (mL/h)|Dose (mg)\n1|A|2|1\n2|A|4|2", "neither rate and time, nor a volume"),
        ("Step|Bag|Time (min)\n1|A|15", "no step of the table states what it gives"),
    ],
)
def test_a_table_that_makes_no_protocol_says_why(rows: str, said: str) -> None:
    with pytest.raises(NoProtocol, match=said):
        protocol_text(audited(rows), "x")


def infusion(rows: str) -> list[str]:
    """The steps that a table becomes."""
    text = protocol_text(audited(rows), "x")
    return text.partition("infusion:\n")[2].partition("examples:")[0].split("\n")[:-1]


@pytest.mark.parametrize(
    ("header", "times"),
    [
        # Counted from the first dose.
        ("Time (min)", (0, 15, 45)),
        ("Elapsed time (min)", (0, 15, 45)),
        # From one dose to the next: beside the dose before, or beside the dose after.
        ("Interval (min)", (15, 30, "")),
        ("Interval (min)", ("", 15, 30)),
        ("给药间隔 (分钟)", (15, 30, "")),
    ],
)
def test_the_time_to_the_next_dose_is_told_from_header_and_first_time(
    header: str, times: tuple[int | str, ...]
) -> None:
    doses = zip((1, 2, 4), times, strict=True)
    rows = "\n".join(f"{n}|{dose}|{time}" for n, (dose, time) in enumerate(doses, 1))
    assert infusion(f"Step|Dose (mg)|{header}\n{rows}") == [
        "  - {at_once: 1 mg, next_after: 15 min}",
        "  - {at_once: 2 mg, next_after: 30 min}",
        "  - {at_once: 4 mg}",
    ]


def test_times_that_may_be_either_are_asked_about() -> None:
    rows = "Step|Dose (mg)|Time (min)\n1|1|15\n2|2|30\n3|4|45"
    with pytest.raises(NoProtocol, match="say what the column is: interval, or elapsed time"):
        protocol_text(audited(rows), "x")
    assert "next_after: 15 min" in infusion(rows.replace(
        "Time", "Interval"))[0]  # fmt: skip
    # 15 min each is an interval: nobody gives three doses at one moment.
    steps = infusion("Step|Dose (mg)|Time (min)\n1|1|15\n2|2|15\n3|4|15")
    assert steps[1] == "  - {at_once: 2 mg, next_after: 15 min}"


def test_a_time_that_is_not_stated_is_left_to_the_order() -> None:
    text = protocol_text(audited("Step|Bag|Dose (mg)\n1||1\n2||2"), "x")
    assert "parameters:\n  pause: required\n" in text
    assert "at_once: 1 mg, next_after: $pause}\n  - {at_once: 2 mg}\n" in text


def test_a_route_is_written_only_where_the_table_says_it() -> None:
    rows = "Step|Bag|Dose (mg)\n1|{}|1\n2||2"
    assert "\nroute: by mouth\n" in protocol_text(audited(rows.format("oral suspension")), "x")
    assert "\nroute: unstated\n" in protocol_text(audited(rows.format("floral")), "x")


def test_a_dose_without_a_volume_beside_bags_is_of_another_form() -> None:
    rows = "Step|Bag|Volume (mL)|Dose (mg)\n1|A|5|20\n2|A|10|40\n3|{}||800"
    assert infusion(rows.format("1 tablet"))[-1] == '  - {at_once: 800 mg, form: "1 tablet"}'


def test_a_volume_with_a_time_runs_and_is_no_dose_at_once() -> None:
    rows = "Step|Bag|Volume (mL)|{} (min)|Dose (mg)\n1|A|5|15|20\n2|A|10|15|40"
    assert infusion(rows.format("Time"))[0] == '  - {bag: "A", give: 5 mL, over: 15 min}'
    at_once = infusion(rows.format("Interval"))[0]
    assert at_once == '  - {bag: "A", at_once: 5 mL, next_after: 15 min}'


def test_the_concentration_of_a_bag_is_what_most_of_its_steps_make() -> None:
    rows = "Step|Bag|Rate (mL/h)|Time (min)|Volume (mL)|Dose (mg)\n"
    rows += "1|A|60|1|1|0.06\n2|A|60|2|2|0.125\n3|A|60|4|4|0.25"
    # 0.125 mg in 2 mL and 0.25 mg in 4 mL are 0.0625 mg/mL, which is printed 0.06 mg for 1 mL.
    assert "concentration: 0.0625 mg/mL" in protocol_text(audited(rows), "x")
