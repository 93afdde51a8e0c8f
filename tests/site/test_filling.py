"""The site fills the blanks of an order, before the plan is worked out and in every front end."""

import base64
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from rechallenge import Order, read_protocol
from rechallenge.files.find import Shelves, protocol_paths, shipped_folder
from rechallenge.files.reading import UnusableFile
from rechallenge.model.plan import Plan
from rechallenge.model.problems import UnusableOrder
from rechallenge.quantities import ML, PERCENT, quantity
from rechallenge.service.examples import order_of
from rechallenge.service.making import make, make_plan
from rechallenge.service.plan_file import read_plan
from rechallenge.sheet.plan_json import fingerprint, plan_fingerprint, plan_json
from tests.site.a_site import LOGO, WHOLE, site_folder

START = datetime(2026, 11, 21, 9, 0)
CASE_2: dict[str, Any] = {"dose": "375 mg", "volume": "250 mL"}


def shelves(folder: Path, text: str = WHOLE) -> Shelves:
    return Shelves(shipped_folder(), site_folder(folder / "site", text))


def planned(site: Shelves, protocol: str = "cadonilimab-stepwise", **order: Any) -> Plan:
    return make(read_protocol(protocol), Order.model_validate(CASE_2 | order), site)


def took(plan: Plan) -> tuple[str, ...]:
    assert plan.site is not None
    return plan.site.took


def test_blanks_are_filled_and_what_the_order_states_stays(tmp_path: Path) -> None:
    plan = planned(shelves(tmp_path), line="15 mL", primed="drug", start="2026-11-21 09:00")
    assert plan.pump is not None
    assert plan.pump.name == "alaris-gp"
    assert plan.line is not None
    assert (plan.line.dead_volume, plan.line.primed) == (quantity(15, ML), "drug")
    assert took(plan) == (
        "time_zone", "closing_time", "premed_lead", "pump", "technique", "smallest_draw",
        "measures", "asks_above",
    )  # fmt: skip


def test_the_plan_is_that_of_an_order_which_states_the_same(tmp_path: Path) -> None:
    at_site = planned(shelves(tmp_path), start="2026-11-21 09:00")
    stated = planned(
        Shelves(shipped_folder()), start="2026-11-21 09:00", time_zone="Europe/Berlin",
        closing_time="17:30", pump="alaris-gp", line="primary-27", primed="diluent",
        technique="final volume", smallest_draw="0.5 mL", measures="bd-luer-lok",
        premed_lead="30 min",
    )  # fmt: skip
    assert at_site.order == stated.order
    assert at_site.steps == stated.steps
    assert at_site.delivery == stated.delivery
    assert at_site.timeline == stated.timeline


@pytest.mark.parametrize(
    ("protocol", "order", "not_taken"),
    [
        # No start: nothing to compare a closing time with.
        ("cadonilimab-stepwise", {}, {"time_zone", "closing_time"}),
        # The source states when each premedication is given.
        ("cadonilimab-extended", {}, {"premed_lead"}),
        # One bag needs no sets; by mouth there is neither a pump nor a line.
        ("cadonilimab-stepwise", {}, {"sets"}),
        ("aspirin-4-doses", {"dose": "325 mg", "volume": None}, {"pump", "line", "technique"}),
        # What the line holds now is a fact about this patient, not a habit of the unit.
        ("cadonilimab-stepwise", {"given": "37.5 mg"}, {"line", "primed", "sets"}),
    ],
)
def test_nothing_is_taken_that_this_order_cannot_use(
    tmp_path: Path, protocol: str, order: dict[str, Any], not_taken: set[str]
) -> None:
    assert not not_taken & {*took(planned(shelves(tmp_path), protocol, **order))}


def test_an_order_can_leave_out_the_line_of_the_site(tmp_path: Path) -> None:
    plan = planned(shelves(tmp_path), line="none")
    assert plan.line is None
    assert not {"line", "primed", "sets"} & {*took(plan)}
    file = tmp_path / "plan.json"
    file.write_text(plan_json(plan), "utf-8")
    assert plan_json(read_plan(file).plan) == plan_json(plan)
    # Without a site it says what a blank says.
    bare = Shelves(shipped_folder())
    assert planned(bare, line="none").steps == planned(bare).steps


