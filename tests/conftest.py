"""What every test needs: no protocols but those that ship, in English, whatever the machine has."""

import gc
import json
import os
import signal
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from rechallenge.sheet.pdf import page_differences, render, same_pages
from rechallenge.sheet.pdf.drawn import _letters, drawn_on
from rechallenge.sheet.pdf.words import Data

# A shell that starts a command in the background has it ignore Ctrl-C, and nohup a hangup; both are
# inherited. Tests send these signals to processes of their own.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow tests come first: at the end, one of them would leave the other core with nothing."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_collection_finish() -> None:
    """What is loaded by now stays, as in the planner: looking through it again and again for what
    nothing uses takes a tenth of the suite."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(autouse=True)
def _no_site_of_this_machine(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty: Path = tmp_path_factory.getbasetemp() / "no-configuration"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(empty))
    monkeypatch.delenv("RECHALLENGE_PROTOCOLS", raising=False)
    monkeypatch.setenv("RECHALLENGE_LANGUAGE", "en")


_TYPESET = render.typeset
_SET: dict[tuple[str, str, str | None], bytes] = {}


def _set_once(data: Data, template: str = "sheet.typ") -> bytes:
    asked = (json.dumps(data), template, os.environ.get(render.FOLDER_VARIABLE))
    if asked not in _SET:
        _SET[asked] = _TYPESET(data, template)
    return _SET[asked]


@pytest.fixture(autouse=True, scope="session")
def _a_sheet_is_set_once() -> Iterator[None]:
    """A sheet follows from its data, its template and the fonts alone, so the same sheet is not set
    again for each test of it."""
    with patch.object(render, "typeset", _set_once):
        yield


@pytest.fixture
def each_sheet_is_set_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the tests that say so: two prints of one plan are the same bytes."""
    monkeypatch.setattr(render, "typeset", _TYPESET)


@pytest.fixture(scope="module")
def each_file_is_parsed_once() -> Iterator[None]:
    """For tests that compare many files with the same fresh print, damaged on one page: parsing the
    other pages again takes most of the time."""
    drawn: dict[object, tuple[Any, ...]] = {}

    def drawn_once(page: Any) -> tuple[Any, ...]:
        content, fonts = page.get_contents(), page["/Resources"].get("/Font", {})
        if content is None:
            return tuple(drawn_on(page))
        letters = tuple(
            (name, str(font.get("/BaseFont")), str(font.get("/Subtype")), str(_letters(font)))
            for name, font in ((name, fonts[name].get_object()) for name in fonts)
        )
        key = (content.get_data(), letters)
        if key not in drawn:
            drawn[key] = tuple(drawn_on(page))
        return drawn[key]

    with (
        patch.object(same_pages, "_read", lru_cache(maxsize=8)(same_pages._read)),
        patch.object(page_differences, "drawn_on", drawn_once),
    ):
        yield
