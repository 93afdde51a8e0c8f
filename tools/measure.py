"""How large the house is, and how much of it one plan walks through.

python -m tools.measure        lines and modules by room, and how many lines are said twice; then
                               what a two-step plan to PDF runs
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path
from types import FrameType

SOURCE = Path(__file__).parents[1] / "src" / "rechallenge"
ORDER = ("plan", "cadonilimab-stepwise", "--dose", "375 mg", "--volume", "250 mL")
SMALL = 40
RUN = 6


def rooms() -> None:
    """Lines and modules of each room."""
    lines: Counter[str] = Counter()
    modules: Counter[str] = Counter()
    small = 0
    for path in sorted(SOURCE.rglob("*.py")):
        inside = path.relative_to(SOURCE)
        room = inside.parts[0] if len(inside.parts) > 1 else "(top)"
        count = len(path.read_text("utf-8").splitlines())
        lines[room] += count
        modules[room] += 1
        small += count <= SMALL
    for room in sorted(lines):
        print(f"{room:12} {lines[room]:6,} lines {modules[room]:4} modules")
    print(f"{'all':12} {lines.total():6,} lines {modules.total():4} modules")
    print(f"{small} modules of {SMALL} lines or fewer")


def repeated() -> None:
    """Lines of code that stand in a run of six which stands elsewhere too, word for word."""
    places: dict[tuple[str, ...], list[tuple[Path, int]]] = {}
    total = 0
    for path in SOURCE.rglob("*.py"):
        stripped = map(str.strip, path.read_text("utf-8").splitlines())
        # What only closes a bracket, imports or comments is no code of anyone's.
        lines = [s for s in stripped if len(s) > 3 and not s.startswith(("from ", "import ", "#"))]
        total += len(lines)
        for at in range(len(lines) - RUN + 1):
            places.setdefault(tuple(lines[at : at + RUN]), []).append((path, at))
    twice = {
        (path, at + n)
        for found in places.values()
        if len(found) > 1
        for path, at in found
        for n in range(RUN)
    }
    print(f"{len(twice)} of {total:,} lines of code are in runs of {RUN} that occur elsewhere too")


def walked() -> None:
    """Modules, functions and calls of ours that a plan of two steps to a PDF runs."""
    functions: set[tuple[str, int]] = set()
    calls = 0
    code: object = None
    ours = str(SOURCE)

    def watch(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        if event == "call" and frame.f_code.co_filename.startswith(ours):
            if frame.f_code.co_name == "<module>":
                return
            calls += 1
            functions.add((frame.f_code.co_filename, frame.f_code.co_firstlineno))

    with tempfile.TemporaryDirectory() as folder:
        sys.argv = ["rechallenge", *ORDER, "-o", str(Path(folder) / "plan.pdf")]
        from rechallenge.cli.main import main

        sys.setprofile(watch)
        try:
            main()
        except SystemExit as stop:
            code = stop.code
        finally:
            sys.setprofile(None)
    if code:
        raise SystemExit(f"the plan ended with {code}")
    loaded = sum(name.partition(".")[0] == "rechallenge" for name in sys.modules)
    print(f"a two-step plan to PDF: {loaded} modules, {len(functions)} functions, {calls:,} calls")


if __name__ == "__main__":
    rooms()
    repeated()
    walked()
