"""The reference of protocol files: every example on the page gives what the page says it gives.

In a yaml block the first line is the order; `# =` is what a step, a bag or a list gives, cell by
cell. A block replaces the parts of the same name in the first one, as the page tells its reader.
"""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from rechallenge import Order, Plan, plan, read_protocol
from rechallenge.library.checking import check_file
from rechallenge.library.examples import example_problems
from rechallenge.library.tree import BadFile, Tree, read_tree
from rechallenge.model.example import Worked
from rechallenge.model.plan import Bag, Step
from rechallenge.quantities import Kind, Quantity, kind_of
from tests.cli.running import here, refused

PAGE = (Path(__file__).parents[1] / "docs/reference/protocol-files.md").read_text("utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.S | re.M)
REFUSALS = re.findall(r"^\| `(.+?)` \| (.+?) \| .+? \|$", PAGE, re.M)
BY_KIND = {
    Kind.VOLUME_RATE: "rate", Kind.TIME: "duration", Kind.VOLUME: "volume",
    Kind.MASS: "dose", Kind.ACTIVITY: "dose",
}  # fmt: skip


def parts_of(block: str) -> dict[str, Tree]:
    """The top-level keys of a block with their values."""
    tree = read_tree(block.encode()).tree
    assert isinstance(tree, dict)
    return tree


def file_with(folder: Path, block: str) -> Path:
    """The first file of the page with the parts that a block replaces, named after its id."""
    first = parts_of(BLOCKS[0])
    del first["examples"]
    whole = first | parts_of(block)
    path = folder / f"{whole['id']}.yaml"
    path.write_text(json.dumps(whole), "utf-8")
    return path


def order_of(block: str) -> Order:
    """The order in the first line of a block, written as for the command."""
    fields: dict[str, str] = {}
    settings: dict[str, str] = {}
    first, *_ = block.splitlines()
    assert first.startswith("# --dose "), "an example begins with its order"
    words = shlex.split(first.removeprefix("# "))
    for option, value in zip(words[::2], words[1::2], strict=True):
        name, _, setting = value.partition("=")
        if option == "--set":
            settings[name] = setting
        else:
            fields[option.removeprefix("--").replace("-", "_")] = value
    return Order.model_validate({**fields, "settings": settings})


def results_of(block: str) -> dict[str, list[list[str]]]:
    """The cells of each `# =` in a block, by the part of the file it stands in."""
    results: dict[str, list[list[str]]] = {}
    part = ""
    for line in block.splitlines():
        if key := re.match(r"[a-z_]+(?=:)", line):
            part = key[0]
        if "# = " in line:
            results.setdefault(part, []).append(line.partition("# = ")[2].split(", "))
    return results


def differences(part: str, found: Plan, rows: list[list[str]]) -> Iterator[str]:
    """What a plan has otherwise than the page."""
    if part == "infusion":
        assert len(rows) == len(found.steps)
        for step, cells in zip(found.steps, rows, strict=True):
            yield from (cell for cell in cells if not in_step(cell, step))
            stated = ["duration"] if step.kind == "observe" else ["rate", *list(BY_KIND.values())[1:4]]
            assert [BY_KIND[kind_in(cell)] for cell in cells] == stated
    elif part == "bags":
        assert len(rows) == len(found.bags)
        for bag, cells in zip(found.bags, rows, strict=True):
            assert len(cells) == 4
            yield from (cell for cell in cells if not in_bag(cell, bag))
    elif part == "premedication":
        expected = [[f"{dose.before:~}".replace("/1 ", " ") + " before"] for dose in found.premedication]
        yield from (str(row) for row in rows if row not in expected)
    else:
        raise AssertionError(f"nothing of {part} is compared")


def kind_in(cell: str) -> Kind:
    kind = kind_of(Worked.read(cell).amount)
    assert kind is not None
    return kind


def in_step(cell: str, step: Step) -> bool:
    return Worked.read(cell).matches(getattr(step, BY_KIND[kind_in(cell)]))


def in_bag(cell: str, bag: Bag) -> bool:
    return True
