"""Only the bytes of a fresh print pass for the sheet of a plan; any damage to them is named."""

import copy
from collections import Counter
from collections.abc import Callable, Collection
from functools import lru_cache
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import (
    DictionaryObject,
    FloatObject,
    NameObject,
    TextStringObject,
)

from rechallenge.model.site import Paper
from rechallenge.sheet.pdf.page_differences import Differs
from rechallenge.sheet.pdf.render import step_sheet_pdf, typeset
from rechallenge.sheet.pdf.same_pages import SheetCheck, Unreadable, check_sheet, compared
from rechallenge.sheet.pdf.sheet import sheet_data
from tests.tiers import slow_but

from .damage import Content, redrawn, resaved
from .damaged_cells import COVERED, WAYS, is_told
from .damaged_cells import damaged as damaged_cells
from .damaged_pages import OF_EVERY_PAGE, PAGE_DAMAGES, PAGE_DAMAGES_OF_A_FILE, reordered
from .printed import made, sheet, tagged

pytestmark = pytest.mark.usefixtures("each_file_is_parsed_once")
DAMAGES = [(some,) for some in PAGE_DAMAGES_OF_A_FILE]


def found(check: SheetCheck) -> set[tuple[Differs, int]]:
    """What differs, and on which page."""
    assert not check.same_bytes
    return {(one.what, one.page) for one in check.differences}


def of_texts(check: SheetCheck) -> set[tuple[str, str]]:
    """What the file has and what it should have, for every text that differs."""
    texts = [one for one in check.differences if one.what.startswith("text-")]
    return {(_plain(one.found), _plain(one.planned)) for one in texts}


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").strip()


@lru_cache
def fresh(name: str) -> bytes:
    return sheet(name)


@lru_cache
def page_of_steps() -> int:
    """The page of case 2 on which the steps stand."""
    pages = tagged("case-2").pages
    return next(number for number, page in enumerate(pages, 1) if "Rate to set" in page)


def drawn_otherwise(change: Callable[[Content], None], page: int | None = None) -> SheetCheck:
    page = page or page_of_steps()
    return compared(redrawn(fresh("case-2"), page, change), fresh("case-2"))


def damaged(damage: Callable[[PdfWriter], object]) -> SheetCheck:
    return compared(resaved(fresh("case-2"), damage), fresh("case-2"))


def printed_with(*values: tuple[tuple[str | int, ...], Any]) -> SheetCheck:
    """The sheet of case 2, printed with other values at places of what it is printed from."""
    data: Any = copy.deepcopy(sheet_data(made("case-2"), "a4"))
    for path, value in values:
        part = data
        for key in path[:-1]:
            part = part[key]
        assert part[path[-1]] != value
        part[path[-1]] = value
    return compared(typeset(data), fresh("case-2"))


@pytest.mark.parametrize("name", slow_but(["case-2"], ["case-2", "twelve-steps", "three-bags"]))
def test_the_sheet_of_a_plan_has_the_bytes_of_a_fresh_print_on_either_paper(name: str) -> None:
    paper: Paper = "letter" if name == "case-2" else "a4"
    check = check_sheet(made(name), step_sheet_pdf(made(name), paper=paper))
    assert check.same_bytes
    assert check.differences == ()
    assert check.agreeing == check.texts > 100


def test_a_sheet_that_was_only_saved_again_is_not_proven_though_nothing_differs() -> None:
    check = check_sheet(made("case-2"), resaved(fresh("case-2")))
    assert not check.same_bytes
    assert check.differences == ()
    assert check.agreeing == check.texts


def test_a_file_with_one_extra_byte_is_not_proven() -> None:
    assert not check_sheet(made("case-2"), fresh("case-2") + b"\n").same_bytes


def test_the_paper_that_a_damaged_sheet_was_printed_on_is_found() -> None:
    letter = resaved(step_sheet_pdf(made("case-2"), paper="letter"))
    assert check_sheet(made("case-2"), letter).differences == ()


