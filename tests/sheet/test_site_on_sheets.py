"""A site's own name, telephone, procedure and identifiers, on each form of its plans."""

import json
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageChops

from rechallenge import Order, Plan, plan, read_protocol
from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.files.reading import UnusableFile
from rechallenge.files.site import read_site
from rechallenge.sheet.note import LINES, plan_note
from rechallenge.sheet.pdf.label_sheets import LABEL_SHEETS
from rechallenge.sheet.pdf.render import Unprintable, labels_pdf, step_sheet_pdf
from rechallenge.sheet.pdf.words import bare, runs_to_the_left
from rechallenge.sheet.plan_fhir import plan_fhir
from rechallenge.sheet.plan_markdown import plan_markdown
from rechallenge.sheet.text.plan import plan_text
from rechallenge.sheet.view import Column, Label, SectionCode, view_of
from tests.cli.running import here
from tests.png import png
from tests.service.test_plan_file import answered
from tests.site.a_site import LOGO, site_folder
from tests.tiers import slow_but

from .printed import ORDERS, page_texts, sheet

SAYS = """hospital: St Example Hospital
unit: Day unit 4B
logo: logo.svg
telephone: 2222 (bleep 17)
identifiers: [Date of birth, Hospital number]
reaction_procedure:
  - Stop the infusion and keep the line open.
  - Call 2222 and stay with the patient.
  - Lay the patient flat with the legs raised.
  - Write the time of each drug into the box.
premed_sets:
  standard: [cetirizine 10 mg IV 30 min before, famotidine 20 mg IV 30 min before]
review: {status: unreviewed}
"""
"""What is printed alone: nothing that would fill a blank of an order."""
NAMED = "Day unit 4B, St Example Hospital"
STEPWISE: dict[str, Any] = {"dose": "375 mg", "volume": "250 mL"}


def at_site(folder: Path, text: str = SAYS, logo: str = LOGO, **order: Any) -> Plan:
    site_folder(folder, text, logo)
    protocol = read_protocol("cadonilimab-stepwise")
    return plan(protocol, Order.model_validate(STEPWISE | order), site=folder)


def forms(of: Plan) -> dict[str, str]:
    """Each form that people read, as one text."""
    pdf = " ".join(page_texts(step_sheet_pdf(of)))
    texts = {"text": plan_text(of), "markdown": plan_markdown(of), "fhir": plan_fhir(of)}
    return {name: " ".join(text.split()) for name, text in (texts | {"pdf": pdf}).items()}


# Its name


def test_the_site_is_named_first_and_on_each_page(tmp_path: Path) -> None:
    of = at_site(tmp_path)
    assert plan_text(of).splitlines()[2] == NAMED
    assert NAMED in plan_markdown(of).splitlines()
    pages = page_texts(step_sheet_pdf(of))
    assert len(pages) > 3
    assert all(page.count(NAMED) >= 1 for page in pages)


MAKES_BAGS = {"strength": "10 mg/mL", "technique": "final volume", "measures": "bd-luer-lok"}


@pytest.mark.parametrize("layout", LABEL_SHEETS)
def test_each_label_names_the_site_as_a_draft_and_when_confirmed(
    layout: str, tmp_path: Path
) -> None:
    of = at_site(tmp_path, **MAKES_BAGS)
    for each in (of, answered(of)):
        (page,) = page_texts(labels_pdf(each, layout))
        assert page.count(NAMED) == page.count("Checked by:") == len(of.bags)


def test_a_note_names_the_site_under_its_status_and_stays_within_its_lines(tmp_path: Path) -> None:
    of = at_site(tmp_path)
    status, *lines = plan_note(of).splitlines()
    assert status.startswith("DRAFT: ")
    assert NAMED in lines[:2]
    assert len(lines) < LINES
    bare_of = plan(read_protocol("cadonilimab-stepwise"), Order.model_validate(STEPWISE))
    assert NAMED not in plan_note(bare_of)


