"""No float in a dose: the rooms that compute have no float and no clamp in their source."""

import ast
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "rechallenge"
COMPUTING = sorted(
    path
    for room in ("quantities", "model", "planning", "checks", "proof")
    for path in (SOURCE / room).rglob("*.py")
    # It writes a rounded number beside the exact one, and reads only the exact one.
    if path.stem != "json_form"
)


def test_a_computing_module_makes_no_float() -> None:
    assert len(COMPUTING) > 100
    for path in COMPUTING:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            where = f"{path}:{getattr(node, 'lineno', '')}"
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), where
            called = node.func if isinstance(node, ast.Call) else None
            assert not (isinstance(called, ast.Name) and called.id == "float"), where


def test_planning_clamps_nothing() -> None:
    for path in (SOURCE / "planning").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and called.id in ("min", "max"):
                # These compare numbers that are known; neither limits a number of a plan.
                assert path.name in ("premedication.py", "comparing.py"), f"{path}: {called.id}"
