"""Doses given at once: swallowed, pushed or injected, drawn from a bag or in a form."""

from fractions import Fraction as F
from typing import Any

import pytest
from pydantic import ValidationError

from rechallenge import Order
from rechallenge.files.facts import read_facts
from rechallenge.files.find import MEASURES, shipped_folder
from rechallenge.model.finding import Finding, Refused
from rechallenge.model.measures import Measures
from rechallenge.model.on_file import OnFile
from rechallenge.model.plan import Plan
from rechallenge.model.problems import Unusable, problems_of
from rechallenge.proof import proof_of
from rechallenge.quantities import parse
from rechallenge.service.making import make_plan
from tests.checks.on_file import pump
from tests.planning.making import planned, protocol

SOLUTIONS = (
    {"name": "Weak", "volume": "20 mL", "concentration": "1000 units/mL"},
    {"name": "Strong", "volume": "20 mL", "concentration": "10000 units/mL"},
)
REST = {"give": "rest", "over": "1 h"}


def by_mouth(*steps: dict[str, Any], dose: str, **more: Any) -> Plan:
    """Doses in units out of two solutions."""
    said = {"route": "by mouth", "bags": SOLUTIONS, "parameters": {}} | more
    return planned(*steps, order={"dose": dose, "volume": None}, **said)


def tablets(*steps: dict[str, Any], **more: Any) -> Plan:
    """100 mg in no bag."""
    return planned(*steps, parameters={}, order={"volume": None}, route="by mouth", **more)


def test_a_dose_is_drawn_from_the_bag_in_force_and_takes_no_time() -> None:
    made = by_mouth(
        {"at_once": "0.1 mL", "wait": "15 min"},
        {"at_once": "200 units", "wait": "15 min"},
        {"bag": "Strong", "at_once": "rest"},
        dose="12300 units",
    )
    given = [step for step in made.steps if step.kind == "give"]
    # 0.1 mL of 1000 units/mL; 200 units of it; 12300 - 300 of 10000 units/mL
    assert [(s.dose, s.volume) for s in given] == [
        (parse("100 units"), parse("0.1 mL")), (parse("200 units"), parse("0.2 mL")),
        (parse("12000 units"), parse("1.2 mL")),
    ]  # fmt: skip
    assert [s.start.magnitude for s in given] == [0, 15, 30]
    assert {s.duration.magnitude for s in given} == {0}
    assert {(s.rate, s.bag, s.route) for s in given} == {(None, None, "by mouth")}
    assert [s.drawn_from for s in given] == ["Weak", "Weak", "Strong"]
    assert [bag.used for bag in made.bags] == [parse("0.3 mL"), parse("1.2 mL")]
    assert [bag.letter for bag in made.bags] == ["A", "B"]


def test_a_list_of_doses_is_one_step_each_with_waits_between() -> None:
    doses = ("0.1 mL", "0.2 mL", "0.4 mL")
    made = by_mouth({"doses": doses, "next_after": "15 min"}, dose="700 units")
    assert [(s.kind, s.start.magnitude) for s in made.steps] == [
        ("give", 0), ("observe", 0), ("give", 15), ("observe", 15), ("give", 30)
    ]  # fmt: skip


def test_tablets_need_no_bag_no_volume_no_pump_and_no_line() -> None:
    made = tablets({"at_once": "10 %", "wait": "1 h", "form": "half a tablet"}, {"at_once": "rest"})
    assert [step.dose.magnitude for step in made.steps] == [10, 0, 90]
    assert (made.bags, made.pump, made.line, made.runs) == ((), None, None, False)
    assert made.steps[0].form == "half a tablet"
    checks = {finding.code for finding in made.findings}
    assert not checks & {"line-not-stated", "no-preparation", "rate-jump"}


def test_a_line_for_doses_given_at_once_is_refused() -> None:
    with pytest.raises(Unusable, match="nothing runs; leave it out"):
        planned(
            {"at_once": "rest"}, parameters={},
            order={"volume": None, "line": "20 mL", "primed": "drug"},
        )  # fmt: skip


def test_into_a_vein_at_once_is_pushed_and_does_not_go_through_the_line() -> None:
    made = planned(
        {"at_once": "10 mL", "wait": "10 min"},
        REST,
        order={"line": "20 mL", "primed": "drug"},
    )
    push = made.steps[0]
    assert (push.route, push.dose.magnitude, push.volume.magnitude) == ("IV push", 10, 10)
    assert made.delivery
    assert [step.dose.magnitude for step in made.delivery.steps[:2]] == [0, 0]
    # 90 mg run; the line took 20 mL of the bag, which holds 100: 70 mL are left for 90.
    assert made.through_line == parse("90 mg")
    assert made.delivery.flush
    assert made.delivery.delivered + made.delivery.flush.dose == parse("90 mg")


def test_a_dose_at_once_after_steps_that_run_gives_what_rounding_left() -> None:
    steps = ({"give": "50 %", "over": "57 min"}, {"at_once": "50 %", "route": "by mouth"})
    on = OnFile(pump=pump(("0.1 mL/h", "999 mL/h", "0.1 mL/h")))
    made = make_plan(protocol(*steps), Order(dose="100 mg", volume="99 mL"), on)
    assert made.totals.dose == parse("100 mg")
    assert made.steps[-1].kind == "give"


@pytest.mark.parametrize("route", ["by mouth", "into the muscle", "IV push"])
def test_a_route_by_which_nothing_runs_is_refused_for_a_step_with_a_rate(route: str) -> None:
    with pytest.raises(ValueError, match=f"is {route}, but entry 2 runs at a rate"):
        protocol({"at_once": "10 %"}, REST, route=route)
    with pytest.raises(ValueError, match=rf"is {route}, but entry 1 runs at a rate"):
        protocol({**REST, "route": route})


