"""Whatever is typed in a burst arrives in the order typed."""

import asyncio
import random
import re
from pathlib import Path

import pytest
from textual import events

from rechallenge.tui.app import Planner
from rechallenge.tui.widgets.text_field import TextField
from tests.cli.terminal import in_terminal
from tests.tui.planning_room import (
    CHARACTERS,
    NAMES,
    STEPWISE,
    planner,
    press,
    run,
    until,
    write,
)

BURSTS = 20

KEYS = ("backspace", "delete", "left", "right", "home", "end", "ctrl+a", "ctrl+e", "ctrl+u",
        "ctrl+k", "ctrl+w")  # fmt: skip
LETTERS = "0123456789 mg/kLh.:"


def typed(keys: list[str]) -> str:
    """What a plain editor of one line makes of the keys, from an empty line on."""
    text, at = "", 0
    for key in keys:
        if key == "backspace":
            text, at = text[: max(at - 1, 0)] + text[at:], max(at - 1, 0)
        elif key == "delete":
            text = text[:at] + text[at + 1 :]
        elif key in ("left", "right"):
            at = max(at - 1, 0) if key == "left" else min(at + 1, len(text))
        elif key in ("home", "ctrl+a"):
            at = 0
        elif key in ("end", "ctrl+e"):
            at = len(text)
        elif key == "ctrl+u":
            text, at = text[at:], 0
        elif key == "ctrl+k":
            text = text[:at]
        elif key == "ctrl+w":
            words = [found.start() for found in re.finditer(r"(?<=\W)\w", text[:at])]
            start = words[-1] if words else 0
            text, at = text[:start] + text[at:], start
        else:
            text, at = text[:at] + key + text[at:], at + 1
    return text


def burst(app: Planner, keys: list[str]) -> None:
    """Send all keys at once, as a scanner does."""
    for key in keys:
        name = NAMES.get(key, key)
        app.post_message(events.Key(name, key if len(key) == 1 else CHARACTERS.get(key)))


async def dealt_with(app: Planner) -> None:
    """Wait until the app has taken every key that was sent to it."""
    done = asyncio.Event()
    app.call_later(done.set)
    await done.wait()


def test_random_bursts_leave_what_a_plain_editor_has(tmp_path: Path) -> None:
    dice = random.Random(16)

    async def bursts() -> None:
        async with planner(tmp_path) as (app, _pilot):
            write(app.session, {"protocol": "cadonilimab-stepwise", "volume": "250 mL"})
            await press(app, "tab")
            field = app.focused
            assert isinstance(field, TextField)
            for _number in range(BURSTS):
                keys = [
                    dice.choice(KEYS if dice.random() < 0.4 else LETTERS)
                    for _key in range(dice.randint(2, 25))
                ]
                burst(app, ["end", "ctrl+u", *keys])
                await dealt_with(app)
                assert field.value == typed(keys), keys
                assert app.session.draft.text("dose") == typed(keys)

    run(bursts())


def test_text_for_the_next_field_lands_there_and_undo_takes_back_the_last_text(
    tmp_path: Path,
) -> None:
    async def ahead() -> None:
        async with planner(tmp_path) as (app, _pilot):
            burst(app, [*"cadonilimab-stepwise", "tab", *"990", *["backspace"] * 3, *"375 mg"])
            burst(app, ["tab", "tab", "tab", *"48 kg", "ctrl+z"])
            await dealt_with(app)
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
            await dealt_with(app)
            assert app.session.draft.text("protocol") == "cadonilimab-slow-start"
            assert app.session.draft.text("dose") == "375 mg"

    run(ahead())


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
            await dealt_with(app)
            assert app.session.draft.text("dose") == "1\x1b[A\x7f23"

    run(paste())


@pytest.mark.parametrize(
    ("sent", "shown"),
    [(b"990\x7f\x7f\x7f375 mg", b"= 375 mg"), (b"40 mg\x1b[D\x1b[D\x1b[D5", b"= 405 mg")],
)
def test_in_a_real_terminal_too(sent: bytes, shown: bytes, tmp_path: Path) -> None:
    with in_terminal(XDG_STATE_HOME=str(tmp_path)) as terminal:
        terminal.wait_for(b"Still needed")
        terminal.send(b"cadonilimab-stepwise\t" + sent)
        terminal.wait_for(shown)
