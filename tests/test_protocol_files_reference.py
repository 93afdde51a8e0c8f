"""The reference of protocol files: every example on its page gives what the page says.

In a yaml block the first remark is the order, and `# =` is what a step, a bag or a list gives. A
block replaces the parts of the same name in the first block, as the page tells its reader.
"""

import json
import re
import shlex
from pathlib import Path

import pytest

from rechallenge import Order, Plan, read_protocol
from rechallenge.files.document import Tree
from rechallenge.files.spots import BadFile
from rechallenge.files.tree import read_tree
from rechallenge.model.example import Worked
from rechallenge.model.plan import Step
from rechallenge.quantities import Quantity
from rechallenge.service.checking import check_file
from rechallenge.service.examples import example_problems
from rechallenge.service.making import make_plan
from tests.cli.running import here, refused

PAGE = (Path(__file__).parents[1] / "docs/reference/protocol-files.md").read_text("utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.S | re.M)
TABLE = PAGE.partition("## What is refused")[2]
REFUSALS = re.findall(r"^\| `(.+?)` \| (.+?) \| .+ \|$", TABLE, re.M)
PARTS_WITH_RESULTS = {"infusion", "bags", "premedication", "monitoring", "source"}


def parts(text: str) -> dict[str, Tree]:
    """The top-level keys of a block or of a whole file, with their values."""
    tree = read_tree(text.encode()).tree
    assert isinstance(tree, dict)
    return tree


def file_with(folder: Path, replaced: dict[str, Tree]) -> Path:
    """The first file of the page with some of its parts replaced; its examples are left out."""
    first = parts(BLOCKS[0])
    del first["examples"]
    path = folder / "examplumab-stepwise.yaml"
    path.write_text(json.dumps(first | replaced), "utf-8")
    return path


def order_of(block: str) -> Order:
    """The order in the first remark of a block, written as for the command."""
    remark = block.splitlines()[0]
    assert remark.startswith("# --dose "), "a block begins with its order"
    words = shlex.split(remark.removeprefix("# "))
    fields = {}
    settings = {}
    for option, value in zip(words[::2], words[1::2], strict=True):
        if option == "--set":
            name, _, value = value.partition("=")
            settings[name] = value
        else:
            fields[option.removeprefix("--").replace("-", "_")] = value
    return Order.model_validate({**fields, "settings": settings})


def results_of(block: str) -> dict[str, list[list[str]]]:
    """The cells of each `# =` in a block, by the part of the file in which it stands."""
    results: dict[str, list[list[str]]] = {}
    part = ""
    for line in block.splitlines():
        if key := re.match(r"[a-z_]+(?=:)", line):
            part = key[0]
        if found := re.search(r"# = (.*)", line):
            results.setdefault(part, []).append(found[1].split(", "))
    return results


def gives(made: Plan, part: str) -> list[list[Quantity | str | None]]:
    """What a plan has for one part of the file, a row for each `# =`."""
    if part == "infusion":
        return list(map(row_of, made.steps))
    if part == "bags":
        return [[b.drug, b.concentration, b.used, b.discarded] for b in made.bags]
    if part == "premedication":
        return [[dose.before] for dose in made.premedication]
    if part == "monitoring":
        return [[event.offset for event in made.timeline if event.what == "vitals"]]
    return [[f.code] for f in made.findings if f.code.startswith("doubt")]


def row_of(step: Step) -> list[Quantity | str | None]:
    """What the page states of a step."""
    if step.kind == "observe":
        return [step.duration]
    if step.kind == "give":
        return [step.route, *([step.volume] if step.drawn_from else []), step.dose]
    return [step.rate, step.duration, step.volume, step.dose]


def same(cell: str, value: Quantity | str | None) -> bool:
    """Whether a cell states a value: exactly, or with `~` to the digits written."""
    if isinstance(value, Quantity):
        return Worked.read(re.sub(" (used|discarded|before)$", "", cell)).matches(value)
    return cell == value


def test_every_yaml_block_is_read_and_every_row_of_refusals() -> None:
    assert len(BLOCKS) == PAGE.count("```yaml") == PAGE.count("```") / 2 > 0
    assert len(REFUSALS) == TABLE.count("\n|") - 2 > 0


@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_gives_what_its_remarks_say(block: str, tmp_path: Path) -> None:
    written = parts(block)
    protocol = read_protocol(file_with(tmp_path, written))
    made = make_plan(protocol, order_of(block))
    results = results_of(block)
    assert results.keys() == (PARTS_WITH_RESULTS & written.keys()) - (
        set() if protocol.source.doubts else {"source"}
    )
    for part, rows in results.items():
        planned = gives(made, part)
        assert [len(row) for row in rows] == [len(row) for row in planned], part
        for row, values in zip(rows, planned, strict=True):
            assert [c for c, v in zip(row, values, strict=True) if not same(c, v)] == [], values


@pytest.mark.parametrize("block", [b for b in BLOCKS if "examples:" in b])
def test_the_worked_examples_on_the_page_come_out(block: str, tmp_path: Path) -> None:
    protocol = read_protocol(file_with(tmp_path, parts(block)))
    assert protocol.examples
    assert list(example_problems(protocol)) == []


@pytest.mark.parametrize(("fragment", "says"), REFUSALS)
def test_what_is_refused_says_so(fragment: str, says: str, tmp_path: Path) -> None:
    if fragment.startswith("{"):
        fragment = f"infusion: [{fragment}, {{give: rest, over: 1 h}}]"
    try:
        path = file_with(tmp_path, parts(f"{{{fragment}}}"))
    except BadFile as bad:
        said = bad.sentence
    else:
        outcome = here("plan", str(path), "--dose", "200 mg")
        said = refused(outcome, code=1 if "there is no schedule" in outcome.err else 2)
    assert says in said


def test_the_first_file_is_complete_and_a_review_of_it_reads_as_shown(tmp_path: Path) -> None:
    path = tmp_path / "examplumab-stepwise.yaml"
    path.write_text(BLOCKS[0], "utf-8")
    assert check_file(path).problems == ()
    here("review", str(path), "--by", "A. Example", "--date", "2025-01-15")
    shown = re.findall(r"`(review: .*)\.\.\.", PAGE)
    assert shown == [line[: len(shown[0])] for line in path.read_text().splitlines()
                     if line.startswith("review:")]  # fmt: skip
    assert read_protocol(path).is_reviewed
    path.write_text(path.read_text().replace("# or: any", "# a remark"), "utf-8")
    assert read_protocol(path).is_reviewed
    path.write_text(path.read_text().replace("over: 90 min", "over: 91 min"), "utf-8")
    assert read_protocol(path).edited_since_review


def test_an_id_that_is_also_shipped_is_refused(tmp_path: Path) -> None:
    (tmp_path / "extended.yaml").write_text(BLOCKS[0].replace("examplumab-stepwise", "extended"))
    outcome = here("show", "extended", "--protocols", str(tmp_path))
    refused(outcome, "extended is the id of", "rename yours")
    assert here("show", str(tmp_path / "extended.yaml")).code == 0


def test_a_file_without_an_example_does_not_pass(tmp_path: Path) -> None:
    (problem,) = check_file(file_with(tmp_path, {})).problems
    assert problem.problem.place == ("examples",)
