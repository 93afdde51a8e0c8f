"""An order shows the fields that matter to it; the others are folded away, never one that says
something."""

from pathlib import Path

import pytest
from textual import events

from rechallenge.tui.state.draft import DraftOrder
from rechallenge.tui.state.folding import fields_in_use
from rechallenge.tui.widgets.order_field import OrderField
from tests.tui.planning_room import (
    NAMES,
    NOON,
    STEPWISE,
    carried_out,
    planner,
    press,
    run,
    session,
    shown,
    write,
)

USUAL = {"protocol", "dose", "weight", "start", "pump", "line", "patient"}


@pytest.mark.parametrize(
    ("texts", "more"),
    [
        ({}, {"volume"}),
        # The premedication has no time, and a finding asks for one.
        (STEPWISE, {"volume", "premed_lead"}),
        # No plan yet: what the line is primed with is needed first.
        (STEPWISE | {"line": "20 mL"}, {"volume", "primed"}),
        # The protocol states its own bag volumes; three bags may share a line.
        ({"protocol": "ceftazidime-12-step", "dose": "2000 mg", "line": "20 mL"},
         {"primed", "sets"}),
        ({"protocol": "extended", "dose": "375 mg"}, {"volume", "drug", "settings.duration"}),
        ({"dose": "200 mg/m2"}, {"volume", "bsa"}),
        # A text that cannot be used, in a field that few orders have.
        ({"age": "six"}, {"volume", "age"}),
        ({"closing_time": "17:30"}, {"volume", "closing_time"}),
    ],
)  # fmt: skip
def test_an_order_shows_what_matters_to_it(texts: dict[str, str], more: set[str]) -> None:
    assert fields_in_use(session(**texts).evaluation) == USUAL | more


@pytest.mark.slow
def test_fields_fold_and_unfold_and_tab_passes_over_what_is_folded(tmp_path: Path) -> None:
    async def job() -> None:
        async with planner(tmp_path, (80, 24)) as (app, _):
            write(app.session, STEPWISE)
            fields = app.order_screen.form.query(OrderField)

            def displayed() -> list[str]:
                return [field.spec.key for field in fields if field.display]

            few = displayed()
            assert len(few) == 9
            assert f"{len(fields) - 9} more fields: F12" in shown(app)
            # Tab goes from one field that is shown to the next, and then to the line below.
            walked = []
            for _tab in few:
                assert app.focused is not None
                assert isinstance(app.focused.parent, OrderField)
                walked.append(app.focused.parent.spec.key)
                await press(app, "tab")
            assert walked == few
            await press(app, "enter")
            assert len(displayed()) == len(fields)
            assert "folds" in shown(app) or app.order_screen.form.max_scroll_y > 0
            # A text in a field, or an error, keeps it when the others are folded again.
            write(app.session, {"closing_time": "17:30", "age": "six"})
            await press(app, "f12")
            assert set(displayed()) == {*few, "closing_time", "age"}
            # What has lost its text stays while the protocol does: the form does not jump.
            write(app.session, {"age": ""})
            assert "age" in displayed()
            write(app.session, {"protocol": "cadonilimab-extended"})
            assert "age" not in displayed()
            # The field in use is never folded away under the hand.
            await press(app, "f12")
            field = app.order_screen.form.field("bsa")
            assert field is not None
            field.entry.focus()
            await press(app, "f12")
            assert "bsa" in displayed()

    run(job())


@pytest.mark.slow
def test_a_burst_of_keys_ends_in_the_fields_that_its_own_text_has_unfolded(tmp_path: Path) -> None:
    # Three bags may share a line: the form asks what it is primed with and for the sets, below it.
    bags = {"protocol": "paclitaxel-12-step", "dose": "300 mg"}
    asked = {"line": "15 mL", "primed": "diluent", "sets": "shared"}

    async def job() -> None:
        async with planner(tmp_path) as (app, pilot):
            for goes_on in ("down", "tab", "enter"):
                app.session.replace(DraftOrder(NOON.date()), saved=True)
                write(app.session, bags)
                field = app.order_screen.form.field("line")
                assert field is not None
                field.entry.focus()
                await pilot.pause()
                keys = [*"15 mL", goes_on, *"diluent", goes_on, *"shared", goes_on, *"Bed 4"]
                for key in keys:
                    name = NAMES.get(key, key)
                    app.post_message(events.Key(name, key if len(key) == 1 else None))
                await carried_out(app)
                assert app.screen is app.order_screen, f"{goes_on} made letters commands"
                assert dict(app.session.draft.texts) == bags | asked | {"patient": "Bed 4"}

    run(job())
