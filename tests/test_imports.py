"""What is loaded: the core stays small, a plan loads no screen, and nothing opens a socket."""

import pytest

from tests.cli.running import CASE_2, SOURCES, python

NEVER = ("textual", "typst", "pypdf", "segno", "rich", "fhir", "jsonschema", "markdown_it",
         "xlsxwriter")  # fmt: skip
LOADED = "print(*{name.partition('.')[0] for name in sys.modules}, sep='\\n', file=sys.stderr)"
NO_SOCKET = """
import sys
def watch(event, arguments):
    if event.startswith("socket."):
        raise RuntimeError(f"opened a socket: {event}")
sys.addaudithook(watch)
"""


def loaded_by(code: str, *arguments: str) -> set[str]:
    done = python("-c", f"{NO_SOCKET}\n{code}", *arguments)
    assert done.code == 0, done
    return set(done.err.split())


def loaded_by_commands(*commands: tuple[str, ...]) -> set[str]:
    """What these load in one process, one after another; each succeeds."""
    return loaded_by(f"""
from rechallenge.cli.main import main
for command in {commands!r}:
    sys.argv[1:] = command
    try:
        main()
    except SystemExit as stop:
        assert stop.code == 0
{LOADED}
""")


def test_importing_the_package_loads_nothing_heavy() -> None:
    loaded = loaded_by(f"import rechallenge\n{LOADED}")
    assert "rechallenge" in loaded
    assert loaded.isdisjoint({*NEVER, "click", "pint", "pydantic", "ruamel", "socket"})


def test_a_plan_loads_no_screen_and_opens_no_socket() -> None:
    forms = ("text", "json", "csv", "markdown", "fhir")
    loaded = loaded_by_commands(*((*CASE_2, "--format", form) for form in forms))
    assert {"rechallenge", "pint", "pydantic"} <= loaded
    # Its protocol and its facts are ordinary files, which need no parser of all YAML.
    assert loaded.isdisjoint({*NEVER, "ruamel"})


def test_what_needs_no_plan_loads_neither_units_nor_models() -> None:
    loaded = loaded_by_commands(("--version",), ("--help",))
    assert "click" in loaded
    assert loaded.isdisjoint({*NEVER, "pint", "pydantic", "ruamel"})


def test_completing_a_protocol_loads_neither_units_nor_models() -> None:
    names = ("check", "compare", "plan", "review", "show")
    loaded = loaded_by(f"""
import os
from rechallenge.cli.main import main
for name in {names}:
    os.environ |= {{"COMP_WORDS": f"rechallenge {{name}} cado", "COMP_CWORD": "2",
                   "_RECHALLENGE_COMPLETE": "bash_complete"}}
    try:
        main()
    except SystemExit as stop:
        assert stop.code == 0
{LOADED}
""")
    assert "click" in loaded
    assert loaded.isdisjoint({*NEVER, "pint", "pydantic", "ruamel"})


@pytest.mark.slow
def test_the_python_api_loads_no_screen_and_opens_no_socket() -> None:
    code = f"""
from rechallenge import Order, plan, read_protocol
p = plan(read_protocol("cadonilimab-stepwise"), Order(dose="375 mg", volume="250 mL"))
assert p.steps[0].rate.to("mL/h").magnitude == 50
{LOADED}
"""
    assert loaded_by(code).isdisjoint({*NEVER, "click"})


def test_the_watch_would_see_a_socket() -> None:
    done = python("-c", f"{NO_SOCKET}\nimport socket\nsocket.socket()")
    assert done.code != 0
    assert "opened a socket" in done.err


def test_the_package_under_test_is_the_one_of_this_folder() -> None:
    done = python("-c", "import rechallenge; print(rechallenge.__file__)")
    assert done.out.strip() == str(SOURCES / "rechallenge" / "__init__.py")


@pytest.mark.slow
def test_the_planners_state_loads_no_screen() -> None:
    code = f"""
import importlib, pkgutil
import rechallenge.tui.state as state
for module in pkgutil.iter_modules(state.__path__, "rechallenge.tui.state."):
    importlib.import_module(module.name)
{LOADED}
"""
    loaded = loaded_by(code)
    assert "rechallenge" in loaded
    assert loaded.isdisjoint({"textual", "rich", "click"})


def test_without_a_terminal_the_bare_command_is_help_and_loads_no_screen() -> None:
    assert loaded_by_commands(()).isdisjoint(NEVER)
