"""The JSON of an audit: exact texts, in the committed schema, and the same numbers as the text."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft7Validator

from rechallenge.audit.looks import looked_at
from rechallenge.files.find import schema_file
from rechallenge.sheet.audit_json import audit_json
from rechallenge.sheet.audit_view import view_of
from tests.audit.pasted import audited, published
from tests.published.tables import tables

from .orders import GOLDENS, WARD_TABLE

SCHEMA = Draft7Validator(json.loads(schema_file("audit").read_text("utf-8")))
TREE = json.loads((GOLDENS / "audit.json").read_text("utf-8"))


def test_a_slip_has_its_cell_what_is_printed_and_what_it_would_be() -> None:
    # 25 mL/h for 15 min is 6.25 mL; 5 mL is printed, with the right dose for it.
    second, first = TREE["disagreements"]
    assert [claim["code"] for claim in first["claims"]] == ["rate-time"]
    assert [way["number"]["digits"] for way in first["explanations"]] == ["25", "15"]
    # 2.5 mL x 0.8 mg/mL is 2 mg.
    (way,) = second["explanations"]
    assert way["number"]["cell"] == {"where": "7,6", "text": "2.1"}
    assert (way["number"]["role"], way["number"]["line"]) == ("dose", "7")
    low, high = (float(way["would_be"][end]) for end in ("low", "high"))
    assert low <= 2 <= high
    assert second["slip"] is True


def test_what_digits_stand_for_is_exact_text() -> None:
    (way,) = TREE["disagreements"][0]["explanations"]
    # The column prints to 0.001 mg, so 2.1 stands for 2.0995 to less than 2.1005.
    stands_for = way["number"]["stands_for"]
    assert stands_for["low"] == "2.0995"
    assert stands_for["unit"] == "mg"


def test_a_number_that_only_has_fewer_digits_is_no_slip() -> None:
    # 121.1755 mg + 100 mg is 221.1755 mg; 221 is printed, and agrees once it is rounded.
    done = audited(published(tables()["marquette-ampicillin-iv"])[0])
    (one,) = json.loads(audit_json(done, ()))["disagreements"]
    assert one["slip"] is False
    assert True in [way["fewer_digits"] for way in one["explanations"]]


def test_what_is_stated_beside_a_table_is_in_it() -> None:
    done = audited("Total dose: 3 mg\nStep|Rate (mL/h)|Dose (mg)\n1|5|1\n2|10|2")
    (stated,) = json.loads(audit_json(done, ()))["understood"]["stated"]
    assert (stated["number"]["digits"], stated["number"]["unit"]) == ("3", "mg")
    assert stated["bound"] is None


def test_what_was_not_looked_at_has_its_reason() -> None:
    done = audited(WARD_TABLE)
    looked = json.loads(audit_json(done, looked_at(done)))["looked_at"]
    assert {look["code"]: look["why_not"] for look in looked} == {
        "steps": None, "sums": "no-running-sums", "jumps": None, "pump": "no-pump",
        "line": "no-line",
    }  # fmt: skip
    assert [look["times"] for look in looked] == [8, 0, 7, 0, 0]


@pytest.mark.parametrize("named", sorted(tables())[::4])
def test_the_audit_of_a_published_table_fits_the_schema_and_says_what_the_text_says(
    named: str,
) -> None:
    done = audited(published(tables()[named])[0])
    looks = looked_at(done)
    tree = json.loads(audit_json(done, looks))
    assert [error.json_path for error in SCHEMA.iter_errors(tree)] == []
    view = view_of(done, looks)
    assert [look["message"] for look in tree["looked_at"]] == list(view.looked)
    assert [note["message"] for note in tree["notes"]] == [note.text for note in view.notes]
    claims = [tuple(c["message"] for c in one["claims"]) for one in tree["disagreements"]]
    found = zip(view.found, claims, strict=True)
    assert all(said in ((), one.claims) for one, said in found)


WRONG: dict[str, Callable[[dict[str, Any]], object]] = {
    "$.schema": lambda t: t.update(schema="rechallenge/audit/2"),
    "$.compared[0].times": lambda t: t["compared"][0].update(times="8"),
    "$.notes[0]": lambda t: t["notes"][0].update(hello="you"),
    "$.disagreements[0]": lambda t: t["disagreements"][0].pop("slip"),
    "$": lambda t: t.pop("looked_at"),
}


@pytest.mark.parametrize("place", WRONG)
def test_what_is_no_part_of_the_contract_is_refused_at_its_place(place: str) -> None:
    assert not list(SCHEMA.iter_errors(TREE))
    tree = copy.deepcopy(TREE)
    WRONG[place](tree)
    assert place in [error.json_path for error in SCHEMA.iter_errors(tree)]