@pytest.mark.parametrize("name", slow_but(["case-2"], ["case-2", "three-bags"]))
def test_damage_to_any_text_of_any_page_is_named_in_its_place(name: str) -> None:
    """Every second text is damaged, each in the way that its page has had least often."""
    tried = Counter[tuple[int, str]]()
    turn = 0 if name == "case-2" else 1

    def in_turn(page: int, nth: int, ways: Collection[str]) -> str | None:
        if nth % 2 != turn:
            return None
        way = min(ways, key=lambda way: (tried[page, way], way))
        tried[page, way] += 1
        return way

    pdf, done = damaged_cells(fresh(name), in_turn)
    check = compared(pdf, fresh(name))
    assert [change for change in done if not is_told(change, check.differences)] == []
    covered = sum(change.way == COVERED for change in done)
    assert len(check.differences) == len(done)
    assert check.agreeing == check.texts - len(done) + covered
    assert {way for _page, way in tried} == set(WAYS)
    assert {page for page, way in tried if way == "digit changed"} >= {1, 2, check.pages}
    assert len(done) > check.texts * 0.45


@pytest.mark.parametrize("some", slow_but(DAMAGES[:1], DAMAGES), ids=lambda some: some[0])
def test_damage_to_a_page_as_a_whole_is_named_on_that_page(some: tuple[str, ...]) -> None:
    """Each to a page of its own, so that none is named for another."""
    of_page = dict(enumerate(some, 2))

    def damage(writer: PdfWriter) -> None:
        for page, what in of_page.items():
            PAGE_DAMAGES[what][0](writer, page)

    told = found(damaged(damage))
    wanted = {page: (PAGE_DAMAGES[what][1], page) for page, what in of_page.items()}
    assert [of_page[page] for page, named in wanted.items() if named not in told] == []
    assert some[0] in OF_EVERY_PAGE or {page for _, page in told} == of_page.keys()


def test_a_number_that_also_stands_elsewhere_on_the_page_is_named_where_it_was_changed() -> None:
    # 25 mL of step 1 as 250 mL, which is the volume of the bag.
    check = drawn_otherwise(lambda c: c.retype(c.place_of("25"), "250"))
    (one,) = check.differences
    assert (one.what, _plain(one.found), _plain(one.planned)) == (
        Differs.TEXT_CHANGED, "250", "25",
    )  # fmt: skip
    assert one.at is not None


def test_text_that_was_moved_is_named() -> None:
    def move(content: Content) -> None:
        place = content.place_of("09:00")
        at = max(n for n in range(place) if content.operations[n][1] == b"cm")
        content.operations[at][0][5] = FloatObject(40)

    assert found(drawn_otherwise(move)) == {(Differs.TEXT_MOVED, page_of_steps())}


def test_a_white_box_over_a_page_is_named_with_what_it_covers() -> None:
    def cover(content: Content) -> None:
        content.insert(-1, (b"g", (1,)), (b"re", (0, 0, 800, 450)), (b"f", ()))

    (one,) = drawn_otherwise(cover).differences
    assert one.what is Differs.SHAPE_ADDED
    assert {"50", "150"} <= set(one.found.split(", "))


@pytest.mark.parametrize(
    "state",
    slow_but(
        [((b"Tr", (3,)),)],
        [((b"Tr", (3,)),), ((b"g", (1,)),), ((b"Tz", (1,)),), ((b"gs", ("/Clear",)),)],
    ),
    ids=["invisible", "white", "narrow", "transparent"],
)
def test_text_that_is_there_but_cannot_be_seen_is_named(state: Any) -> None:
    def hide(content: Content) -> None:
        content.insert(content.place_of("50"), state)

    assert (Differs.TEXT_LOOK, page_of_steps()) in found(drawn_otherwise(hide))


@pytest.mark.slow
def test_text_that_is_clipped_away_or_set_in_another_size_is_named() -> None:
    def clip(content: Content) -> None:
        content.insert(0, (b"re", (0, 0, 1, 1)), (b"W", ()), (b"n", ()))

    assert (Differs.TEXT_LOOK, 2) in found(drawn_otherwise(clip, page=2))

    def shrink(content: Content) -> None:
        place = content.place_of("50")
        at = max(n for n in range(place) if content.operations[n][1] == b"Tf")
        content.operations[at][0][1] = FloatObject(1)

    assert found(drawn_otherwise(shrink)) == {(Differs.TEXT_LOOK, page_of_steps())}


