"""Random bursts of keys in a real terminal, in every screen with text fields, compared with a plain
model of an editor after each."""

import json
import os
import random
import select
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from rechallenge import Order, plan, read_protocol
from rechallenge.sheet.plan_json import plan_json
from tests.cli.running import SOURCES
from tests.cli.terminal import Terminal, in_terminal
from tests.tui.typing_model import Form, Line, burst, bytes_of
from tests.tui.watched_planner import WRITTEN

_F11 = b"\x1b[23~"
_PATIENCE_S = 120
PLANNED = b"cadonilimab-stepwise\t375 mg" + 6 * b"\t" + b"250 mL"
ESCAPE = b"\x1b"
SLOWEST_S = 0.02


class Watch:
    """A planner in a terminal, and what it wrote down last."""

    def __init__(self, terminal: Terminal, state: Path) -> None:
        self._terminal, self._file = terminal, state / WRITTEN
        self._number = 0

    def type(self, keys: bytes) -> dict[str, object]:
        """Type keys at once; what the planner writes down after them."""
        self._terminal.send(keys)
        return self.look()

    def look(self) -> dict[str, object]:
        """What is in the fields once all has been carried out."""
        self._terminal.send(_F11)
        self._number += 1
        end = time.monotonic() + _PATIENCE_S
        while True:
            self.wait(0.01)
            if self._file.exists():
                tree: dict[str, object] = json.loads(self._file.read_text())
                if tree["number"] == self._number:
                    return tree
            assert time.monotonic() < end, "the planner wrote nothing down"

    def send(self, keys: bytes) -> None:
        self._terminal.send(keys)

    def wait(self, seconds: float) -> None:
        """Let the time go by, and take what the planner draws."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self._terminal.master], [], [], left)[0]:
                os.read(self._terminal.master, 65536)


@contextmanager
def watched(state: Path) -> Iterator[Watch]:
    """A watched planner that keeps its state here."""
    module, here = "tests.tui.watched_planner", str(Path(__file__).parents[2])
    path = os.pathsep.join((str(SOURCES), here))
    state.mkdir(parents=True, exist_ok=True)
    with in_terminal(str(state), str(SLOWEST_S), module=module, PYTHONPATH=path) as terminal:
        terminal.wait_for(b"Still needed")
        yield Watch(terminal, state)


class Screen(NamedTuple):
    """A screen with text fields, and how it is come by and left. `places` are the first and the
    last place of its focus chain that bursts go to; Enter goes to the next one, if `enter` does
    not say otherwise."""

    name: str
    come: tuple[bytes, ...]
    leave: tuple[bytes, ...]
    places: tuple[int, int]
    one_history: bool = False
    enter: dict[int, int] | None = None


def form_of(tree: dict[str, object], screen: Screen) -> Form:
    """The model of what was written down of a screen that was just opened."""
    places = tree["places"]
    assert isinstance(places, list)
    assert isinstance(tree["focus"], int)
    lines = [None if place is None else Line(*place) for place in places]
    first, last = screen.places
    last = min(last, len(lines) - 1)
    enter = dict.fromkeys(range(first, last), 1) if screen.enter is None else screen.enter
    form = Form(lines, tree["focus"], screen.one_history, enter, first, last)
    if screen.one_history:
        # The word that it was opened with.
        form.undone[-1] = [[""] * len(lines)]
    return form


def state_of(tree: dict[str, object]) -> list[object]:
    """What is compared: the text of each field, and text, cursor and place of the focus."""
    places, focus = tree["places"], tree["focus"]
    assert isinstance(places, list)
    assert isinstance(focus, int)
    return [focus, places[focus], [place and place[0] for place in places]]


def modelled(form: Form) -> list[object]:
    """The same of the model."""
    line = form.line
    places = [None if place is None else place.text for place in form.places]
    return [form.focus, line and [line.text, line.at], places]


def send_burst(dice: random.Random, watch: Watch, keys: list[str]) -> None:
    """Send keys all at once, or with gaps of up to 100 ms; a paste may be cut in two anywhere."""
    if dice.random() < 0.6:
        watch.send(b"".join(map(bytes_of, keys)))
        return
    longest = dice.choice((0.002, 0.02, 0.1))
    for key in keys:
        sent = bytes_of(key)
        cut = dice.randrange(1, len(sent)) if sent.startswith(b"\x1b[200~") else 0
        if cut:
            watch.send(sent[:cut])
            watch.wait(dice.random() * min(longest, 0.02))
        watch.send(sent[cut:])
        watch.wait(dice.random() * longest)


def bursts_in(dice: random.Random, watch: Watch, form: Form, number: int) -> None:
    """Send this many bursts to the screen that is open."""
    for _ in range(number):
        keys = burst(dice, form)
        send_burst(dice, watch, keys)
        is_now = state_of(watch.look())
        assert is_now == modelled(form), f"{keys} led to {is_now}, not to {modelled(form)}"


def screens(saved: Path) -> tuple[Screen, ...]:
    """Every screen with text fields; `saved` is a plan file."""
    discard = (b"\x1b[C", b"\r")
    path = b"\x1b[F\x15" + bytes(saved) + b"\r"
    return (
        # With every field unfolded, those from the age to the start: none of them offers names.
        Screen(
            "OrderScreen", (b"cadonilimab-stepwise\t\x1b[24~", b"\t\t"), (), (3, 8),
            one_history=True,
        ),
        # Ctrl+N; the rest needs an order with a plan.
        Screen(
            "Library", (b"\x0e", *discard[:1], *discard, PLANNED, b"\x1bOR"), (ESCAPE,), (0, 0),
            enter={},
        ),
        Screen("Acknowledge", (b"\x1bOQ", b"4", b"\r"), (ESCAPE,), (0, 3), enter={0: 1, 1: 2}),
        Screen("NameFile", (b"\x13",), (ESCAPE,), (0, 2), enter={}),
        Screen("Stopped", (b"\x1b[21~",), (ESCAPE, *discard), (0, 6)),
        Screen(
            "BlindCheck", (b"\x1b[19~", b"blind", b"\r", path), (ESCAPE, *discard), (0, 12)
        ),
    )  # fmt: skip


def in_every_screen(folder: Path, number: int, seed: int) -> Counter[str]:
    """Send this many bursts to each screen with text fields; how many each had."""
    dice = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    saved = folder / "plan.json"
    made = plan(read_protocol("cadonilimab-stepwise"), Order(dose="375 mg", volume="250 mL"))
    saved.write_text(plan_json(made))
    had: Counter[str] = Counter()
    with watched(folder / "state") as watch:
        for screen in screens(saved):
            # A key after Escape at once would be one key with it.
            for keys in screen.come:
                tree = watch.type(keys)
            assert tree["screen"] == screen.name, tree
            form = form_of(tree, screen)
            bursts_in(dice, watch, form, number)
            had[screen.name] += number
            for keys in screen.leave:
                watch.wait(0.2)
                watch.type(keys)
    return had
