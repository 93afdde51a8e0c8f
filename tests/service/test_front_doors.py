"""Commands, planner and Python make, compare, open, export and print by the same few functions."""

import ast
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import rechallenge
from rechallenge import Order, plan, read_protocol
from rechallenge.model.problems import UnusableOrder
from rechallenge.service.export_formats import export
from tests.cli.running import python

PACKAGE = Path(rechallenge.__file__).parent
FRONT_ENDS = [*PACKAGE.glob("cli/*.py"), *PACKAGE.glob("tui/**/*.py"), PACKAGE / "api.py"]
BEHIND_THE_SERVICE = {
    "work_out", "make_plan", "proof_of", "compared", "facts_for", "plan_csv", "plan_fhir",
    "plan_markdown",
}  # fmt: skip


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("path", FRONT_ENDS, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_front_end_does_nothing_that_the_service_does(path: Path) -> None:
    assert BEHIND_THE_SERVICE.isdisjoint(imported(path))


@pytest.mark.parametrize("path", FRONT_ENDS, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_front_end_never_runs_our_own_command_as_a_process(path: Path) -> None:
    text = path.read_text("utf-8")
    assert '"-m"' not in text
    assert "sys.argv[0]" not in text


@pytest.mark.slow
def test_the_service_loads_no_front_end_and_no_typesetter() -> None:
    code = """
import importlib, pkgutil, sys
import rechallenge.service as service
for module in pkgutil.iter_modules(service.__path__, "rechallenge.service."):
    importlib.import_module(module.name)
print(*{name.partition(".")[0] for name in sys.modules})
"""
    loaded = set(python("-c", code).out.split())
    assert "pint" in loaded
    assert loaded.isdisjoint({"textual", "rich", "typst", "click"})


@pytest.mark.usefixtures("each_sheet_is_set_anew")
def test_a_sheet_can_be_set_while_another_one_is() -> None:
    made = plan(read_protocol("cadonilimab-stepwise"), Order(dose="375 mg", volume="250 mL"))
    with ThreadPoolExecutor(3) as threads:
        one, *others = threads.map(lambda _: export(made, "pdf"), range(3))
    assert others == [one, one]


def test_python_is_told_the_argument_that_is_wrong() -> None:
    with pytest.raises(UnusableOrder, match=r"^volume=: cadonilimab-stepwise needs"):
        plan(read_protocol("cadonilimab-stepwise"), Order(dose="375 mg"))
    order = Order(dose="375 mg", volume="250 mL", settings={"frst_share": "5 %"})
    with pytest.raises(UnusableOrder, match=r"^settings\['frst_share'\]=: unknown parameter"):
        plan(read_protocol("stepwise"), order)
