"""The earlier reaction, its grade and its kind."""

import pytest

from rechallenge import Order, plan, read_protocol
from rechallenge.checks.rechallenge import AVOIDED_KINDS
from rechallenge.model.finding import Refused, Severity

from .on_file import drug, found, planned_with

ADVICE = drug(
    reactions=(
        {"grades": ("1", "2"), "advises": "interrupt or slow", "source": "Label"},
        {"grades": ("3",), "advises": "stop for good", "source": "Label; pocket table"},
    )
)


def test_after_a_severe_skin_reaction_there_is_no_plan() -> None:
    with pytest.raises(Refused) as refused:
        planned_with(order={"reaction_kind": "severe-skin"})
    (finding,) = refused.value.findings
    assert (finding.code, finding.where) == ("reaction-kind-refused", "order.reaction_kind")
    assert "Clin Exp Immunol 2011;163:131-146" in str(finding.source)


def test_a_refusing_check_hands_out_what_refuses_and_nothing_that_only_asks() -> None:
    with pytest.raises(Refused) as refused:
        planned_with(order={"reaction_kind": "severe-skin", "weight": "4 kg"})
    assert {f.severity for f in refused.value.findings} == {Severity.REFUSE}


@pytest.mark.parametrize(
    ("kind", "asks"),
    [
        ("hepatitis", True),
        ("nephritis", True),
        ("serum-sickness", True),
        ("haemolytic-anaemia", True),
        ("infusion-reaction", False),
        ("hypersensitivity", False),
        ("anaphylaxis", False),
    ],
)
def test_after_some_kinds_the_plan_asks_and_after_others_it_does_not(kind: str, asks: bool) -> None:
    findings = found(planned_with(order={"reaction_kind": kind}), "reaction-kind-avoid")
    assert [f.severity for f in findings] == ([Severity.CONFIRM] if asks else [])
    assert (kind in AVOIDED_KINDS) is asks


@pytest.mark.parametrize(
    ("grade", "severity", "source"),
    [
        ("1", Severity.NOTE, "Label"),
        ("2", Severity.NOTE, "Label"),
        ("3", Severity.CONFIRM, "Label; pocket table"),
    ],
)
def test_a_grade_is_compared_with_the_advice_on_file(
    grade: str, severity: Severity, source: str
) -> None:
    made = planned_with(drugs=(ADVICE,), order={"reaction_grade": grade})
    (finding,) = found(made, "reaction-advice")
    assert (finding.severity, finding.source) == (severity, source)


def test_at_grade_3_the_file_of_nivolumab_has_what_may_be_considered_beside_the_label() -> None:
    order = Order(dose="240 mg", volume="100 mL", drug="nivolumab", reaction_grade="3")
    # The shipped protocol is not for this grade; one of the site's own may be.
    of_site = read_protocol("stepwise").model_copy(update={"not_for": ()})
    (finding,) = found(plan(of_site, order), "reaction-advice")
    assert finding.severity is Severity.CONFIRM
    assert "resuming at 50% may be considered" in str(finding.source)


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ({"reaction_kind": "anaphylaxis"}, {"reaction-grade"}),
        ({"reaction_grade": "3"}, {"reaction-kind"}),
        ({"reaction_kind": "anaphylaxis", "reaction_grade": "3"}, set()),
        ({"reaction_kind": "anaphylaxis", "reaction_grade": "4"}, {"reaction-advice"}),
        ({}, {"reaction-grade", "reaction-kind"}),
    ],
)
def test_what_is_not_known_of_the_reaction_is_named_in_the_one_note(
    order: dict[str, str], names: set[str]
) -> None:
    (finding,) = found(planned_with(drugs=(ADVICE,), order=order), "not-compared")
    numbers = f"{finding.numbers['absent']} {finding.numbers.get('not_stated')}"
    named = {w for w in ("reaction-grade", "reaction-kind", "reaction-advice") if w in numbers}
    assert (named, finding.severity) == (names, Severity.NOTE)


@pytest.mark.parametrize(
    ("advises", "severity"),
    [("continue", Severity.NOTE), ("stop this infusion", Severity.CONFIRM)],
)
def test_advice_to_stop_this_infusion_asks_and_its_condition_is_shown(
    advises: str, severity: Severity
) -> None:
    entry = {"grades": ("3",), "advises": advises, "when": "Half the rate after", "source": "Label"}
    made = planned_with(drugs=(drug(reactions=(entry,)),), order={"reaction_grade": "3"})
    (finding,) = found(made, "reaction-advice")
    assert (finding.severity, finding.source) == (severity, "Half the rate after; Label")