def test_what_runs_may_run_under_the_skin() -> None:
    made = planned(REST, route="under the skin")
    assert made.steps[0].route == "under the skin"


def test_an_unknown_route_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="by mouth"):
        protocol(REST, route="PO")


@pytest.mark.parametrize(
    ("step", "says"),
    [
        ({"at_once": "5 mL"}, "is a volume, and no bag is drawn from"),
        ({"at_once": "bag"}, "names a bag, and none is drawn from"),
    ],
)
def test_a_volume_without_a_bag_is_refused(step: dict[str, str], says: str) -> None:
    with pytest.raises(Unusable, match=says):
        tablets(step)


def test_more_than_a_bag_holds_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        by_mouth({"at_once": "21 mL"}, dose="21000 units")
    (finding,) = refused.value.findings
    assert (finding.code, finding.where) == ("bag-overdrawn", "infusion[0]")


def test_what_the_line_took_from_a_bag_cannot_be_drawn_from_it() -> None:
    steps = ({"give": "90 mL", "over": "1 h"}, {"at_once": "rest"})
    with pytest.raises(Refused) as refused:
        planned(*steps, order={"line": "20 mL", "primed": "drug"})
    assert [f.code for f in refused.value.findings] == ["bag-overdrawn-by-line"]


@pytest.mark.parametrize(
    "filled", [{"primed": "drug"}, {"primed": "diluent", "clear_line": "60 mL/h"}]
)
def test_a_bag_that_is_left_with_less_than_the_line_takes_is_refused(
    filled: dict[str, str],
) -> None:
    # 100 mL of 1 mg/mL; 60 mL are drawn, and 40 mL are left to fill the line with.
    steps = ({"at_once": "60 mL"}, {"give": "rest", "over": "1 h"})
    with pytest.raises(Refused) as refused:
        planned(*steps, order={"line": "40.001 mL", **filled})
    (finding,) = refused.value.findings
    assert (finding.code, finding.where) == ("bag-overdrawn-by-line", "bags[0]")
    assert finding.numbers["line"] == parse("40.001 mL")
    assert finding.numbers["holds"] == finding.numbers["used"] == parse("100 mL")
    # A line that takes all that is left leaves nothing to run; a flush brings the 40 mg.
    made = planned(*steps, order={"line": "40 mL", **filled}).delivery
    assert made is not None
    assert made.flush is not None
    assert made.flush.dose == parse("40 mg")


def test_doses_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        tablets({"at_once": "10 %"}, {"at_once": "89 %"})
    assert refused.value.findings[0].code == "dose-not-delivered"


def test_a_dose_ten_times_the_one_before_asks() -> None:
    made = tablets({"doses": ("1 mg", "9 mg", "90 mg"), "wait": "1 h"})
    found = [f for f in made.findings if f.code == "dose-jump"]
    assert [(f.severity.value, f.where) for f in found] == [
        ("confirm", "step 5"),
        ("note", "step 3"),
    ]


def not_measured(dose: str, **order: str) -> list[Finding]:
    """What is asked about the volumes of two doses, the second the rest of 1000 units."""
    measures = read_facts(shipped_folder() / MEASURES / "bd-luer-lok.yaml", MEASURES)
    assert isinstance(measures, Measures)
    steps = ({"at_once": dose}, {"at_once": "rest"})
    stated = {"dose": "1000 units", **order}
    read = protocol(*steps, route="by mouth", bags=SOLUTIONS, parameters={})
    made = make_plan(read, Order.model_validate(stated), OnFile(measures=measures))
    return [finding for finding in made.findings if finding.code == "dose-not-measured"]


def test_a_volume_that_no_syringe_measures_asks() -> None:
    assert not not_measured("0.25 mL")
    first, second = not_measured("0.2525 mL")
    # A 1 mL syringe has a mark each 0.01 mL; the rest is 0.7475 mL.
    assert (first.where, first.numbers["nearest"]) == ("step 1", parse("0.25 mL"))
    assert (second.where, second.numbers["nearest"]) == ("step 2", parse("0.75 mL"))


def test_a_volume_too_small_to_draw_asks() -> None:
    (found,) = not_measured("0.05 mL")
    assert found.numbers["least"] == parse("0.1 mL")
    assert not not_measured("0.05 mL", smallest_draw="0.05 mL")


def test_the_proof_refuses_another_route_and_another_dose() -> None:
    made = tablets({"at_once": "10 %", "wait": "1 h"}, {"at_once": "rest"})
    first, *others = made.as_written
    for wrong in ({"route": "IV push"}, {"route": None}, {"dose": parse("9 mg")}):
        changed = first.model_copy(update=wrong)
        with pytest.raises(Refused) as refused:
            proof_of(made.model_copy(update={"as_written": (changed, *others)}))
        assert {f.code for f in refused.value.findings} == {"proof-mismatch"}


def test_vital_signs_each_rate_change_are_due_at_each_dose() -> None:
    made = tablets(
        {"doses": ("10 mg", "90 mg"), "wait": "1 h"},
        monitoring={"vitals": ("each rate change",), "source": "None"},
    )
    due = [event.offset.magnitude for event in made.timeline if event.what == "vitals"]
    assert due == [F(60)]


def test_a_dose_in_a_form_of_its_own_is_drawn_from_no_bag() -> None:
    with pytest.raises(ValidationError) as caught:
        tablets({"at_once": "rest", "form": "1 tablet", "bag": "Weak"}, bags=SOLUTIONS)
    (problem,) = problems_of(caught.value)
    assert problem.path == "infusion[0].form"
    assert problem.sentence.startswith("does not go with a bag that the dose is drawn from")
