"""`rechallenge checks`: every rule is listed, and each can be acted on."""

import json

from rechallenge.checks import RULES

from .running import CASE_2, here, refused


def test_every_rule_is_listed_with_what_it_compares_its_source_and_hazard() -> None:
    outcome = here("checks")
    assert (outcome.code, outcome.err) == (0, "")
    text = " ".join(outcome.out.split())
    for rule in RULES:
        hazards = ", ".join(rule.hazards)
        shown = f"Compares {rule.compares} Source {rule.source} Hazard {hazards}"
        assert " ".join(shown.split()) in text
        assert text.count(f" {rule.code} Compares") + text.count(f" {rule.code}, or a note") == 1


def test_the_list_is_sorted_by_what_is_asked_and_fits_80_columns() -> None:
    lines = here("checks").out.splitlines()
    heads = [line.partition(":")[0] for line in lines if line[:1].isupper()]
    assert heads == ["REFUSE", "CONFIRM", "NOTE"]
    assert all(len(line) <= 80 for line in lines)
    starts = [lines.index(line) for line in lines if line.startswith(("REFUSE", "CONFIRM", "NOTE"))]
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        codes = [line for line in lines[start:end] if line[:2] == "  " and line[2:3].strip()]
        assert codes == sorted(codes)
        assert codes


def test_the_json_has_every_rule_whole() -> None:
    tree = json.loads(here("checks", "--format", "json").out)
    assert [entry["code"] for entry in tree] == sorted(rule.code for rule in RULES)
    for entry in tree:
        (rule,) = [rule for rule in RULES if rule.code == entry["code"]]
        assert entry["severities"] == [severity.value for severity in rule.severities]
        assert (entry["compares"], entry["source"]) == (rule.compares, rule.source)
        assert entry["hazards"] == list(rule.hazards)
    found_by = {entry["code"]: entry["found_by"] for entry in tree}
    assert (found_by["dose-not-delivered"], found_by["rate-jump"]) == ("stage", "check")


def test_a_severe_skin_reaction_is_refused_at_its_option() -> None:
    outcome = here(*CASE_2, "--reaction-kind", "severe-skin")
    err = refused(outcome, "--reaction-kind", "reaction-kind-refused", code=1)
    assert "there is no schedule" in err


def test_a_finding_that_refuses_cannot_be_acknowledged() -> None:
    answer = ("--acknowledge", "reaction-kind-refused=Needed", "--initials", "AB")
    refused(here(*CASE_2, "--reaction-kind", "severe-skin", *answer), code=1)


def test_a_closing_time_without_a_start_is_located() -> None:
    refused(here(*CASE_2, "--closing-time", "17:30"), "--closing-time", "write the start too")
