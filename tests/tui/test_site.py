"""The planner at a site: what its file fills is shown beside the field, and can be overridden."""

from datetime import datetime
from pathlib import Path

import pytest

from rechallenge.files.find import Shelves, shipped_folder
from rechallenge.model.plan import Plan
from rechallenge.service.plan_file import read_plan
from rechallenge.sheet.plan_json import fingerprint, plan_json
from rechallenge.tui.state.command import plan_command
from rechallenge.tui.state.draft import DraftOrder, draft_json, read_draft
from rechallenge.tui.state.evaluation import Evaluation, FieldStatus, evaluate, proven
from rechallenge.tui.state.field_text import choices_for
from rechallenge.tui.state.opening import draft_of
from rechallenge.tui.state.session import Session
from rechallenge.tui.state.shelf import Shelf
from rechallenge.tui.state.strategies import order_of, strategies
from tests.site.a_site import LOGO, WHOLE, site_folder

NOW = datetime(2026, 11, 21, 9, 0)
CASE_2 = {"protocol": "cadonilimab-stepwise", "dose": "375 mg", "volume": "250 mL"}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf.found(site_folder(tmp_path / "site"))


def elsewhere() -> Shelf:
    return Shelf(Shelves(shipped_folder()))


def typed(shelf: Shelf, **texts: str) -> Evaluation:
    return evaluate(DraftOrder(NOW.date(), CASE_2 | texts), shelf)


def plan_of(evaluation: Evaluation) -> Plan:
    evaluation = proven(evaluation)
    assert evaluation.plan is not None, evaluation.why
    return evaluation.plan


def test_what_the_site_fills_says_so_beside_its_field(shelf: Shelf) -> None:
    fields = typed(shelf).fields
    assert fields["pump"] == (FieldStatus.FROM_SITE, "Alaris GP volumetric pump, from the site")
    assert fields["smallest_draw"] == (FieldStatus.FROM_SITE, "0.5 mL, from the site")
    # No start: the closing time has nothing to be compared with. One bag: no sets.
    assert fields["closing_time"].status is FieldStatus.EMPTY
    assert fields["sets"].status is FieldStatus.UNUSED
    # What belongs to a line or a time zone is open where the site has these.
    assert fields["clear_line"].status is FieldStatus.EMPTY
    with_start = typed(shelf, start="09:00").fields
    assert with_start["repeated_start"].status is FieldStatus.EMPTY
    assert with_start["closing_time"] == (FieldStatus.FROM_SITE, "17:30, from the site")


def test_a_text_in_the_field_overrides_the_site(shelf: Shelf) -> None:
    evaluation = typed(shelf, pump="generic")
    assert evaluation.fields["pump"].status is FieldStatus.READ
    plan = plan_of(evaluation)
    assert plan.order.pump == "generic"
    assert plan.site is not None
    assert "pump" not in plan.site.took


def test_before_there_is_a_plan_the_fields_say_what_the_site_would_fill(shelf: Shelf) -> None:
    evaluation = evaluate(DraftOrder(NOW.date(), {"protocol": "cadonilimab-stepwise"}), shelf)
    assert evaluation.plan is None
    assert evaluation.fields["pump"] == (FieldStatus.FROM_SITE, "alaris-gp, from the site")
    assert evaluation.fields["line"] == (FieldStatus.FROM_SITE, "primary-27, from the site")


def test_the_plan_is_the_one_of_the_command_line(shelf: Shelf) -> None:
    from rechallenge import Order, plan, read_protocol

    made = plan(read_protocol(CASE_2["protocol"]), Order(dose="375 mg", volume="250 mL"),
                site=shelf.shelves.site)  # fmt: skip
    assert fingerprint(plan_of(typed(shelf))) == fingerprint(made)


def test_a_set_is_chosen_from_a_list_and_an_unknown_one_refused_at_its_field(shelf: Shelf) -> None:
    spec = next(s for s in typed(shelf).specs if s.key == "premed")
    chosen = choices_for(spec, shelf, shelf.site())
    assert [name for name, _doses in chosen] == ["standard", "steroid"]
    evaluation = typed(shelf, premed="standard")
    assert evaluation.fields["premed"].says.startswith("cetirizine 10 mg IV 30 min before; famot")
    plan = plan_of(evaluation)
    assert plan.site is not None
    assert plan.site.premed_sets == ("standard",)
    wrong = typed(shelf, premed="standrad").fields["premed"]
    assert wrong.status is FieldStatus.REFUSED
    assert "did you mean standard?" in wrong.says


