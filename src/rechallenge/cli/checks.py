"""`rechallenge checks`: every rule a plan is made under, and what each rests on."""

import json
from collections.abc import Iterator

import click

from rechallenge.checks import RULES
from rechallenge.checks.rule import Rule
from rechallenge.checks.stage_rules import STAGE_RULES
from rechallenge.model.finding import Severity
from rechallenge.sheet.text.layout import labelled, wrapped

HEADS = {
    Severity.REFUSE: "no schedule is handed out",
    Severity.CONFIRM: "the plan is a DRAFT until each is answered with a reason and initials",
    Severity.NOTE: "worth knowing; nothing is asked",
}


@click.command("checks")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def command(form: str) -> None:
    """List what is checked for each plan: code, severity, comparison, source and hazard.

    A rule that has two severities stands under the one that asks more. The hazards are described
    in docs/hazards.md.
    """
    rules = sorted(RULES, key=lambda rule: rule.code)
    if form == "json":
        tree = [_tree(rule) for rule in rules]
        click.echo(json.dumps(tree, indent=2, sort_keys=True, ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(rules)))


def _lines(rules: list[Rule]) -> Iterator[str]:
    yield f"{len(rules)} rules. A finding never changes a number."
    for severity, meaning in HEADS.items():
        yield ""
        yield wrapped(f"{severity.value.upper()}: {meaning}")
        for rule in rules:
            if rule.severities[0] is severity:
                yield ""
                yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    others = "".join(f", or a {severity.value}" for severity in rule.severities[1:])
    yield wrapped(f"{rule.code}{others}", 2, 4)
    rows = [
        ("Compares", rule.compares),
        ("Source", rule.source),
        ("Hazard", ", ".join(rule.hazards)),
    ]
    yield from labelled(rows, 4)


def _tree(rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "severities": [severity.value for severity in rule.severities],
        "compares": rule.compares,
        "source": rule.source,
        "hazards": list(rule.hazards),
        "found_by": "stage" if rule in STAGE_RULES else "check",
    }
