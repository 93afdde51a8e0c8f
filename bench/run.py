"""`make bench`: speed as ratios, both sides measured in turn in one run."""

import compileall
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

import rechallenge
from bench.bare_bags import ceftazidime
from bench.bare_fractions import case_2
from bench.planner import EMPTY, OURS, keystrokes
from rechallenge import Order, read_protocol
from rechallenge.files.facts import facts_for
from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.service.making import make_plan
from rechallenge.sheet.pdf.render import step_sheet_pdf

ORDER = ["--dose", "375 mg", "--volume", "250 mL"]
RUNS = 15


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def ratio(name: str, one: Callable[[], object], other: Callable[[], object], aim: str) -> None:
    """Print the median of the ratios of pairs run in turn, with the range."""
    one(), other()
    pairs = [seconds(one) / seconds(other) for _ in range(RUNS)]
    middle = statistics.median(pairs)
    print(f"{name}: {middle:.2f} (from {min(pairs):.2f} to {max(pairs):.2f}); {aim}")


def process(*command: str, **more: str) -> Callable[[], object]:
    """A whole process, from start to end; `more` are environment variables."""

    def run() -> object:
        env = os.environ | more
        return subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=env)

    return run


def repeated(work: Callable[[], object], times: int) -> Callable[[], object]:
    """Many calls as one, so that the clock's own step does not matter."""

    def run() -> object:
        return [work() for _ in range(times)]

    return run


def command_line() -> Sequence[str]:
    """The installed command beside this Python."""
    found = shutil.which("rechallenge", path=str(Path(sys.executable).parent))
    if found is None:
        raise SystemExit("rechallenge is not installed beside this Python; run `make bench`")
    return [found]


def main() -> None:
    """Every measurement, one line each."""
    package = Path(rechallenge.__file__).parent
    compileall.compile_dir(package, quiet=1)
    print(f"Python {sys.version.split()[0]}; every module of rechallenge has its bytecode")
    imports = "import click, pint, pydantic, ruamel.yaml"
    ratio(
        "cold plan of case 2 / importing click, pint, pydantic and ruamel.yaml",
        process(*command_line(), "plan", "cadonilimab-stepwise", *ORDER),
        process(sys.executable, "-c", imports),
        "aim at most 1.25",
    )
    protocol = read_protocol("cadonilimab-stepwise")
    order = Order(dose="375 mg", volume="250 mL")
    on_file = facts_for(protocol, order, Shelves(shipped_folder()))
    ratio(
        "plan of case 2 in process / the same sums in bare fractions",
        repeated(lambda: make_plan(protocol, order, on_file), 100),
        repeated(case_2, 100),
        "aim at most 20",
    )
    three_bags()
    sheets()
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        many_protocols(site)
    ratio(
        "planner until it is ready / an empty app with textual, pint and pydantic until it is",
        process(sys.executable, "-c", OURS),
        process(sys.executable, "-c", EMPTY),
        "aim at most 1.5",
    )
    keystrokes()


def three_bags() -> None:
    """Twelve steps from three bags, with pump, line, checks and proof; then many plans of it."""
    protocol = read_protocol("ceftazidime-12-step")
    order = Order(dose="2000 mg", line="20 mL", primed="diluent", sets="shared")
    on_file = facts_for(protocol, order, Shelves(shipped_folder()))

    def planned() -> object:
        return make_plan(protocol, order, on_file)

    ratio(
        "plan of 12 steps from 3 bags, with pump, line, checks and proof / in bare fractions",
        repeated(planned, 30),
        repeated(ceftazidime, 30),
        "aim at most 20",
    )

    def many(times: int) -> float:
        return seconds(lambda: deque((planned() for _ in range(times)), maxlen=1)) / times

    once = statistics.median(many(1) for _ in range(50))
    grows = ", ".join(f"{times:,}: {many(times) / once:.2f}" for times in (1, 10, 100, 1000))
    print(f"time of each of so many plans / of one plan: {grows}; 1 throughout is linear")


def sheets() -> None:
    """The printed sheet beside the text, as processes; then many sheets in one process."""
    plan = [*command_line(), "plan", "cadonilimab-stepwise", *ORDER]
    ratio(
        "cold plan of case 2 as PDF / as text",
        process(*plan, "--format", "pdf"),
        process(*plan),
        "aim at most 2",
    )
    protocol = read_protocol("cadonilimab-stepwise")
    order = Order(dose="375 mg", volume="250 mL")
    made = make_plan(protocol, order, facts_for(protocol, order, Shelves(shipped_folder())))
    step_sheet_pdf(made)
    once = statistics.median(seconds(lambda: step_sheet_pdf(made)) for _ in range(20))
    hundred = seconds(repeated(lambda: step_sheet_pdf(made), 100)) / 100
    print(f"time of each of 100 sheets / of one sheet: {hundred / once:.2f}; 1 is linear")


def many_protocols(site: Path) -> None:
    """Listing and completion with 500 files in a site's folder, and a plan of one of them."""
    text = (shipped_folder() / "cadonilimab" / "cadonilimab-stepwise.yaml").read_text("utf-8")
    for number in range(500):
        mine = text.replace("id: cadonilimab-stepwise", f"id: site-{number}", 1)
        (site / f"site-{number}.yaml").write_text(mine, "utf-8")
    more = ["--protocols", str(site)]
    raw = f"import pathlib; [p.read_bytes() for p in pathlib.Path({str(site)!r}).rglob('*.yaml')]"
    ratio(
        "listing 500 files of a site / reading the same files raw",
        process(*command_line(), "protocols", *more),
        process(sys.executable, "-c", raw),
        "whole processes",
    )
    words = {"COMP_WORDS": "rechallenge show site-4", "COMP_CWORD": "2"}
    complete = words | {
        "_RECHALLENGE_COMPLETE": "bash_complete", "RECHALLENGE_PROTOCOLS": str(site),
    }  # fmt: skip
    ratio(
        "completing an id among 500 files / reading the same files raw",
        process(*command_line(), **complete),
        process(sys.executable, "-c", raw),
        "whole processes",
    )
    ratio(
        "plan with 500 files beside it / the same plan alone",
        process(*command_line(), "plan", "cadonilimab-stepwise", *ORDER, *more),
        process(*command_line(), "plan", "cadonilimab-stepwise", *ORDER),
        "only the file it needs is read",
    )


if __name__ == "__main__":
    main()
