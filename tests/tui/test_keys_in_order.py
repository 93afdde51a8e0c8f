"""Whatever is typed in a burst arrives in the order typed."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from rechallenge.tui.pastes import PastesAreText
from rechallenge.tui.state.typing_step import MOST_PASTED
from rechallenge.tui.widgets.text_field import TextField
from tests.tui.bursts import in_every_screen
from tests.tui.planning_room import (
    STEPWISE,
    burst,
    carried_out,
    planner,
    press,
    run,
    until,
    write,
)


@pytest.mark.slow
def test_text_for_the_next_field_lands_there_and_undo_takes_back_the_last_text(
    tmp_path: Path,
) -> None:
    async def ahead() -> None:
        async with planner(tmp_path) as (app, _pilot):
            burst(app, [*"cadonilimab-stepwise", "tab", *"990", *["backspace"] * 3, *"375 mg"])
            burst(app, ["tab", "tab", "tab", *"48 kg", "ctrl+z"])
            await carried_out(app)
            assert app.session.draft.text("protocol") == "cadonilimab-stepwise"
            assert app.session.draft.text("dose") == "375 mg"
            assert app.session.draft.text("weight") != "48 kg"

    run(ahead())


def test_what_is_typed_after_the_key_that_opens_a_screen_is_typed_into_that_screen(
    tmp_path: Path,
) -> None:
    async def ahead() -> None:
        async with planner(tmp_path) as (app, pilot):
            burst(app, ["f3", *"slow cadonilimab", "enter", *"375 mg"])
            await until(pilot, lambda: app.session.draft.text("dose"), "the dose")
            await carried_out(app)
            assert app.session.draft.text("protocol") == "cadonilimab-slow-start"
            assert app.session.draft.text("dose") == "375 mg"

    run(ahead())


@pytest.mark.slow
def test_a_name_typed_right_after_the_key_that_saves_is_the_name(tmp_path: Path) -> None:
    async def ahead() -> None:
        async with planner(tmp_path) as (app, pilot):
            write(app.session, STEPWISE)
            await press(app, "tab")
            name = str(tmp_path / "ours.json")
            burst(app, [*" ", "backspace", "ctrl+s", "end", "ctrl+u", *name, "enter"])
            await until(pilot, lambda: (tmp_path / "ours.json").exists(), "the plan to be saved")
            assert app.session.draft.text("dose") == "10 mg/kg"

    run(ahead())


@pytest.mark.slow
def test_an_editing_key_in_a_dialog_waits_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A key that waited in vain would wait for ever.
    monkeypatch.setattr("rechallenge.tui.keys_in_order._PATIENCE_S", None)

    async def edit() -> None:
        async with planner(tmp_path) as (app, pilot):
            write(app.session, STEPWISE)
            await press(app, "tab", "ctrl+s")
            field = app.focused
            assert isinstance(field, TextField)
            burst(app, ["end", "ctrl+u", "left", *"ours"])
            await until(pilot, lambda: field.value == "ours", "the keys to be carried out")

    run(edit())


def test_a_pasted_text_stays_where_it_was_pasted_and_is_no_key(tmp_path: Path) -> None:
    async def paste() -> None:
        async with planner(tmp_path) as (app, _pilot):
            await press(app, "tab")
            burst(app, [*"1"])
            app.post_message(events.Paste("\x1b[A\x7f2"))
            burst(app, [*"3"])
            await carried_out(app)
            assert app.session.draft.text("dose") == "1\x1b[A\x7f23"

    run(paste())


@pytest.mark.slow
def test_what_follows_a_new_order_a_section_or_a_choice_is_typed_there(tmp_path: Path) -> None:
    async def ahead() -> None:
        async with planner(tmp_path) as (app, _pilot):
            write(app.session, STEPWISE)
            before = app.session.draft
            burst(app, ["tab", "tab", "ctrl+n", "right", "right", "enter", *"carboplatin-12-step"])
            await carried_out(app)
            assert dict(app.session.draft.texts) == {"protocol": "carboplatin-12-step"}
            # Undo reaches across the new order, word by word before that.
            for _step in range(2):
                burst(app, ["ctrl+z"])
                await carried_out(app)
            assert app.session.draft == before
            burst(app, ["f2", "4", "enter", *"read it", "enter", *"MK", "enter", "enter"])
            await carried_out(app)
            (answer,) = app.session.draft.answers
            assert answer.acknowledgement.reason == "read it"

    run(ahead())


@pytest.mark.slow
def test_undo_in_a_dialog_takes_back_what_was_typed_there_and_leaves_the_order(
    tmp_path: Path,
) -> None:
    async def ahead() -> None:
        async with planner(tmp_path) as (app, _pilot):
            write(app.session, STEPWISE)
            for opens in (["f3"], ["ctrl+s", "ctrl+u"], ["f10"]):
                burst(app, [*opens, *"31 mL", "ctrl+z", "ctrl+z", "ctrl+z", "ctrl+y"])
                await carried_out(app)
                field = app.focused
                assert isinstance(field, TextField)
                assert field.value == ("31" if opens != ["ctrl+s", "ctrl+u"] else "")
                assert dict(app.session.draft.texts) == STEPWISE
                burst(app, ["escape", "right", "enter"])
                await carried_out(app)

    run(ahead())


@pytest.mark.slow
def test_random_bursts_in_a_real_terminal_leave_what_a_plain_editor_has(tmp_path: Path) -> None:
    """`python -m tools.bursts` sends thousands."""
    had = in_every_screen(tmp_path, 1, seed=1)
    assert had.total() == 6
    assert len(had) == 6


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "a", "\x1b[D", "\r"]), st.text("5 \x1b[201~\r\n\x00A", max_size=9)
        ),
        max_size=3,
    ),
    st.randoms(use_true_random=False),
)
def test_each_paste_is_one_text_however_it_is_split_over_reads(
    typed: list[tuple[str, str]], dice: random.Random
) -> None:
    pastes = [paste for _keys, paste in typed if "\x1b[201~" not in paste + "\x1b[201"]
    sent = "".join(f"{keys}\x1b[200~{paste}\x1b[201~" for keys, paste in typed if paste in pastes)
    parser, messages = PastesAreText(), list[object]()
    while sent:
        cut = dice.randint(1, len(sent))
        messages += parser.feed(sent[:cut])
        sent = sent[cut:]
    names = {"a": ["a"], "\x1b[D": ["left"], "\r": ["enter"], "": []}
    expected: list[str] = []
    for keys, paste in typed:
        if paste in pastes:
            expected += [*names[keys], f"paste {paste}"]
    assert [
        f"paste {one.text}" if isinstance(one, events.Paste) else one.key
        for one in messages
        if isinstance(one, events.Paste | events.Key)
    ] == expected


def test_a_paste_that_is_too_long_for_any_field_is_not_held_and_not_put_in(tmp_path: Path) -> None:
    parser, messages = PastesAreText(), list[object]()
    for part in ("\x1b[200~", *["5" * 5000] * 100, "\x1b[201", "~9"):
        messages += parser.feed(part)
    paste, key = messages
    assert isinstance(paste, events.Paste)
    assert isinstance(key, events.Key)
    assert key.key == "9"
    assert MOST_PASTED < len(paste.text) < MOST_PASTED + 20

    async def put_in() -> None:
        async with planner(tmp_path) as (app, _pilot):
            burst(app, ["tab", *"1"])
            app.post_message(paste)
            burst(app, [*"2"])
            await carried_out(app)
            assert app.session.draft.text("dose") == "12"
            (said,) = app._notifications
            assert said.message.startswith("A field takes up to 10,000 characters")

    run(put_in())