def test_without_a_site_there_is_no_place_for_it() -> None:
    of = plan(read_protocol("cadonilimab-stepwise"), Order(**STEPWISE))
    view = view_of(of)
    assert (view.head.site, view.head.logo) == ("", None)
    assert Label.IDENTIFIER not in view[SectionCode.ORDER].facts
    first, *_others, reaction = page_texts(step_sheet_pdf(of))[:3]
    assert "Born" in first
    assert "Call: Source" not in reaction
    assert view[SectionCode.REACTION].facts[Label.CALL].text == "_" * 24


@pytest.mark.parametrize("name", slow_but(["three-bags"], ORDERS))
def test_a_site_adds_no_page(name: str, tmp_path: Path) -> None:
    named, order = ORDERS[name]
    of = plan(read_protocol(named), order, site=site_folder(tmp_path, SAYS))
    assert len(page_texts(step_sheet_pdf(of))) <= len(page_texts(sheet(name)))


# In a reaction


def test_the_telephone_stands_where_a_reaction_is_seen_and_where_it_is_treated(
    tmp_path: Path,
) -> None:
    of = at_site(tmp_path)
    _first, steps, reaction, *_others = page_texts(step_sheet_pdf(of))
    assert "stop the infusion. Call: 2222 (bleep 17). Then go to the box" in steps
    assert "Call: 2222 (bleep 17)" in reaction
    said = forms(of)
    assert "Call 2222 (bleep 17)" in said["text"]
    assert "| Call | 2222 (bleep 17) |" in said["markdown"]
    assert "Call: 2222 (bleep 17)." in said["fhir"]


def test_the_procedure_stands_under_the_name_of_the_site_beside_what_the_source_reports(
    tmp_path: Path,
) -> None:
    of = at_site(tmp_path)
    for name, text in forms(of).items():
        assert f"Procedure of {NAMED}:" in text, name
        order = [text.index("keep the line open"), text.index("stay with the patient"),
                 text.index("legs raised"), text.index("into the box.")]  # fmt: skip
        assert order == sorted(order), name
        source = "The source reports giving"
        assert text.index(source) != text.index("Procedure of"), name
    assert "2. Call 2222 and stay with the patient." in plan_text(of)
    assert "2. Call 2222 and stay with the patient." in plan_markdown(of)


def with_procedure(line: str) -> str:
    before, _, after = SAYS.partition("reaction_procedure:\n")
    lines = "".join(f"  - {number} {line}\n" for number in range(1, 13))
    return f"{before}reaction_procedure:\n{lines}{after[after.index('premed_sets') :]}"


def test_the_longest_procedure_has_a_page_and_vital_signs_are_charted_on_the_next(
    tmp_path: Path,
) -> None:
    line = "and stay with the patient until the whole of the team has come, as it is the standard "
    of = at_site(tmp_path, with_procedure((line * 2)[:157]))
    pages = page_texts(step_sheet_pdf(of))
    procedure, charted = pages[2:4]
    assert "12 and stay with the patient" in procedure
    assert "Vital signs and symptoms" not in procedure
    times = [row.cells[Column.PLANNED].text for row in view_of(of)[SectionCode.CHARTING].table.rows]
    at = [charted.index(bare_time.replace("\u00a0", " ")) for bare_time in times]
    assert charted.index("Vital signs and symptoms") < min(at)
    # A second heading is that of rows which found no room under the first.
    assert charted.count("Vital signs and symptoms") == 1


def test_a_procedure_that_no_page_has_room_for_is_refused(tmp_path: Path) -> None:
    of = at_site(tmp_path, with_procedure("M" * 157))
    with pytest.raises(Unprintable, match=r"does not fit on a page\. Shorten the procedure"):
        step_sheet_pdf(of)


def test_a_site_without_a_name_still_has_its_procedure(tmp_path: Path) -> None:
    lines = [line for line in SAYS.splitlines() if not line.startswith(("hospital", "unit"))]
    said = forms(at_site(tmp_path, "\n".join(lines)))
    assert all("Procedure of this site:" in text for text in said.values())


# The patient


