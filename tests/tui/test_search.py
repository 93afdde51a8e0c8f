"""A word is found wherever it is in the result, and in what a finding says once it is opened."""

from pathlib import Path

import pytest
from textual.content import Content

from rechallenge.tui.widgets.search import marked
from tests.tui.planning_room import STEPWISE, planner, press, run, shown, type_text, until, write


def test_a_text_is_marked_wherever_it_is_in_any_case_and_without_colour() -> None:
    found = marked(Content("Famotidine, then famotidine"), "FAMOTIDINE")
    # 10 letters from 0, and from 17.
    assert [(span.start, span.end) for span in found.spans] == [(0, 10), (17, 27)]
    assert all("reverse" in str(span.style) for span in found.spans)
    assert marked(Content("nothing here"), "").spans == []


@pytest.mark.slow
def test_search_goes_from_match_to_match_through_the_result_and_the_sheet(tmp_path: Path) -> None:
    async def job() -> None:
        async with planner(tmp_path) as (app, pilot):
            await press(app, "ctrl+f")
            assert "no result" in [note.message for note in app._notifications][-1]
            write(app.session, STEPWISE)
            result = app.order_screen.result
            # From a field: the findings are one line each, and what they say is searched whole.
            await press(app, "f7", "/")
            await type_text(app, "prescriber decides")
            await until(pilot, lambda: "1 of 1 in Findings" in shown(app), "the count")
            await press(app, "enter")
            await until(pilot, lambda: result.findings.has_focus, "the findings")
            assert result.findings.item is not None
            assert result.findings.item.code == "premedication-above-usual"
            await press(app, "escape")
            assert "1 of 1" not in shown(app)
            # On through the sections, round again, and back.
            await press(app, "1", "ctrl+f")
            await type_text(app, "FAMOTIDINE")
            await until(pilot, lambda: "1 of " in shown(app), "the count")
            number = int(shown(app).split("1 of ")[1].split(" ")[0])
            assert number >= 3
            await press(app, "enter")
            opened = []
            for _match in range(number):
                await until(pilot, lambda: result.target.has_focus, "the section")
                opened.append(result.bar.current)
                await press(app, "n")
            assert {2, 3} <= set(opened)
            await until(pilot, lambda: f"1 of {number}" in shown(app), "the first again")
            await press(app, "N")
            await until(pilot, lambda: f"{number} of {number}" in shown(app), "the last")
            # Another order has other matches.
            write(app.session, {"dose": "5 mg/kg"})
            await until(pilot, lambda: f" of {number}" not in shown(app), "the search to end")
            await press(app, "f6", "/")
            await type_text(app, "no such words")
            await until(pilot, lambda: "not found" in shown(app), "a word about it")
            await press(app, "ctrl+u")
            await type_text(app, "initials")
            await until(pilot, lambda: " in the sheet" in shown(app), "the count")
            await press(app, "enter", "n")
            await until(pilot, lambda: "2 of " in shown(app), "the next match, and no note")
            await press(app, "escape", "escape")
            assert app.screen is app.order_screen

    run(job())
