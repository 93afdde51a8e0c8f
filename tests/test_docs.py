"""What the documents list is what the program has."""

import re
from pathlib import Path

from rechallenge.cli.main import COMMANDS

DOCS = Path(__file__).parents[1] / "docs"
COMMANDS_PAGE = (DOCS / "reference" / "commands.md").read_text("utf-8")


def test_every_command_is_in_the_table() -> None:
    assert set(re.findall(r"^\| `rechallenge ([a-z]+)", COMMANDS_PAGE, re.M)) == set(COMMANDS)


def test_every_link_of_the_documents_leads_somewhere() -> None:
    pages = [*DOCS.rglob("*.md"), DOCS.parent / "README.md"]
    for page in pages:
        for target in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_types_ship_with_the_package() -> None:
    assert (DOCS.parent / "src" / "rechallenge" / "py.typed").is_file()
