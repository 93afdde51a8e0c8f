"""Take the pictures in `docs/pictures` from a real session in tmux: `python tools/pictures.py`."""

import os
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
WIDTH, HEIGHT = 120, 40
ORDER = ("10 mg/kg", *["Down"] * 3, "48 kg", *["Down"] * 3, "250 mL", "Down",
         "2026-11-23 09:00", *["Down"] * 3, "30 min", *["Down"] * 4, "15 mL", "Down",
         "diluent")  # fmt: skip
SESSION = (
    (("F3",), "Search", "library"),
    (("cadonilimab step", "Enter"), "Still needed: Dose", None),
    (("Down", *ORDER), "peak 150 mL/h", "order"),
    (("F2", "4"), "CONFIRM", "findings"),
    (("Enter",), "Leave it open", "question"),
    # A terminal takes Escape and a key right after it for one key, so each stands alone.
    (("Escape",), "Findings!", None),
    (("2", *["Right"] * 9), "step 2", "chart"),
    (("F5",), "Cumulative dose", "compare"),
    (("Escape",), "Findings!", None),
    (("F6",), "ORDER", "sheet"),
)  # fmt: skip
_KEYS = ("Down", "Up", "Enter", "Escape", "Right", "Left", "F1", "F2", "F3", "F5", "F6")
_PATIENCE_S = 30


def main() -> None:
    """Run the session, and write a picture at each place that has a name."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        tmux = ["tmux", "-S", str(Path(folder) / "socket"), "-f", os.devnull]
        env = f"XDG_STATE_HOME={folder} XDG_CONFIG_HOME={folder} COLORTERM=truecolor"
        command = f"{env} PYTHONPATH={ROOT / 'src'} {shlex.quote(sys.executable)} -m rechallenge"
        size = ["-x", str(WIDTH), "-y", str(HEIGHT)]
        subprocess.run([*tmux, "new-session", "-d", *size, command], check=True)
        try:
            _wait(tmux, "Still needed")
            for keys, until, name in SESSION:
                for key in keys:
                    literal = [] if key in _KEYS else ["-l"]
                    subprocess.run([*tmux, "send-keys", *literal, key], check=True)
                _wait(tmux, until)
                if name is not None:
                    _picture(tmux, name)
        finally:
            subprocess.run([*tmux, "kill-server"], check=False)


def _screen(tmux: list[str], *how: str) -> str:
    done = subprocess.run([*tmux, "capture-pane", "-p", *how], capture_output=True, check=True)
    return done.stdout.decode()


def _wait(tmux: list[str], text: str) -> None:
    """Wait until a text is on the screen, and then until the screen stands still."""
    end = time.monotonic() + _PATIENCE_S
    before = ""
    while text not in (now := _screen(tmux)) or now != before:
        if time.monotonic() > end:
            raise SystemExit(f"waited in vain for {text!r}:\n{now}")
        before = now
        time.sleep(0.3)


def _picture(tmux: list[str], name: str) -> None:
    with Path(os.devnull).open("w") as nowhere:
        console = Console(width=WIDTH, height=HEIGHT, record=True, file=nowhere)
        console.print(Text.from_ansi(_screen(tmux, "-e", "-N").rstrip("\n")), end="")
        svg = console.export_svg(title="rechallenge", unique_id=name)
    (PICTURES / f"{name}.svg").write_text(svg, "utf-8")


if __name__ == "__main__":
    main()