def test_doses_typed_after_a_plan_was_made_are_looked_up_too(shelf: Shelf) -> None:
    # Another order with the same drug, pump and line must not get what was on file for the last.
    for on in (shelf, elsewhere()):
        assert not plan_of(typed(on)).on_file.drug("loratadine")
        again = plan_of(typed(on, premed="loratadine 10 mg PO 1 h before"))
        assert again.on_file.drug("loratadine")


@pytest.mark.parametrize("at_a_site", [True, False])
def test_a_plan_opens_as_it_was_made_here_and_elsewhere(
    shelf: Shelf, tmp_path: Path, at_a_site: bool
) -> None:
    here, there = (shelf, elsewhere()) if at_a_site else (elsewhere(), shelf)
    texts = {"start": "09:00", "premed": "steroid; loratadine 10 mg PO 1 h before"}
    made = plan_of(typed(here, **(texts if at_a_site else {"start": "09:00"})))
    file = tmp_path / "plan.json"
    file.write_text(plan_json(made), "utf-8")
    for opened_on in (here, there):
        draft = draft_of(read_plan(file).plan, made.protocol.id, NOW)
        assert ("pump" in draft.texts) is False
        draft = read_draft(draft_json(draft))
        evaluation = evaluate(draft, opened_on)
        assert fingerprint(plan_of(evaluation)) == fingerprint(made)
        is_filled = evaluation.fields["pump"].status is FieldStatus.FROM_SITE
        assert is_filled is at_a_site
        if at_a_site:
            assert draft.texts["premed"] == texts["premed"]
            # The command is right at any place: it states what the site of the plan filled.
            assert "--pump alaris-gp" in plan_command(evaluation)
            assert "--closing-time 17:30" in plan_command(evaluation)


def test_a_broken_file_is_told_at_the_start_and_no_plan_is_made_until_it_is_right(
    tmp_path: Path,
) -> None:
    folder = site_folder(tmp_path, WHOLE.replace("alaris-gp", "alaris-gq"))
    shelf = Shelf.found(folder)
    assert shelf.warning is not None
    assert "site.yaml:10:1: pump: unknown pump alaris-gq" in shelf.warning
    evaluation = typed(shelf, premed="standard")
    assert evaluation.plan is None
    assert len(evaluation.why) == 1
    assert not [f for f in evaluation.fields.values() if f.status is FieldStatus.REFUSED]
    assert "site.yaml:10:1: pump: unknown pump alaris-gq" in " ".join(evaluation.why)
    site_folder(folder)
    assert plan_of(typed(shelf)).order.pump == "alaris-gp"


def test_a_change_of_the_file_the_logo_or_a_file_of_facts_is_noticed(
    shelf: Shelf, tmp_path: Path
) -> None:
    folder = tmp_path / "site"

    def logo() -> str | None:
        site = plan_of(typed(shelf)).site
        assert site is not None
        return site.logo

    before = logo()
    (folder / "logo.svg").write_text(LOGO.replace("38", "3.8"), "utf-8")
    assert logo() != before
    (folder / "site.yaml").write_text(WHOLE.replace("alaris-gp", "our-pump"), "utf-8")
    assert "unknown pump our-pump" in " ".join(typed(shelf).why)
    (folder / "pumps").mkdir()
    ours = (shipped_folder() / "pumps" / "alaris-gp.yaml").read_text("utf-8")
    (folder / "pumps" / "our-pump.yaml").write_text(ours.replace("alaris-gp", "our-pump"), "utf-8")
    assert plan_of(typed(shelf)).order.pump == "our-pump"
    (folder / "pumps" / "our-pump.yaml").unlink()
    assert "unknown pump our-pump" in " ".join(typed(shelf).why)


def test_strategies_are_compared_with_what_the_site_fills(shelf: Shelf) -> None:
    order = order_of(typed(shelf))
    assert not isinstance(order, str)
    (found,) = strategies(("cadonilimab-stepwise",), order, shelf)
    assert found.plan is not None
    assert found.plan.order.pump == "alaris-gp"


def test_pages_are_on_the_paper_of_the_site(shelf: Shelf) -> None:
    assert Session(shelf).paper == "letter"
    assert Session(elsewhere()).paper == "a4"


def test_a_plan_is_printed_on_the_paper_of_its_own_site_unless_another_is_chosen(
    shelf: Shelf,
) -> None:
    saved = plan_of(typed(shelf))
    here = Session(elsewhere())
    here.replace(draft_of(saved, saved.protocol.id, NOW), saved=True)
    assert here.paper == "letter"
    here.chosen_paper = "a4"
    assert here.paper == "a4"
