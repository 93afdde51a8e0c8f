"""A defect is one sentence, its traceback only for whoever asks; a language is known or refused."""

import pytest

from rechallenge.service import making
from tests.cli.running import CASE_2, command, here, python, refused

BROKEN = """
from rechallenge.cli.main import main
import rechallenge.service.making as making

def broken(*_):
    raise KeyError("mmol")

making.work_out = broken
main()
"""


def test_a_defect_is_one_sentence_without_a_traceback() -> None:
    outcome = python("-c", BROKEN, *CASE_2)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        "rechallenge: internal error (KeyError: 'mmol'); nothing was made. Please report it as a "
        "defect\n"
    )


def test_the_traceback_of_a_defect_is_shown_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("mmol")

    monkeypatch.setattr(making, "work_out", broken)
    monkeypatch.setenv("RECHALLENGE_DEBUG", "1")
    outcome = here(*CASE_2)
    assert outcome.code == 2
    assert outcome.err.startswith("Traceback (most recent call last):\n")
    assert "internal error (KeyError: 'mmol')" in outcome.err.splitlines()[-1]


def test_what_a_person_got_wrong_has_no_traceback_even_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RECHALLENGE_DEBUG", "1")
    refused(here("plan", "stepwize", "--dose", "5 mg"), "stepwise")


@pytest.mark.slow
def test_help_and_refusals_are_in_the_language_of_the_environment() -> None:
    help_text = command("plan", "--help", RECHALLENGE_LANGUAGE="pseudo").out
    assert "\u00abfinal volume of the bag in" in " ".join(help_text.split())
    error = command("compare", "extended", RECHALLENGE_LANGUAGE="pseudo").err
    assert error.startswith("rechallenge: \u00abwrite two protocols")