def test_what_the_site_wants_compared_has_a_box_beside_the_patients_name(tmp_path: Path) -> None:
    of = at_site(tmp_path)
    facts = view_of(of)[SectionCode.ORDER].all_facts
    boxes = [(fact.label, fact.text) for fact in facts if fact.code is Label.IDENTIFIER]
    assert boxes == [(name, f"[ ] {'_' * 20}") for name in ("Date of birth", "Hospital number")]
    first = page_texts(step_sheet_pdf(of))[0]
    assert "Patient sticker Name Date of birth Hospital number" in first
    assert "Born" not in first
    assert "Date of birth" not in plan_note(of), "a record has no boxes to tick"


# Premedication


def test_a_dose_of_a_set_says_which(tmp_path: Path) -> None:
    of = at_site(tmp_path, premed=["standard", "paracetamol 1 g by mouth 1 h before"])
    due = [row.text(column) for row in view_of(of)[SectionCode.PREMEDICATION].table.rows
           for column in row.cells if column.name == "DUE"]  # fmt: skip
    # The protocol has methylprednisolone, chlorphenamine and famotidine 50 mg, without a time.
    assert [text.replace("\u00a0", " ") for text in due[2:]] == [
        "30 min before (set standard of site.yaml)",
        "30 min before (set standard of site.yaml, not the 50 mg of the protocol)",
        "60 min before (added by the order)",
    ]
    assert "set standard of site.yaml" in page_texts(step_sheet_pdf(of))[0]


def test_a_time_that_the_site_states_is_not_said_to_be_the_orders(tmp_path: Path) -> None:
    text = " ".join(plan_text(at_site(tmp_path, f"{SAYS}premed_lead: 30 min\n")).split())
    assert "(set by the site; time not stated by the source)" in text
    assert "set by the order" not in text


# Names of all kinds

HOSTILE = '#panic() *a* _b_ $x$ <b>&amp; "q" ](http://x) | `c`'
LONG = "Universitätsklinikum Schleswig-Holstein, Campus Lübeck, K1"
HEBREW, ARABIC = "בית חולים לדוגמה", "مستشفى المثال"


@pytest.mark.parametrize(
    "name", slow_but(["M" * 60, HOSTILE], ["M" * 60, LONG, HOSTILE, f"{HEBREW} 12", ARABIC])
)
def test_any_name_that_is_read_is_set_as_it_is(name: str, tmp_path: Path) -> None:
    quoted = json.dumps(name, ensure_ascii=False)
    text = SAYS.replace("St Example Hospital", quoted).replace("Day unit 4B", quoted)
    of = at_site(tmp_path, text)
    assert f"{name}, {name}" in plan_text(of).replace("\n", " ")
    pages = page_texts(step_sheet_pdf(of))
    if not runs_to_the_left(name):
        assert all(bare(name) in bare(page) for page in pages)
    if name != "M" * 60:
        assert len(pages) <= len(page_texts(step_sheet_pdf(at_site(tmp_path))))


@pytest.mark.parametrize("name", ["M" * 60, LONG])
def test_a_label_has_room_for_the_longest_names(name: str, tmp_path: Path) -> None:
    text = SAYS.replace("St Example Hospital", f'"{name}"').replace("Day unit 4B", f'"{name}"')
    of = at_site(tmp_path, text, **MAKES_BAGS)
    for layout in LABEL_SHEETS:
        (page,) = page_texts(labels_pdf(of, layout))
        # A hyphen at the end of a line is read back as a sign of its own.
        assert bare(page).replace("\x02", "-").count(bare(name)) == 2 * len(of.bags)


@pytest.mark.parametrize(
    ("wrong", "most"),
    [
        (f"hospital: {'M' * 61}\n", 60),
        (f"unit: {'M' * 61}\n", 60),
        (f"telephone: {'2' * 41}\n", 40),
        (f"identifiers: [{'M' * 31}]\n", 30),
        (f"reaction_procedure: [{'M' * 161}]\n", 160),
    ],
)
def test_what_the_sheet_has_no_room_for_is_refused_where_it_is_written(
    wrong: str, most: int, tmp_path: Path
) -> None:
    path = site_folder(tmp_path, wrong) / "site.yaml"
    with pytest.raises(UnusableFile, match=f"is {most + 1} characters long; .* room for {most}"):
        read_site(path, Shelves(shipped_folder()))


