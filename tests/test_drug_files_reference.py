"""The reference of drug, pump and line files: every example is read, every refusal says so."""

import json
import re
from pathlib import Path

import pytest

from rechallenge.files.document import Tree
from rechallenge.files.facts import MODELS, read_facts
from rechallenge.files.reading import UnusableFile
from tests.cli.running import here
from tests.test_protocol_files_reference import parts

PAGE = (Path(__file__).parents[1] / "docs/reference/drug-files.md").read_text("utf-8")
BLOCKS = re.findall(r"^```yaml\n# (\w+)\n(.*?)^```$", PAGE, re.S | re.M)
KEYS = PAGE.partition("| key |")[2].partition("\n\n")[0]
TABLE = PAGE.partition("## What is refused")[2]
REFUSALS = re.findall(r"^\| (\w+) \| `(.+?)` \| (.+?) \|$", TABLE, re.M)
FIRST: dict[str, str] = dict(reversed(BLOCKS))


def written(folder: Path, kind: str, tree: dict[str, Tree]) -> Path:
    path = folder / kind / f"{tree['name']}.yaml"
    path.parent.mkdir()
    path.write_text(json.dumps(tree), "utf-8")
    return path


def test_every_block_is_read_and_every_row_of_refusals() -> None:
    assert len(BLOCKS) == PAGE.count("```yaml") == PAGE.count("```") / 2
    assert {kind for kind, _ in BLOCKS} == MODELS.keys()
    assert len(REFUSALS) == TABLE.count("\n|") - 2 > 0


@pytest.mark.parametrize(("kind", "text"), BLOCKS)
def test_each_example_is_right(kind: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / kind / f"{parts(text)['name']}.yaml"
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    read_facts(path, kind)
    assert here("check", str(path)).code == 0


@pytest.mark.parametrize("kind", MODELS)
def test_the_examples_of_a_kind_show_every_key_it_has(kind: str) -> None:
    shown = {key for of, text in BLOCKS if of == kind for key in parts(text)}
    assert shown == MODELS[kind].model_fields.keys()


def test_the_table_of_keys_names_every_key_of_a_drug_file() -> None:
    named = re.findall(r"`(\w+)`", " ".join(row.split("|")[1] for row in KEYS.splitlines()[2:]))
    assert sorted(named) == sorted(MODELS["drugs"].model_fields)


@pytest.mark.parametrize(("kind", "fragment", "says"), REFUSALS)
def test_what_is_refused_says_so(kind: str, fragment: str, says: str, tmp_path: Path) -> None:
    tree = parts(FIRST[f"{kind}s"]) | parts(f"{{{fragment}}}" if ": [" in fragment else fragment)
    path = written(tmp_path, f"{kind}s", tree)
    with pytest.raises(UnusableFile) as caught:
        read_facts(path, f"{kind}s")
    assert says in str(caught.value)