def test_text_in_another_font_laid_over_a_page_is_named() -> None:
    def lay_over(writer: PdfWriter) -> None:
        font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
        made_of = {NameObject(key): NameObject(value) for key, value in font.items()}
        page: Any = writer.pages[0]
        page["/Resources"]["/Font"][NameObject("/F")] = DictionaryObject(made_of)
        content = Content(writer, 1)
        content.insert(-1, (b"BT", ()), (b"Tf", ("/F", 9)), (b"Td", (100, 100)))
        content.operations.append(([TextStringObject("60 mL/h")], b"Tj"))
        content.keep()

    check = damaged(lay_over)
    assert of_texts(check) == {("60 mL/h", "")}
    assert {one.found for one in check.differences if one.what is Differs.PAGE_PART} == {"/Font"}


@pytest.mark.slow
def test_an_added_curve_and_a_missing_stroke_are_named() -> None:
    def add(content: Content) -> None:
        content.insert(-1, (b"m", (1, 1)), (b"c", (1, 2, 3, 4, 5, 6)), (b"S", ()))

    def take_out(content: Content) -> None:
        at = next(n for n, (_, name) in enumerate(content.operations) if name == b"S")
        content.operations[at] = ([], b"n")

    assert found(drawn_otherwise(add, page=3)) == {(Differs.SHAPE_ADDED, 3)}
    assert found(drawn_otherwise(take_out)) == {(Differs.SHAPE_MISSING, page_of_steps())}


@pytest.mark.slow
def test_a_white_cell_drawn_after_its_rate_instead_of_before_is_named() -> None:
    def later(content: Content) -> None:
        whole = [n for n, (_, name) in enumerate(content.operations) if name in (b"q", b"Q")]
        start = next(
            n for n, after in pairwise(whole)
            if content.operations[after][1] == b"Q"
            and any(name == b"f" for _, name in content.operations[n:after])
        )  # fmt: skip
        end = next(n for n in whole if n > start) + 1
        moved = content.operations[start:end]
        content.operations = content.operations[:start] + content.operations[end:] + moved

    assert found(drawn_otherwise(later)) == {(Differs.DRAWING_ORDER, page_of_steps())}


@pytest.mark.slow
def test_the_tags_and_the_title_are_compared_too() -> None:
    def tag(writer: PdfWriter) -> None:
        root: Any = writer._root_object["/StructTreeRoot"]
        root[NameObject("/Alt")] = TextStringObject("Start the infusion")

    assert [one.found for one in damaged(tag).differences] == ["/StructTreeRoot"]
    check = damaged(lambda writer: writer.add_metadata({"/Title": "Another sheet"}))
    assert [one.found for one in check.differences] == ["/Title"]


def test_swapped_doubled_missing_and_foreign_pages_are_named() -> None:
    of_pages = (Differs.PAGE_ELSEWHERE, Differs.PAGE_DOUBLED, Differs.PAGE_MISSING)

    def in_order(*numbers: int) -> set[tuple[Differs, int]]:
        return {(what, page) for what, page in found(damaged(reordered(*numbers)))
                if what in of_pages}  # fmt: skip

    last = len(tagged("case-2").pages)
    others = range(3, last + 1)
    assert in_order(2, 1, *others) == {(Differs.PAGE_ELSEWHERE, 1), (Differs.PAGE_ELSEWHERE, 2)}
    assert (Differs.PAGE_DOUBLED, 2) in in_order(1, 1, 2, *others)
    assert (Differs.PAGE_MISSING, last) in in_order(*range(1, last))
    assert (Differs.PAGE_MISSING, 1) in in_order(2, *others)
    blank = damaged(lambda writer: writer.add_blank_page(842, 595))
    assert (Differs.PAGE_UNKNOWN, last + 1) in found(blank)


