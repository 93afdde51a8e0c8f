"""Write the orders of a clinic's day, by every shipped protocol in turn, and time how long
`rechallenge batch` takes for them: `python -m tools.clinic_day 200`.

It prints the time of the first run, of one that finds nothing changed, and of one that goes on
after a SIGKILL, with the processor time and the most memory that all processes have at once.
"""

import csv
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.files.reading import read_source
from rechallenge.model.example import ExampleOrder
from rechallenge.model.order import SETTINGS
from rechallenge.service.order_fields import value_text

DAY = "2026-11-23"
_OPENS, _STEP_MIN, _LAST_MIN = 8 * 60, 7, 5 * 60
"""From 08:00 on, an order each seven minutes for five hours, and again from the beginning."""


def orders(number: int) -> Iterator[dict[str, str]]:
    """So many orders: those of the worked examples, with a start, a patient, and a line or a
    technique here and there."""
    shelves = Shelves(shipped_folder())
    protocols = [read_source(name, shelves).protocol for name in shelves.ids()]
    examples = [(p, example.order) for p in protocols for example in p.examples]
    first = list({p.id: (p, order) for p, order in reversed(examples)}.values())[::-1]
    for count in range(number):
        protocol, order = first[count % len(first)]
        start = _OPENS + count * _STEP_MIN % _LAST_MIN
        row = {"protocol": protocol.id, **_texts(order)}
        row["start"] = f"{start // 60:02}:{start % 60:02}"
        row["patient"] = f"Bay {count % 9 + 1}, chair {count + 1}"
        if count % 2:
            row["technique"] = "add to bag"
        if count % 3 == 0 and len(protocol.bags) < 2:
            row |= {"line": "20 mL", "primed": "diluent"}
        yield row


def _texts(order: ExampleOrder) -> dict[str, str]:
    said = {name: value_text(getattr(order, name)) for name in type(order).model_fields
            if name != SETTINGS and getattr(order, name)}  # fmt: skip
    return said | {f"{SETTINGS}.{n}": value_text(v) for n, v in order.settings.items()}


def write_table(path: Path, number: int) -> None:
    """Write the orders as CSV."""
    rows = list(orders(number))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)))
        writer.writeheader()
        writer.writerows(rows)


def _memory(process: int) -> int:
    """What a process and its children have in memory in MB, shared pages counted once."""
    kilobytes = 0
    family = [process]
    for one in family:
        try:
            family += map(int, Path(f"/proc/{one}/task/{one}/children").read_text().split())
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
        except OSError:
            continue
        kilobytes += next(int(line.split()[1]) for line in rollup.split("\n") if "Pss:" in line)
    return kilobytes // 1024


def run(folder: Path, what: str, kill_after: int = 0) -> None:
    """Run the batch of the table in a folder; end it by SIGKILL after so many orders."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "rechallenge", "batch", "orders.csv", "-o", "day", "--day", DAY],
        cwd=folder, stdout=(folder / "out").open("wb"), stderr=(folder / "err").open("wb"),
    )  # fmt: skip
    most = 0
    while process.poll() is None:
        most = max(most, _memory(process.pid))
        if kill_after and len(list(folder.glob("day/[0-9]*"))) >= kill_after:
            process.kill()
        time.sleep(0.1)
    passed, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    done = len(list(folder.glob("day/[0-9]*")))
    print(f"{what}: {passed:.1f} s, {cpu:.1f} s of processor, at most {most} MB, {done} folders")
    print("  " + (folder / "err").read_text().strip().rpartition("\n")[2])


def main() -> None:
    """Write the table, and run the batch three times."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    folder = Path(tempfile.mkdtemp(prefix="clinic-day-"))
    write_table(folder / "orders.csv", number)
    print(f"{number} orders in {folder}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    run(folder, "first run")
    right = _content(folder)
    run(folder, "nothing changed")
    assert _content(folder) == right
    shutil.rmtree(folder / "day")
    run(folder, "killed", kill_after=number // 2)
    run(folder, "gone on")
    assert _content(folder) == right
    print(f"the same {len(right)} files each time")


def _content(folder: Path) -> dict[str, bytes]:
    files = (path for path in (folder / "day").rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


if __name__ == "__main__":
    main()