@pytest.mark.slow
def test_every_shipped_protocol_can_be_planned_with_what_a_site_fills(tmp_path: Path) -> None:
    site = shelves(tmp_path)
    refused = {}
    for path in protocol_paths(shipped_folder()):
        protocol = read_protocol(path)
        order = order_of(protocol.examples[0]).model_copy(update={"start": START})
        try:
            make_plan(protocol, order, site.on_file(protocol, order))
        except UnusableOrder as error:
            refused[protocol.id] = [problem.place for problem in error.problems]
            without = order.model_copy(update={"line": "none"})
            make_plan(protocol, without, site.on_file(protocol, without))
    # Bags and syringes of less than the 27 mL of the line: these ask for a shorter one, or none.
    small_bags = (
        "ampicillin-18-doses", "botulism-immune-globulin", "carboplatin-12-step",
        "iron-dextran-infed", "iron-sucrose-injection", "tobramycin-doubling",
    )  # fmt: skip
    assert refused == {name: [("line",)] for name in small_bags}


def test_the_technique_of_the_label_comes_before_that_of_the_site(tmp_path: Path) -> None:
    plan = planned(shelves(tmp_path), "ocrelizumab-600", dose="600 mg", volume=None)
    assert "technique" not in took(plan)
    assert "smallest_draw" in took(plan)


def test_the_share_that_asks_is_the_sites_where_the_measures_state_none(tmp_path: Path) -> None:
    plan = planned(shelves(tmp_path))
    assert plan.on_file.measures is not None
    assert plan.on_file.measures.asks_above == quantity(2, PERCENT)


def test_a_set_gives_its_doses_before_those_of_the_order(tmp_path: Path) -> None:
    own = "loratadine 10 mg PO 1 h before"
    plan = planned(shelves(tmp_path), premed=[own, "steroid"])
    assert [dose.drug for dose in plan.order.premed_doses] == ["dexamethasone", "loratadine"]
    assert plan.site is not None
    assert plan.site.premed_sets == ("steroid",)


def test_an_unknown_set_is_refused_with_the_nearest_and_with_how_to_write_a_dose(
    tmp_path: Path,
) -> None:
    with pytest.raises(UnusableOrder, match="did you mean standard"):
        planned(shelves(tmp_path), premed="standrad")
    with pytest.raises(UnusableOrder, match="none is known here"):
        planned(Shelves(shipped_folder()), premed="standard")


def test_a_plan_holds_what_it_took_and_opens_where_there_is_no_site(tmp_path: Path) -> None:
    plan = planned(shelves(tmp_path), premed="standard", start="2026-11-21 09:00")
    file = tmp_path / "plan.json"
    file.write_text(plan_json(plan), "utf-8")
    again = read_plan(file).plan
    assert plan_json(again) == plan_json(plan)
    assert again.site == plan.site
    assert again.site is not None
    assert again.site.logo
    assert again.site.said.reaction_procedure[1].startswith("Call 2222")


def test_the_logo_in_a_plan_file_is_checked_as_that_of_a_site_is(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    tree = json.loads(plan_json(planned(shelves(tmp_path))))
    script = LOGO.replace("</svg>", "<script>1</script></svg>").encode()
    tree["inputs"]["on_file"]["site"]["logo"] = base64.b64encode(script).decode()
    # A fingerprint that fits is not enough.
    file.write_text(json.dumps(tree | {"fingerprint": plan_fingerprint(tree)}), "utf-8")
    with pytest.raises(UnusableFile, match="has <script>"):
        read_plan(file)


def test_without_a_site_a_plan_is_as_it_was(tmp_path: Path) -> None:
    without = planned(Shelves(shipped_folder()))
    assert '"site"' not in plan_json(without)
    bare = planned(Shelves(shipped_folder(), tmp_path))
    assert fingerprint(bare) == fingerprint(without)