OTHER_VALUES: tuple[tuple[tuple[str | int, ...], Any, str], ...] = (
    (("premedication", "rows", 0, "dose"), "400\u00a0mg", "400"),
    (("premedication", "rows", 1, "route"), "IM", "IM"),
    (("reaction", "stop"), "Start the infusion.", "Start the infusion."),
    (("reaction", "given"), "dexamethasone 100\u00a0mg IV", "100"),
    (("steps", "rows", 0, "acts", 1), "SET 500\u00a0mL/h", "500"),
    (("steps", "rows", 1, "rate"), "500\u00a0mL/h", "500"),
    (("steps", "rows", 1, "volume"), "250\u00a0mL", "250"),
    (("steps", "rows", 3, "start"), "10:30", "10:30"),
    (("steps", "totals", "dose"), "357\u00a0mg", "357"),
    (("bags", "rows", 0, "label", 1), "15\u00a0mg per mL, bag A", "15"),
    (("facts", 0, 1), "cadonilimab 3,750\u00a0mg", "3,750"),
    (("patient",), "LI Wei, MRN 0048231", "0048231"),
    (("words", "printed-by"), "Protocol cadonilimab-stepwise, version 2", "version 2"),
    (("plan_print",), "0123456789ab", "0123456789ab"),
    (("delivery", "blocks", 1, "rows", 0, 1), "99\u00a0mg", "99"),
    (("charting", "rules", 0, 1), "every 1\u00a0h", "every 1"),
    (("findings", "rows", 0, "text"), "Nothing to confirm.", "Nothing to confirm."),
    (("source", "cited"), "Somebody, 2020.", "Somebody, 2020."),
)  # fmt: skip


@pytest.mark.parametrize("turn", slow_but([0], range(3)))
def test_a_sheet_printed_from_other_values_is_reported_with_them(turn: int) -> None:
    check = printed_with(*((path, value) for path, value, _ in OTHER_VALUES[turn::3]))
    for path, _, named in OTHER_VALUES[turn::3]:
        assert any(named in _plain(one.found) for one in check.differences), path


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("charting", "rows", 3, 0), ""),
        (("draft",), ""),
        (("source", "not_for"), []),
    ],
    ids=lambda value: "-".join(map(str, value)) if isinstance(value, tuple) else "",
)
def test_a_sheet_printed_without_a_value_is_reported_with_what_is_missing(
    path: tuple[str | int, ...], value: Any
) -> None:
    check = printed_with((path, value))
    assert any(one.planned and not one.found for one in check.differences)


@pytest.mark.slow
def test_a_chart_drawn_from_other_values_is_reported_by_its_shapes() -> None:
    check = printed_with((("chart", "rate", "line", 1), [0, 0.9]))
    whats = {one.what for one in check.differences}
    assert whats >= {Differs.SHAPE_ADDED, Differs.SHAPE_MISSING}


def test_a_missing_draft_bar_is_named() -> None:
    text = "DRAFT: 3 findings to confirm before use; not yet checked by a second person"
    check = drawn_otherwise(lambda c: c.remove(c.place_of(text)))
    assert of_texts(check) == {("", text)}
    check = printed_with((("draft",), ""))
    assert ("", "DRAFT") in of_texts(check)


def test_a_file_says_which_release_made_it() -> None:
    def older(writer: PdfWriter) -> None:
        writer.add_metadata({"/Keywords": "rechallenge 0.0.9"})

    check = damaged(older)
    assert check.made_by[0] == "rechallenge 0.0.9"
    assert check.made_by[1:] == check.fresh_made_by[1:]
    assert check.fresh_made_by[0].startswith("rechallenge ")


@pytest.mark.parametrize("content", [b"", b"no PDF", b"%PDF-1.7\n%%EOF\n", b"\0" * 100])
def test_what_is_no_pdf_is_refused_and_not_compared(content: bytes) -> None:
    with pytest.raises(Unreadable, match="is not a PDF that can be read"):
        check_sheet(made("case-2"), content)


def test_a_truncated_sheet_is_refused_or_not_the_same() -> None:
    whole = fresh("case-2")
    for share in (0.2, 0.5, 0.9):
        try:
            check = compared(whole[: int(len(whole) * share)], whole)
        except Unreadable:
            continue
        assert not check.same_bytes


@pytest.mark.slow
def test_the_sheet_of_another_plan_and_of_another_patient_is_not_the_same() -> None:
    assert found(compared(fresh("case-4"), fresh("case-2")))
    other = made("case-2").order.model_copy(update={"patient": "Bed 99, somebody else"})
    pdf = step_sheet_pdf(made("case-2").model_copy(update={"order": other}))
    pages = {one.page for one in compared(pdf, fresh("case-2")).differences}
    assert {1, 2, 3} <= pages
