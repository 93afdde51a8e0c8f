"""The site's own file is read as strictly as the others: each mistake at its line, none ignored."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from rechallenge.files.find import Shelves, protocol_paths, schema_file, shipped_folder
from rechallenge.files.reading import UnusableFile
from rechallenge.files.schema import schema_of
from rechallenge.files.site import read_site
from rechallenge.model.site import SiteOnFile
from rechallenge.service.checking import check_file
from tests.png import png
from tests.site.a_site import LOGO, WHOLE, site_folder


def read(folder: Path, text: str = WHOLE, logo: str | None = LOGO) -> SiteOnFile:
    path = site_folder(folder, text, logo) / "site.yaml"
    return read_site(path, Shelves(shipped_folder(), folder))


def refused(folder: Path, text: str, logo: str | None = LOGO) -> str:
    with pytest.raises(UnusableFile) as caught:
        read(folder, text, logo)
    return str(caught.value)


def test_a_whole_file_is_read_and_nothing_of_it_is_open_but_its_review(tmp_path: Path) -> None:
    site = read(tmp_path).said
    assert (site.hospital, site.pump, site.line) == (
        "St Example Hospital",
        "alaris-gp",
        "primary-27",
    )
    assert [dose.drug for dose in site.premed_sets["standard"]] == ["cetirizine", "famotidine"]
    report = check_file(tmp_path / "site.yaml")
    assert not report.problems
    assert [point.problem.path for point in report.open_points] == ["review"]


def test_the_example_of_the_documents_is_right_and_points_to_its_schema() -> None:
    path = schema_file("site").parents[1] / "examples" / "site" / "site.yaml"
    site = read_site(path, Shelves(shipped_folder(), path.parent)).said
    documented = (path.parents[2] / "docs" / "reference" / "site-file.md").read_text("utf-8")
    for key in type(site).model_fields:
        assert f"`{key}`" in documented
        assert getattr(site, key) not in (None, (), {})
    assert path.read_text("utf-8").startswith(
        "# yaml-language-server: $schema=../../schemas/site.json\n"
    )


def test_an_empty_site_has_every_field_open(tmp_path: Path) -> None:
    read(tmp_path, "unit: Day unit\n", None)
    report = check_file(tmp_path / "site.yaml")
    paths = [point.problem.path for point in report.open_points]
    assert "unit" not in paths
    assert {"hospital", "pump", "reaction_procedure", "premed_sets", "review"} <= {*paths}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("telefone: 2222\n", "yaml:1:1: telefone: unknown key telefone; did you mean telephone?"),
        ("pump: alaris-gq\n", "yaml:1:1: pump: unknown pump alaris-gq; did you mean alaris-gp?"),
        ("measures: bd-luer-lokk\n", "site.yaml:1:1: measures: unknown measures"),
        ("closing_time: 5 pm\n", 'site.yaml:1:1: closing_time: "5 pm" is not a 24-hour time'),
        ("smallest_draw: 0,5 mL\n", "site.yaml:1:1: smallest_draw:"),
        ("time_zone: Europe/Berlinn\n", "write one such as"),
        ("line: 20 mL\n", "site.yaml:1:1: line: is used with `primed` and `sets`"),
        ("line: 20 mL\nprimed: diluent\n", "write sets too"),
        ("paper: a5\n", '"a5" is not one of a4, letter'),
        ("language: de\n", "site.yaml:1:1: language:"),
        ("premed_sets: {standard: []}\n", "premed_sets.standard: is an empty list"),
        ("premed_sets: {standard: [cetirizine 10 mg]}\n", "does not state drug, dose, route"),
        ("identifiers: [a, b, c, d, e]\n", "has 5 entries; the sheet has room for 4"),
        ("pump: alaris-gp\npump: generic\n", "site.yaml:2:1:"),
        ("logo: ../logo.svg\n", "is not the name of an SVG or PNG file beside this one"),
        ("logo: other.svg\n", "site.yaml:1:1: logo: other.svg: no such file"),
        ("logo: logo.png\n", "logo.png is not a PNG picture"),
    ],
)  # fmt: skip
def test_each_mistake_is_told_at_its_line(tmp_path: Path, wrong: str, said: str) -> None:
    (tmp_path / "logo.png").write_text(LOGO)
    assert said in refused(tmp_path, wrong)


def test_the_site_file_is_no_protocol_and_what_stands_in_its_place_is_not_passed_over(
    tmp_path: Path,
) -> None:
    site_folder(tmp_path)
    assert list(protocol_paths(tmp_path)) == []
    (tmp_path / "site.yaml").unlink()
    (tmp_path / "site.yaml").mkdir()
    shelves = Shelves(shipped_folder(), tmp_path)
    assert shelves.site_file is not None
    with pytest.raises(UnusableFile, match="is a folder"):
        read_site(shelves.site_file, shelves)


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<script>1</script>", "has <script>"),
        ('<image href="x.png"/>', "has <image>"),
        ('<rect onload="x()"/>', "onload"),
        ('<rect fill="url(http://x/y)"/>', "runs or loads something"),
        ("<style>@import 'x.css';</style>", "a style that loads something"),
        ('<g xmlns:x="http://www.w3.org/1999/xlink"><path x:href="file:///x"/></g>', "href"),
        ("<text>St Example</text>", "has <text>; a logo has shapes alone, and text as outlines"),
        ("<g>", "is not an SVG picture"),
    ],
)
def test_a_logo_has_shapes_alone(tmp_path: Path, inside: str, said: str) -> None:
    assert said in refused(tmp_path, "logo: logo.svg\n", LOGO.replace("</svg>", f"{inside}</svg>"))


def test_a_logo_without_a_picture_with_an_entity_or_without_end_is_refused(tmp_path: Path) -> None:
    text = "logo: logo.svg\n"
    assert "is not an SVG picture" in refused(tmp_path, text, "<html/>")
    assert "document type" in refused(tmp_path, text, '<!DOCTYPE svg [<!ENTITY a "b">]>' + LOGO)
    large = LOGO.replace("<rect", f"<!-- {'x' * 65_536} --><rect")
    assert "65,536 at most" in refused(tmp_path, text, large)


def grey(width: int = 2, rows: bytes | None = None) -> bytes:
    return png(width, 1, b"\0" + b"\x7f" * width if rows is None else rows)


def test_a_png_is_whole_and_no_larger_than_a_page(tmp_path: Path) -> None:
    def said(raw: bytes) -> str:
        (tmp_path / "logo.png").write_bytes(raw)
        return refused(tmp_path, "logo: logo.png\n")

    (tmp_path / "logo.png").write_bytes(grey())
    assert read(tmp_path, "logo: logo.png\n").logo
    assert "not a PNG picture" in said(grey()[:-1])
    assert "not a PNG picture" in said(grey().replace(b"IHDR", b"IHDX"))
    # A byte that tells how it is packed, which nothing but the sum of its part shows.
    assert "not a PNG picture" in said(grey()[:26] + b"\x01" + grey()[27:])
    assert "not a PNG picture" in said(grey() + b"and more")
    assert "not a PNG picture" in said(grey(rows=b"\0"))
    assert "at most 4,000 by 4,000" in said(grey(4001))


def test_the_schema_has_the_same_mind_as_the_reader(tmp_path: Path) -> None:
    schema = Draft7Validator(json.loads(schema_of("site")))

    def complaints(text: str) -> list[Any]:
        return list(schema.iter_errors(YAML(typ="safe", pure=True).load(text)))

    assert complaints(WHOLE) == []
    for wrong in ("pumpp: x\n", "closing_time: 25:00\n", "smallest_draw: 5\n", "paper: a5\n"):
        assert complaints(wrong)
        assert refused(tmp_path, wrong)
