"""What a pharmacist types finds the protocol that is meant first."""

from pathlib import Path

import pytest

from rechallenge.files.summaries import matching
from rechallenge.tui.state.fields import FieldSpec, form
from rechallenge.tui.state.offers import NamesOnFile, files_offered
from tests.tui.planning_room import planner, press, run, shelf, shown, type_text, until

KEYS = tuple(spec.key for spec in form(None))

ENTRIES, ALSO = shelf().entries(), shelf().other_names()

TYPED = {
    "stepw": "stepwise",
    "cado step": "cadonilimab-stepwise",
    "cado slow": "cadonilimab-slow-start",
    "slow start": "slow-start",
    "extended": "extended",
    "ritux first": "rituximab-first",
    "mabthera 90": "rituximab-90-min",
    "rituximab later": "rituximab-subsequent",
    "rituximab 2": "rituximab-2-h",
    "remicade titrated": "infliximab-titrated",
    "paclitaxel 12": "paclitaxel-12-step",
    "carbo 13": "carboplatin-13-step",
    "carboplatin 12": "carboplatin-12-step",
    "cefta": "ceftazidime-12-step",
    "erbitux first": "cetuximab-first",
    "darzalex second": "daratumumab-second",
    "sucrose test": "iron-sucrose-test",
    "desens 12": "desensitization-12-step",
    "vanco": "vancomycin-10-mg-min",
    "ocrevus 600": "ocrelizumab-600",
    "herceptin": "trastuzumab-first",
    "phenytoin": "phenytoin-50-mg-min",
    "amphotericin 10": "amphotericin-10-percent",
    "graded challenge": "challenge-1-10-100",
}
"""Words, and the protocol that a person means by them, decided by reading the list."""


@pytest.mark.parametrize(("words", "meant"), TYPED.items())
def test_the_protocol_that_is_meant_comes_first(words: str, meant: str) -> None:
    assert matching(ENTRIES, words, ALSO)[0].id == meant


def test_a_name_or_title_comes_before_a_strategy() -> None:
    ids = [entry.id for entry in matching(ENTRIES, "stepw", ALSO)]
    assert ids[:2] == ["stepwise", "cadonilimab-stepwise"]
    assert "acetylcysteine-3-bag" in ids[2:]


def spec_of(key: str) -> FieldSpec:
    return next(spec for spec in form(None) if spec.key == key)


@pytest.fixture(scope="module")
def names() -> NamesOnFile:
    known = NamesOnFile(shelf())
    known.read()
    return known


def test_a_name_is_offered_with_the_first_letter_that_comes_before_the_files_were_listed() -> None:
    assert NamesOnFile(shelf()).for_field(spec_of("protocol"), "stepw")[0].text == "stepwise"


@pytest.mark.parametrize(
    ("key", "typed", "offered"),
    [
        ("protocol", "stepw", "stepwise"),
        ("protocol", "graded", "challenge-1-10-100"),
        ("drug", "mabth", "rituximab"),
        ("pump", "alar", "alaris-8100"),
        ("pump", "drops/mL 20", "gravity-20"),
        ("line", "prim", "primary-15"),
        ("primed", "dil", "diluent"),
        ("measures", "luer", "bd-luer-lok"),
    ],
)
def test_a_name_is_offered_by_its_own_words_or_by_what_it_is(
    names: NamesOnFile, key: str, typed: str, offered: str
) -> None:
    assert names.for_field(spec_of(key), typed)[0].text == offered


@pytest.mark.parametrize(
    ("key", "typed"),
    [("protocol", "stepwise"), ("drug", "rituximab"), ("pump", "generic"), ("drug", " "),
     ("line", "15 mL"), ("dose", "375 mg"), ("protocol", "no such thing")],
)  # fmt: skip
def test_nothing_is_offered_for_a_whole_name_or_for_what_is_no_name(
    names: NamesOnFile, key: str, typed: str
) -> None:
    assert names.for_field(spec_of(key), typed) == ()


