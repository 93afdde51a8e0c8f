"""Type a pharmacist's morning into the planner, in a real terminal of each size, and count the
keys: `python -m tools.morning`, or `python -m tools.morning 80x24`. Needs tmux.

No step waits for a time: each waits for a text on the screen, and the last text of a job says that
the job is done.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

SIZES = ("60x20", "80x24", "120x40", "200x60")
PATIENCE_S = 60.0
_KEY = re.compile(r"<([^<>]+)>|(.)")


class Job(NamedTuple):
    """A job by its name: what is typed, `<Enter>` and such being one key, and the text that the
    screen then shows, in turn."""

    name: str
    steps: tuple[tuple[str, str], ...]


JOBS = (
    Job("a new order, and when it ends", (
        ("stepw<Down><Down><Enter>375 mg<Down><Down>250 mL<Down>09:00", "ends 11:30"),)),
    Job("correct it to 10 mg/kg for 48 kg", (
        ("<Up><Up><Up><Up><C-u>10 mg/kg<Down>48 kg", "cadonilimab 480 mg"),)),
    Job("compare strategies and come back", (
        ("<F5>", "Total time"), ("<Escape>", "10 mg/kg x 48 kg"))),
    Job("answer the findings that ask", (
        ("<F7><Enter>", "Leave it open"),
        ("seen<Enter>AB<Enter><Enter>", "2 to confirm"),
        ("<Enter>", "Leave it open"),
        ("seen<Enter>AB<Enter><Enter>", "1 to confirm"),
        ("<Enter>", "Leave it open"),
        ("seen<Enter>AB<Enter><Enter>", "CONFIRMED"))),
    Job("save the sheet as PDF, and the plan", (
        ("<F6>", "ORDER"), ("s", ".pdf "), ("<Enter>", ".pdf"),
        ("<Escape>", "F2 Order"), ("<C-s>", ".json "), ("<Enter>", "2.json"))),
    Job("a 12-step order, a pump and a line", (
        ("<C-n>pacli 12<Down><Enter>300 mg<Down><Down><Down><Down>alaris-gp<Down>15 mL", "= 15 mL"),
        ("<Down>diluent", "= diluent"), ("<Down>shared", "= shared"),
        ("", "to confirm"))),
    Job("open the plan, change its start, save it", (
        ("<C-o>", "Discard it"), ("<Right><Right><Enter>", "saved as .json"),
        ("<Down><Enter><Enter>", "cadonilimab 480 mg"),
        ("<Up><Up><Up><Up><C-u>10:30", "ends 13:00"),
        ("<C-s>", ".json "), ("<C-u>b.json<Enter>", "b.json"))),
    Job("report a stop after 20 mL, go on at 50 %", (
        ("<F10>", "Bag in use"),
        ("A<Down>20 mL<Down>10:54<Down>50 %<Down>30 min<Down><Down>2", "= 2"),
        ("<F2><Enter>", "plan after the stop"))),
    Job("have it checked blind", (
        ("<F8>blind", "Check blind"), ("<Enter>", "File"), ("<C-u>b.json<Enter>", "initials"),
        ("CD<Down><Down>cadonilimab-stepwise<Down>cadonilimab", "= cadonilimab"),
        ("<Down>10 mg/kg<Down>48 kg<Down>250 mL", "= 250 mL"),
        ("<Down>10:30<Down><Enter>", "by CD"))),
)  # fmt: skip


class Stuck(Exception):
    """The text did not come; holds the screen."""


class Terminal:
    """The planner in a terminal of a size, in a folder of its own."""

    def __init__(self, size: str, folder: str) -> None:
        columns, rows = size.split("x")
        self._tmux = ("tmux", "-S", f"{folder}/socket", "-f", "/dev/null")
        places = {"XDG_STATE_HOME": folder, "XDG_CONFIG_HOME": folder}
        path = str(Path(__file__).resolve().parents[1] / "src")
        env = os.environ | places | {"PYTHONPATH": path, "COLORTERM": "truecolor"}
        start = ("new-session", "-d", "-x", columns, "-y", rows, "-c", folder)
        command = f"{sys.executable} -m rechallenge"
        subprocess.run([*self._tmux, *start, command], env=env, check=True)

    def tell(self, *arguments: str) -> str:
        """Give tmux a command; what it says."""
        done = subprocess.run([*self._tmux, *arguments], capture_output=True, check=True)
        return done.stdout.decode()

    def until(self, text: str) -> None:
        """Wait until the screen shows a text."""
        end = time.monotonic() + PATIENCE_S
        while text not in (screen := self.tell("capture-pane", "-p")):
            if time.monotonic() > end:
                raise Stuck(f"{text!r} did not come:\n{screen}")
            time.sleep(0.05)

    def type(self, keys: str) -> None:
        """Type, all at once."""
        for name, letter in _KEY.findall(keys):
            self.tell("send-keys", *([name] if name else ["-l", letter]))


def counted(job: Job) -> tuple[int, int]:
    """How many keys a job takes, and how many of them are characters of a text."""
    keys = [key for typed, _ in job.steps for key in _KEY.findall(typed)]
    return len(keys), sum(not name for name, _ in keys)


def run(size: str) -> bool:
    """Do all jobs at a size, one after the other, and print a row for each; whether all went."""
    with tempfile.TemporaryDirectory() as folder:
        terminal = Terminal(size, folder)
        try:
            terminal.until("Still needed")
            for number, job in enumerate(JOBS, 1):
                for typed, text in job.steps:
                    terminal.type(typed)
                    terminal.until(text)
                print(
                    "| {} | {} | {} | {} | {} | done |".format(
                        number, job.name, *counted(job), size
                    )
                )
        except Stuck as stuck:
            print(f"| {number} | {job.name} | | | {size} | stuck |\n{stuck}")
            return False
        finally:
            terminal.tell("kill-server")
        return True


if __name__ == "__main__":
    print("| | job | keys | of them text | size | |\n|---|---|---|---|---|---|")
    done = [run(size) for size in sys.argv[1:] or SIZES]
    sys.exit(not all(done))
