"""`make bench`: speed as ratios of CPU time, both sides measured in turn in one run."""

import compileall
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import rechallenge
from bench.in_process import grid, plans, three_bags
from bench.planner import keystrokes
from bench.processes import cold, many_protocols, spreadsheet

PACKAGES = ("click", "pint", "pydantic", "ruamel.yaml", "textual", "typst")


def main() -> None:
    """Every measurement, one line each. The test suite's is `pytest -p tools.cpu_of_tests`."""
    compileall.compile_dir(Path(rechallenge.__file__).parent, quiet=1)
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    print(f"Python {sys.version.split()[0]}, {packages}")
    print("ratios of CPU time; every module of rechallenge has its bytecode")
    cold()
    plans()
    three_bags()
    grid()
    spreadsheet()
    with tempfile.TemporaryDirectory() as folder:
        many_protocols(Path(folder))
    keystrokes()


if __name__ == "__main__":
    main()