# The logo

COLOURED = LOGO.replace("<rect", '<rect x="0" y="0" width="40" height="20" fill="#e30613"/><rect')
_LOGO_MM = (32, 14)


def with_and_without_logo(folder: Path, text: str, logo: str | bytes) -> list[Image.Image]:
    """The first page at 100 dpi, with the logo and without."""
    found = []
    for says in (text, text.replace("logo: logo.svg\n", "").replace("logo: logo.png\n", "")):
        site_folder(folder, says)
        name = "logo.png" if isinstance(logo, bytes) else "logo.svg"
        (folder / name).write_bytes(logo if isinstance(logo, bytes) else logo.encode())
        of = plan(read_protocol("cadonilimab-stepwise"), Order(**STEPWISE), site=folder)
        page = pypdfium2.PdfDocument(step_sheet_pdf(of))[0]
        found.append(page.render(scale=100 / 72).to_pil().convert("RGB"))
    return found


def drawn(page: Image.Image) -> tuple[int, int, int, int] | None:
    """Where the middle of the head, left of date and code, is not white."""
    wide, high = page.size
    head = page.crop((round(wide * 0.55), 0, round(wide * 0.7), round(high * 0.12)))
    return head.point(lambda shade: 255 if shade < 250 else 0).convert("L").getbbox()


def red(width: int, height: int) -> bytes:
    return png(width, height, (b"\0" + b"\xe3\x06\x13" * width) * height, colour=2)


@pytest.mark.parametrize(
    "logo",
    slow_but([COLOURED], [COLOURED, red(60, 20), red(4000, 8), red(8, 4000), red(2000, 2000)]),
    ids=["svg", "png", "wide", "high", "large"],
)
def test_a_logo_is_grey_and_stays_in_its_frame(logo: str | bytes, tmp_path: Path) -> None:
    text = SAYS.replace("logo.svg", "logo.png") if isinstance(logo, bytes) else SAYS
    page, bare_page = with_and_without_logo(tmp_path, text, logo)
    assert drawn(bare_page) is None
    box = drawn(page)
    assert box is not None
    size = ((box[2] - box[0]) / 100 * 25.4, (box[3] - box[1]) / 100 * 25.4)
    # A pixel more than the frame may be touched on each side.
    assert all(had <= most + 0.6 for had, most in zip(size, _LOGO_MM, strict=True)), size
    red, green, blue = page.split()
    for other in (green, blue):
        # Of 256 shades of grey, how many pixels differ by each number.
        assert sum(ImageChops.difference(red, other).histogram()[4:]) == 0


# Elsewhere


@pytest.mark.slow
def test_a_sheet_of_a_site_is_verified_where_that_site_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = site_folder(tmp_path / "site", f"{SAYS}paper: letter\n")
    file, pdf = str(tmp_path / "plan.json"), str(tmp_path / "sheet.pdf")
    order = ("plan", "cadonilimab-stepwise", "--dose", "375 mg", "--volume", "250 mL",
             "--premed", "standard", "--protocols", str(site))  # fmt: skip
    assert here(*order, "-o", file).code == 0
    assert here("sheet", file, "-o", pdf).code == 0
    for path in site.iterdir():
        path.unlink()
    site.rmdir()
    assert here("verify", file, "--sheet", pdf).code == 0
    wide, high = pypdfium2.PdfDocument(pdf)[0].get_size()
    # US Letter is 11 by 8.5 inches of 72 points.
    assert (wide, high) == (792, 612)
    other = tmp_path / "other.pdf"
    monkeypatch.setattr("rechallenge.sheet.pdf.sheet._FRAME", 'width="320" height="100"')
    assert here("sheet", file, "-o", str(other)).code == 0
    monkeypatch.undo()
    assert here("verify", file, "--sheet", str(other)).code != 0