def test_folders_and_files_of_the_right_kind_are_offered_for_a_path(
    tmp_path: Path, names: NamesOnFile
) -> None:
    (tmp_path / "ours").mkdir()
    for name in ("order.yaml", "other.json", "out.txt", ".hidden.yaml"):
        (tmp_path / name).touch()
    begun = f"{tmp_path}/o"
    assert [o.text for o in names.for_field(spec_of("protocol"), begun)] == [
        f"{tmp_path}/ours/", f"{tmp_path}/order.yaml", f"{tmp_path}/other.json",
    ]  # fmt: skip
    assert files_offered(f"{tmp_path}/ou", (".txt",))[1].text == f"{tmp_path}/out.txt"
    assert files_offered("/no/such/folder/x", (".txt",)) == ()
    assert files_offered("~nobody-has-this-name/x", (".txt",)) == ()


def test_what_is_offered_is_taken_when_it_is_chosen_and_never_otherwise(tmp_path: Path) -> None:
    async def job() -> None:
        async with planner(tmp_path) as (app, pilot):
            form = app.order_screen.form
            await until(pilot, lambda: app.order_screen.names.is_read, "the names")

            def text(key: str) -> str:
                return app.session.draft.text(key)

            def focused() -> str:
                return next(key for key in KEYS if (f := form.field(key)) and f.entry.has_focus)

            async def type_into(key: str, typed: str) -> None:
                field = form.field(key)
                assert field is not None
                app.session.write(key, "")
                field.entry.focus()
                await type_text(app, typed)

            # Several go on from what is typed: neither Enter nor Tab takes any.
            for key in ("enter", "tab"):
                await type_into("protocol", "stepw")
                await until(pilot, lambda: "cadonilimab-stepwise" in shown(app), "the list")
                await press(app, key)
                assert (text("protocol"), focused()) == ("stepw", "dose")
                await until(pilot, lambda: "Down chooses" not in shown(app), "the list to close")
            # Down chooses; Up from the first gives it up again.
            await type_into("protocol", "cado")
            await press(app, "down", "down")
            await until(pilot, lambda: ">cadonilimab-slow" in shown(app), "the mark")
            await press(app, "up", "up", "enter")
            assert text("protocol") == "cado"
            for key in ("enter", "tab"):
                await type_into("protocol", "cado")
                await press(app, "down", "down", key)
                assert (text("protocol"), focused()) == ("cadonilimab-slow-start", "dose")
            await type_into("protocol", "cado")
            await press(app, "down", "escape", "enter")
            assert text("protocol") == "cado"
            # One alone goes on from what is typed: Tab takes it, as the list says, and Enter not.
            await type_into("protocol", "cadonilimab-st")
            assert "Tab takes it" in shown(app)
            await press(app, "enter")
            assert text("protocol") == "cadonilimab-st"
            await type_into("protocol", "cadonilimab-st")
            await press(app, "tab")
            assert (text("protocol"), focused()) == ("cadonilimab-stepwise", "dose")
            # A line may be one on no file, so what is typed may be whole as it is.
            await type_into("line", "primary-1")
            assert "Tab takes it" not in shown(app)
            await press(app, "tab")
            assert text("line") == "primary-1"
            # Undo takes back what was taken, and no more.
            await type_into("pump", "alar")
            await press(app, "down", "enter", "ctrl+z")
            assert text("pump") == "alar"

    run(job())


@pytest.mark.slow
def test_from_the_first_key_to_the_result_takes_30_keys(tmp_path: Path) -> None:
    # It took 38 with the library alone (F3, cado step, Enter, Down) and with every field to pass.
    choose = [*"cado", "down", "down", "down", "enter"]
    keys = [*choose, *"10 mg/kg", "tab", *"48 kg", "tab", *"250 mL", "f2"]

    async def job() -> None:
        async with planner(tmp_path) as (app, pilot):
            await until(pilot, lambda: app.order_screen.names.is_read, "the names")
            await press(app, *keys)
            await until(pilot, lambda: app.order_screen.result.steps.has_focus, "the steps")
            assert "cadonilimab 480 mg" in shown(app)

    assert len(keys) == 30
    run(job())
