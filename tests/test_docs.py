"""What the documents list is what the program has."""

import re
from fractions import Fraction
from pathlib import Path

from rechallenge import read_protocol
from rechallenge.cli.main import COMMANDS
from rechallenge.service.examples import example_problems
from rechallenge.version import __version__

DOCS = Path(__file__).parents[1] / "docs"
COMMANDS_PAGE = (DOCS / "reference" / "commands.md").read_text("utf-8")


def test_every_command_is_in_the_table() -> None:
    assert set(re.findall(r"^\| `rechallenge ([a-z]+)", COMMANDS_PAGE, re.M)) == set(COMMANDS)


def test_every_link_of_the_documents_leads_somewhere() -> None:
    pages = [*DOCS.rglob("*.md"), *DOCS.parent.glob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_file_made_from_a_photocopied_table_gives_each_number_of_it(tmp_path: Path) -> None:
    section = (DOCS / "how-to.md").read_text("utf-8").split("## Put a photocopied table")[1]
    table, (written, *_) = section.split("```yaml")[0], section.split("```yaml\n")[1].split("```")
    path = tmp_path / "paclitaxel-ward-4.yaml"
    path.write_text(written, "utf-8")
    protocol = read_protocol(path)
    assert list(example_problems(protocol)) == []
    assert all(step.cumulative_dose is not None for step in protocol.examples[0].steps)
    printed = [row.split()[-6:] for row in table.splitlines() if re.search(r" 15 | 174\.38 ", row)]
    for row, step in zip(printed, protocol.examples[0].steps, strict=True):
        ours = (step.rate, step.duration, step.volume, step.dose, step.cumulative_dose)
        same = [Fraction(str(quantity).strip("~").split()[0]) for quantity in ours]
        assert [Fraction(number) for number in row[1:]] == same


def test_whoever_cites_the_program_cites_its_version() -> None:
    cited = (DOCS.parent / "CITATION.cff").read_text("utf-8")
    assert f"\nversion: {__version__.split('+')[0]}\n" in cited


def test_types_ship_with_the_package() -> None:
    assert (DOCS.parent / "src" / "rechallenge" / "py.typed").is_file()
